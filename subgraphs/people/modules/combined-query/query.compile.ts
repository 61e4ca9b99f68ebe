import { nameKey } from '@miaoben/identifiers';
import type { Parameters } from '@miaoben/kernel/reach';
import { type DoseWindow, fieldSpec, type PersonQuery, type QueryCondition } from './query.vocabulary.ts';

/** Doses of a file, those of the files merged into it among them. */
export const DOSES_OF_P = `person_dose d where d.person_id in (
  select p.id union all select l.merged_id from person_link l where l.survivor_id = p.id and l.undone_at is null)`;

const GUARDIANS = 'exists (select 1 from guardian g where g.person_id = p.id';

function dosesCounted({ vaccines, from, to, clinic }: DoseWindow, p: Parameters): string {
  const parts = [
    vaccines.length > 0 && `d.vaccine = any(${p.add([...vaccines])})`,
    from && `d.given_on >= ${p.add(from)}::date`,
    to && `d.given_on <= ${p.add(to)}::date`,
    clinic && `d.clinic_id = ${p.add(clinic)}::uuid`,
  ].filter(Boolean);
  return `(select count(*) from ${DOSES_OF_P}${parts.map((part) => ` and ${part}`).join('')})`;
}

/** The value of a field of the file. */
function fieldValue(sql: string, today: string, p: Parameters): string {
  if (sql === 'updated_on') return `(p.updated_at at time zone 'Asia/Shanghai')::date`;
  if (sql !== 'age_months') return sql;
  const age = `age(${p.add(today)}::date, p.birth_date)`;
  return `(extract(year from ${age}) * 12 + extract(month from ${age}))::int`;
}

function presence(sql: string): string {
  if (sql === 'guardian') return `${GUARDIANS})`;
  if (sql === 'guardian_phone') return `${GUARDIANS} and g.phone_blind is not null)`;
  return sql === 'p.conditions' ? 'cardinality(p.conditions) > 0' : `${sql} is not null`;
}

function nameMatch({ operator, values }: QueryCondition, sql: string, p: Parameters): string {
  const key = p.add(nameKey(values[0] ?? ''));
  const match = (column: string) => (operator === 'is' ? `${column} = ${key}` : `starts_with(${column}, ${key})`);
  return sql === 'guardian_name' ? `${GUARDIANS} and ${match('g.name_key')})` : match(sql);
}

function bounds({ operator, values }: QueryCondition, value: string, type: 'date' | 'int', p: Parameters): string {
  const bound = (i: number) => `${p.add(type === 'int' ? Number(values[i]) : values[i])}::${type}`;
  if (operator === 'between') return `${value} between ${bound(0)} and ${bound(1)}`;
  return `${value} ${operator === 'from' || operator === 'at_least' ? '>=' : '<='} ${bound(0)}`;
}

const within = (column: string, division: string, p: Parameters): string =>
  `(${column} >= ${p.add(division)} and ${column} < ${p.add(`${division}:`)})`;

function positive(condition: QueryCondition, today: string, p: Parameters): string {
  const { field, values } = condition;
  const { kind, sql } = fieldSpec(field);
  switch (kind) {
    case 'name':
      return nameMatch(condition, sql, p);
    case 'date':
      return bounds(condition, fieldValue(sql, today, p), 'date', p);
    case 'number':
      return bounds(condition, fieldValue(sql, today, p), 'int', p);
    case 'doses':
      return bounds(condition, dosesCounted(condition.doses ?? { vaccines: [] }, p), 'int', p);
    case 'division':
      return values.map((division) => within(sql, division, p)).join(' or ');
    case 'list':
      return `${sql} && ${p.add([...values])}::text[]`;
    case 'unit':
      return `${sql} = any(${p.add([...values])}::uuid[])`;
    default:
      return `${sql} = any(${p.add([...values])}::text[])`;
  }
}

function conditionSql(condition: QueryCondition, today: string, p: Parameters): string {
  const { field, operator } = condition;
  const { sql } = fieldSpec(field);
  if (operator === 'filled') return presence(sql);
  if (operator === 'empty') return `not (${presence(sql)})`;
  const match = positive(condition, today, p);
  // What is unknown is none of the values.
  return operator === 'not_in' ? `not coalesce((${match}), false)` : match;
}

/**
 * The condition of a checked query on `person p`, as SQL with its values bound (J-07).
 * @param today YYYY-MM-DD, for ages
 */
export function compileQuery({ logic, groups }: PersonQuery, today: string, p: Parameters): string {
  const compiled = groups.map(
    (group) => `(${group.conditions.map((one) => `(${conditionSql(one, today, p)})`).join(` ${group.logic} `)})`,
  );
  return `(${compiled.join(` ${logic} `)})`;
}
