import { type Em, query } from '@miaoben/kernel';
import type { PageRequest } from '@miaoben/kernel/paging';
import { isoOf } from '@miaoben/schedule';
import { GRAIN, type ReportSlot } from './coverage.measures.ts';
import { firstDayOf, type GrainWindow } from './coverage.windows.ts';

/** A division inside the caller's area, as a range of codes; made by `areaOf` only. */
export interface Area {
  readonly division: string;
  readonly from: string;
  /** exclusive; ':' follows '9' */
  readonly to: string;
}

/** How rows are named: by the first digits of the division code, or by birth year. */
export type RowKey = { by: 'division'; digits: number } | { by: 'cohort' };

export interface Sum {
  key: string;
  column: number;
  figure: 'due' | 'done';
  count: number;
  timely: number;
}

/**
 * Sums windows, each from its rollup. The key is read stretch by stretch, one per measure and period: the planner's own join would
 * read all of the table for a county (performance.md B.2, "planner trap").
 */
export async function sumWindows(em: Em, area: Area, windows: readonly GrainWindow[], row: RowKey): Promise<Sum[]> {
  const year = `case when w.grain in (${GRAIN.townshipYear}, ${GRAIN.countyYear}) then p.period else p.period / 12 end`;
  return query<Sum>(
    em,
    `select x.key, w.target as column, w.figure, sum(x.count)::int as count, sum(x.timely)::int as timely
     from unnest($1::smallint[], $2::smallint[], $3::int[], $4::int[], $5::smallint[], $6::text[])
       as w(grain, measure, first, last, target, figure)
     cross join lateral generate_series(w.first, w.last - 1) as p(period)
     cross join lateral (
       select ${row.by === 'division' ? `left(c.place, ${row.digits})` : `(${year})::text`} as key,
         sum(c.count) as count, sum(c.timely) as timely
       from coverage_rollup c
       where c.grain = w.grain and c.measure = w.measure and c.period = p.period and c.place >= $7 and c.place < $8
       group by 1
     ) x
     group by 1, 2, 3`,
    [
      windows.map((w) => w.grain),
      windows.map((w) => w.measure),
      windows.map((w) => w.from),
      windows.map((w) => w.to),
      windows.map((w) => w.column),
      windows.map((w) => w.figure),
      area.from,
      area.to,
    ],
  );
}

/** Time of the last event that the rollups hold, or undefined before the first one. */
export async function asOf(em: Em): Promise<Date | undefined> {
  const [row] = await query<{ as_of: string }>(em, 'select as_of from coverage_state');
  return row && new Date(row.as_of);
}

export interface ChildRow {
  person_id: string;
  birth_date: string;
  township: string;
  done: boolean;
  date: string | null;
  timely: boolean | null;
}

export interface ChildFilter {
  cohort: number;
  slot: ReportSlot;
  /** birth months from here on are not due as a whole: only children who have the dose count */
  notReachedFrom: number;
  done: boolean | null;
}

/**
 * The children behind one cell: those counted as due, in order of township and birth date.
 * The conditions are those of `applies` and `partsOf`; a test holds the two together.
 */
export async function listChildren(em: Em, area: Area, filter: ChildFilter, page: PageRequest): Promise<ChildRow[]> {
  const { slot, cohort } = filter;
  const [a = 0, b = a] = slot.positions;
  const [township, birthDate, personId] = page.key ?? [];
  return query<ChildRow>(
    em,
    `select person_id, birth_date, township, done & $5 <> 0 as done, least(dates[$7], dates[$8]) as date,
       case when done & $5 <> 0 then timely & $5 <> 0 end as timely
     from child_coverage
     where state = 'active' and township >= $1 and township < $2 and birth_date >= $3 and birth_date < $4
       and (birth_date < $6 or done & $5 <> 0)
       and ($9::date is null or (sex = 'F' and birth_date >= $9))
       and not exists (select from unnest($10::text[]) as e(prefix) where starts_with(township, e.prefix))
       and ($11::boolean is null or (done & $5 <> 0) = $11)
       and ($12::text is null or (township, birth_date, person_id) > ($12, $13::date, $14::uuid))
     order by township, birth_date, person_id
     limit $15`,
    [
      area.from,
      area.to,
      firstDayOf(cohort * 12),
      firstDayOf((cohort + 1) * 12),
      slot.mask.toString(),
      firstDayOf(filter.notReachedFrom),
      a + 1,
      b + 1,
      slot.girlsBornFrom === null ? null : isoOf(slot.girlsBornFrom),
      slot.exemptDivisions,
      filter.done,
      township ?? null,
      birthDate ?? null,
      personId ?? null,
      page.limit,
    ],
  );
}
