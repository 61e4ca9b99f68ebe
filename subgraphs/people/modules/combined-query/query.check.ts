import { badInput, type Claims, isCalendarDate, isUuid } from '@miaoben/kernel';
import { BLOCK_FIELDS, policies } from '@miaoben/schema';
import {
  type DoseWindow,
  fieldSpec,
  MAX_CONDITIONS,
  MAX_QUERY_GROUPS,
  MAX_VALUE,
  type PersonQuery,
  type QueryCondition,
  valuesTaken,
} from './query.vocabulary.ts';

const VACCINE = /^[A-Za-z0-9_-]{1,20}$/;
const DIVISION = /^(\d{2}|\d{4}|\d{6}|\d{9})$/;
const MAX_NUMBER = 100_000;
const isNumber = (value: string): boolean => /^\d{1,6}$/.test(value) && Number(value) <= MAX_NUMBER;

/** Who asks: what the role sees masked, or an administrator hid from the account, is not to be found out by asking for it. */
export type Asker = Pick<Claims, 'role' | 'hidden'>;
export function isShownTo({ role, hidden }: Asker, field: string): boolean {
  const block = BLOCK_FIELDS[`people Person.${field}`];
  if (block && hidden?.includes(block)) return false;
  const rule = policies.people.fields.Person?.[field];
  return rule === 'open' || rule?.[role] === 'full';
}

function isValue({ field }: QueryCondition, value: string): boolean {
  const { kind, values } = fieldSpec(field);
  if (value.length === 0 || value.length > MAX_VALUE) return false;
  if (kind === 'date') return isCalendarDate(value);
  if (kind === 'number' || kind === 'doses') return isNumber(value);
  if (kind === 'division') return DIVISION.test(value);
  if (kind === 'unit') return isUuid(value);
  if (values instanceof RegExp) return values.test(value);
  return values === undefined || values.includes(value);
}

function checkWindow(at: string, { vaccines, from, to, clinic }: DoseWindow): void {
  if (vaccines.length > MAX_CONDITIONS || !vaccines.every((code) => VACCINE.test(code)))
    throw badInput(`${at}.vaccines`, 'unknown_code');
  if (clinic && !isUuid(clinic)) throw badInput(`${at}.clinic`, 'format');
  if (from && to && from > to) throw badInput(`${at}.to`, 'out_of_range');
}

function checkCondition(at: string, condition: QueryCondition, asker: Asker): void {
  const { field, operator, values, doses } = condition;
  const { kind, shown } = fieldSpec(field);
  const taken = valuesTaken(field, operator);
  if (!taken) throw badInput(`${at}.operator`, 'unknown_code');
  if (shown && !isShownTo(asker, shown)) throw badInput(`${at}.field`, 'unknown_code');
  const [least, most] = taken;
  if (values.length < least) throw badInput(`${at}.values`, 'required');
  if (values.length > most) throw badInput(`${at}.values`, 'out_of_range', { max: most });
  if (!values.every((value) => isValue(condition, value))) throw badInput(`${at}.values`, 'format');
  const [low, high] = kind === 'number' ? values.map(Number) : values;
  if (operator === 'between' && low !== undefined && high !== undefined && low > high)
    throw badInput(`${at}.values`, 'out_of_range');
  if (doses && kind !== 'doses') throw badInput(`${at}.doses`, 'format');
  if (doses) checkWindow(`${at}.doses`, doses);
}

/** @throws BAD_INPUT query.groups…, naming group and condition by their places from 0 (required, out_of_range, unknown_code, format) */
export function checkQuery(query: PersonQuery, asker: Asker): void {
  const count = query.groups.reduce((sum, group) => sum + group.conditions.length, 0);
  if (count === 0) throw badInput('query.groups', 'required');
  if (query.groups.length > MAX_QUERY_GROUPS || count > MAX_CONDITIONS)
    throw badInput('query.groups', 'out_of_range', { max: MAX_CONDITIONS });
  for (const [g, group] of query.groups.entries()) {
    if (group.conditions.length === 0) throw badInput(`query.groups.${g}.conditions`, 'required');
    for (const [c, condition] of group.conditions.entries())
      checkCondition(`query.groups.${g}.conditions.${c}`, condition, asker);
  }
}
