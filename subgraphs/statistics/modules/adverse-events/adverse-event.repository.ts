import { change, type Em, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import type { AefiChanged, AefiClass } from '@miaoben/schema';
import { stretches } from '../certificate-statistics/cells.rules.ts';
import type { Area } from '../coverage/coverage.repository.ts';
import { monthOf } from '../coverage/coverage.rules.ts';
import { dayNumber } from '../vaccinations/recipient.rules.ts';
import { AGE_GROUPS, type Span } from './adverse-event.rules.ts';

/** Writes the states of cases, in one order; a state older than the one that stands changes nothing. */
export async function putCases(em: Em, events: readonly AefiChanged[]): Promise<void> {
  await change(
    em,
    `insert into adverse_event as a (case_id, version, is_counted, is_serious, is_late, cause, vaccine, lot, onset_on, place, unit, age)
     select * from jsonb_to_recordset($1::jsonb) as n("caseId" uuid, version int, "isCounted" boolean, "isSerious" boolean,
       "isLate" boolean, cause text, vaccine text, lot text, "onsetOn" date, "divisionCode" text, "unitId" uuid, age int)
     order by "caseId"
     on conflict (case_id) do update set version = excluded.version, is_counted = excluded.is_counted,
       is_serious = excluded.is_serious, is_late = excluded.is_late, cause = excluded.cause, vaccine = excluded.vaccine,
       lot = excluded.lot, onset_on = excluded.onset_on, place = excluded.place, unit = excluded.unit, age = excluded.age
     where a.version < excluded.version`,
    [JSON.stringify(events)],
  );
}

export async function noteCounted(em: Em): Promise<void> {
  await change(
    em,
    'insert into adverse_event_state (as_of) values (now()) on conflict (one) do update set as_of = excluded.as_of',
  );
}

export async function countedUntil(em: Em): Promise<Date | undefined> {
  const [row] = await query<{ as_of: string }>(em, 'select as_of from adverse_event_state');
  return row && new Date(row.as_of);
}

export const GROUPINGS = ['division', 'unit', 'vaccine', 'lot', 'month', 'age'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Which cases are meant, by the day of their onset. */
export interface Filter extends Span {
  readonly area: Area;
  readonly unit: string | null;
  /** code of a vaccine (four digits) or of a class of them (two) */
  readonly vaccine: string | null;
  readonly cause: AefiClass | null;
  readonly isSerious: boolean | null;
}

export interface CaseSum {
  key: string;
  /** null: not classified */
  cause: AefiClass | null;
  cases: number;
  serious: number;
  late: number;
}

const ageKey = `case ${[...AGE_GROUPS]
  .reverse()
  .map(({ key, from }) => `when age >= ${from} then '${key}'`)
  .join(' ')} end`;

const caseKey = (by: Grouping, digits: number): string =>
  ({
    division: `left(place, ${digits})`,
    unit: 'unit::text',
    vaccine: 'vaccine',
    lot: `coalesce(lot, '')`,
    month: `to_char(onset_on, 'YYYY-MM')`,
    age: ageKey,
  })[by];

/** Counted cases by row and cause. */
export function sumCases(em: Em, f: Filter, by: Grouping, digits: number): Promise<CaseSum[]> {
  const p = new Parameters();
  const where = [
    'is_counted',
    `onset_on between ${p.add(f.from)}::date and ${p.add(f.to)}::date`,
    `place >= ${p.add(f.area.from)} and place < ${p.add(f.area.to)}`,
    ...(f.unit === null ? [] : [`unit = ${p.add(f.unit)}::uuid`]),
    ...(f.vaccine === null ? [] : [`starts_with(vaccine, ${p.add(f.vaccine)})`]),
    ...(f.cause === null ? [] : [`cause = ${p.add(f.cause)}`]),
    ...(f.isSerious === null ? [] : [`is_serious = ${p.add(f.isSerious)}`]),
  ];
  return query<CaseSum>(
    em,
    `select ${caseKey(by, digits)} as key, cause, count(*)::int as cases, (count(*) filter (where is_serious))::int as serious,
       (count(*) filter (where is_late))::int as late
     from adverse_event where ${where.join(' and ')} group by 1, 2`,
    p.values,
  );
}

export interface DoseSum {
  key: string;
  doses: number;
}

const COUNTY_DIGITS = 6;
const MONTH_OF = `case c.measure when 'g' then to_char(date '1970-01-01' + c.period, 'YYYY-MM')
  else to_char(make_date(c.period / 12, c.period % 12 + 1, 1), 'YYYY-MM') end`;

/**
 * Doses given in the same span to those who live in the area, by row. Whole months come from the cells of months, other days from those
 * of days. Those know counties, neither townships nor units; and a unit's doses are kept by the county of those who had them.
 * @returns null where such doses are not kept
 */
export async function sumDoses(em: Em, f: Filter, by: Grouping, digits: number): Promise<DoseSum[] | null> {
  const ofUnits = by === 'unit' || f.unit !== null;
  const ofTownships = f.area.division.length > COUNTY_DIGITS || (by === 'division' && digits > COUNTY_DIGITS);
  const windows = stretches(f.from, f.to);
  const hasDays = windows.some((w) => w.grain === 'd');
  if (ofUnits ? ofTownships || hasDays : ofTownships && hasDays) return null;
  const p = new Parameters();
  const home = ofUnits ? 'c.household' : 'c.place';
  const key = {
    division: `left(${home}, ${digits})`,
    unit: 'c.place',
    vaccine: 'c.item',
    month: MONTH_OF,
    lot: `''`,
    age: `''`,
  }[by];
  const number = ({ grain }: { grain: 'd' | 'm' }, day: string) => (grain === 'd' ? dayNumber(day) : monthOf(day));
  const measures = p.add(windows.map((w) => (w.grain === 'd' ? 'g' : ofUnits ? 'u' : 'h')));
  const first = p.add(windows.map((w) => number(w, w.from)));
  const last = p.add(windows.map((w) => number(w, w.to)));
  const where = [
    `${home} >= ${p.add(f.area.from)} and ${home} < ${p.add(f.area.to)}`,
    ...(f.unit === null ? [] : [`c.place = ${p.add(f.unit)}`]),
    ...(f.vaccine === null ? [] : [`starts_with(c.item, ${p.add(f.vaccine)})`]),
  ];
  return query<DoseSum>(
    em,
    `select ${key} as key, sum(c.count)::int as doses
     from unnest(${measures}::text[], ${first}::int[], ${last}::int[]) as w(measure, first, last)
     join vaccination_rollup c on c.measure = w.measure and c.period between w.first and w.last
     where ${where.join(' and ')} group by 1 having sum(c.count) <> 0`,
    p.values,
  );
}

export interface CaseRow {
  is_serious: boolean;
  is_late: boolean;
  cause: AefiClass | null;
  vaccine: string;
  lot: string | null;
  onset_on: string;
  place: string;
  unit: string;
  age: number;
}

/** Every counted case, for the recount. */
export const everyCase = (em: Em): Promise<CaseRow[]> =>
  query<CaseRow>(
    em,
    'select is_serious, is_late, cause, vaccine, lot, onset_on, place, unit, age from adverse_event where is_counted',
  );
