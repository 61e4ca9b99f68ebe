import { CONDITION_CODES, OBSERVATION_CODES } from '@miaoben/schedule';
import { ageOn } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import type { Option } from '../../ui/field.tsx';

/** Findings of one day: they have no end. */
const FINDINGS: ReadonlySet<string> = new Set(OBSERVATION_CODES);
const PRODUCTS: ReadonlySet<string> = new Set(['IMMUNOGLOBULIN', 'BLOOD_PRODUCT', 'HBIG']);

export type FactGroup = 'test' | 'product' | 'state';

/** Whether a fact is a state, that begins and may end, and no finding of one day. */
export const hasEnd = (code: string): boolean => !FINDINGS.has(code);

const groupOf = (code: string): FactGroup => (PRODUCTS.has(code) ? 'product' : FINDINGS.has(code) ? 'test' : 'state');

/** Whom a fact can be about. */
export interface About {
  birthDate: string;
  sex: 'F' | 'M' | 'U';
}

/** Youngest age of a pregnancy that is thought of, years. */
const PREGNANT_FROM = 10;
/** A state of newborns; the oldest whose next dose it changes, years: BCG is given below four. */
const NEWBORN_UNTIL: Readonly<Record<string, number>> = { CRITICAL_NEWBORN: 1, PRETERM_31W: 4 };

/** Whether a fact can be true of somebody, on a day. */
export function fitsFact(code: string, { birthDate, sex }: About, day: string): boolean {
  const { years } = ageOn(birthDate, day);
  if (code === 'C05') return sex !== 'M' && years >= PREGNANT_FROM;
  return years < (NEWBORN_UNTIL[code] ?? Infinity);
}

/** What the schedule heeds and can be true of somebody, by group, of the engine's closed lists. */
export function factOptions(group: FactGroup, about: About, day: string): Option[] {
  return [...OBSERVATION_CODES, ...CONDITION_CODES]
    .filter((code) => groupOf(code) === group && fitsFact(code, about, day))
    .map((code) => ({ value: code, label: healthFactText(code) }));
}
