import { type Em, type Orm, query } from '@miaoben/kernel';
import { everyCase } from '../modules/adverse-events/adverse-event.repository.ts';

/** What a case is counted under: cases alike are one cell. */
interface Counted {
  onset_on: string;
  place: string;
  unit: string;
  vaccine: string;
  lot: string | null;
  cause: string | null;
  is_serious: boolean;
  is_late: boolean;
  age: number;
}

const cellKey = (c: Counted): string =>
  [
    c.onset_on,
    c.place,
    c.unit,
    c.vaccine,
    c.lot ?? '',
    c.cause ?? '',
    c.is_serious ? 'serious' : '',
    c.is_late ? 'late' : '',
    c.age,
  ].join('|');

function countedUnder(rows: readonly Counted[]): Map<string, number> {
  const cells = new Map<string, number>();
  for (const row of rows) cells.set(cellKey(row), (cells.get(cellKey(row)) ?? 0) + 1);
  return cells;
}

/**
 * The cases of vaccines as its tables have them, judged once more: the limit of a report is written out here, so that a mistake of the
 * event is found too.
 */
const SOURCE = `
  select (c.onset_at at time zone 'Asia/Shanghai')::date as onset_on, c.division as place, c.unit_id as unit, d.vaccine,
    d.product_id || ':' || d.lot_number as lot, c.cause, c.severity <> 'non_severe' as is_serious,
    c.reported_at - c.found_at > case when c.major_concern or c.severity in ('death', 'cluster') then interval '2 hours'
      else interval '48 hours' end as is_late,
    extract(year from age((c.onset_at at time zone 'Asia/Shanghai')::date, s.birth_date))::int as age
  from aefi_case c join aefi_dose d on d.case_id = c.id and d.rank = 1 join subject s on s.person_id = c.person_id
  where c.state not in ('suspected', 'dismissed')`;

/**
 * Counts suspected adverse events anew from the tables of vaccines and compares every cell. For checking only, as `recount`.
 * @returns one line per cell that differs
 */
export async function recountAdverseEvents(orms: {
  vaccines: Orm;
  statistics: Orm;
}): Promise<{ cells: number; differences: string[] }> {
  const counted = countedUnder(await query<Counted>(orms.vaccines.em.fork() as Em, SOURCE));
  const stored = countedUnder(await everyCase(orms.statistics.em.fork() as Em));
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  const differences = [...keys].flatMap((key) => {
    const [is, should] = [stored.get(key) ?? 0, counted.get(key) ?? 0];
    return is === should ? [] : [`${key}: stored ${is}, counted ${should}`];
  });
  return { cells: keys.size, differences: differences.sort() };
}
