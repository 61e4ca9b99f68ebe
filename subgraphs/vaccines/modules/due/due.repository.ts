import { change, type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';

/** The next dose of a series for one person, with the days on which its status changes. */
export interface DueItemRow {
  person_id: string;
  birth_date: string;
  division: string;
  clinic_id: string;
  series: string;
  dose: number;
  earliest: string;
  recommended: string;
  overdue_from: string | null;
  latest: string | null;
}

export const DUE_STATUSES = ['due', 'overdue', 'not_yet'] as const;
export type DueStatus = (typeof DUE_STATUSES)[number];

/**
 * Replaces the items of persons, who are held by the caller's transaction. Two statements for any number of persons, and one that notes
 * the day. @returns the version of what was calculated, by person
 */
export async function replaceDueItems(
  em: Em,
  personIds: readonly string[],
  items: readonly DueItemRow[],
  today: string,
): Promise<Map<string, number>> {
  await change(em, 'delete from due_item where person_id = any($1::uuid[])', [personIds]);
  if (items.length > 0) {
    await change(
      em,
      `insert into due_item
         (person_id, birth_date, division, clinic_id, series, dose, earliest, recommended, overdue_from, latest)
       select * from unnest($1::uuid[], $2::date[], $3::text[], $4::uuid[], $5::text[], $6::int[],
         $7::date[], $8::date[], $9::date[], $10::date[])`,
      [
        items.map((i) => i.person_id),
        items.map((i) => i.birth_date),
        items.map((i) => i.division),
        items.map((i) => i.clinic_id),
        items.map((i) => i.series),
        items.map((i) => i.dose),
        items.map((i) => i.earliest),
        items.map((i) => i.recommended),
        items.map((i) => i.overdue_from),
        items.map((i) => i.latest),
      ],
    );
  }
  const waiting = [...new Set(items.map((i) => i.person_id))];
  const versions = await query<{ person_id: string; version: number }>(
    em,
    `update subject set forecast_on = case when person_id = any($2::uuid[]) then $3::date end,
       coverage_version = coverage_version + 1
     where person_id = any($1::uuid[]) returning person_id, coverage_version as version`,
    [personIds, waiting, today],
  );
  return new Map(versions.map((v) => [v.person_id, v.version]));
}

const CONDITIONS: Record<DueStatus, (today: string) => string> = {
  not_yet: (t) => `i.earliest > ${t}`,
  due: (t) => `i.earliest <= ${t} and (i.overdue_from is null or i.overdue_from > ${t})`,
  overdue: (t) => `i.earliest <= ${t} and i.overdue_from <= ${t}`,
};

/** One page of the list of a day, by township and then by the day from which the dose may be given. */
export async function dueItems(
  em: Em,
  reach: Reach,
  filter: { today: string; status: DueStatus | null; series: string | null },
  after: (string | number)[] | undefined,
  limit: number,
): Promise<DueItemRow[]> {
  const p = new Parameters();
  const t = p.add(filter.today);
  const status = filter.status ? CONDITIONS[filter.status](t) : `i.earliest <= ${t}`;
  const series = filter.series ? `and i.series = ${p.add(filter.series)}` : '';
  const from = after
    ? `and (i.division, i.earliest, i.person_id, i.series) >
       (${p.add(after[0])}, ${p.add(after[1])}::date, ${p.add(after[2])}::uuid, ${p.add(after[3])})`
    : '';
  const sql = `select i.person_id, i.birth_date, i.division, i.clinic_id, i.series, i.dose,
      i.earliest, i.recommended, i.overdue_from, i.latest
    from due_item i
    where ${withinReach(columnsOf('i'), reach, p)} and ${status} and (i.latest is null or i.latest >= ${t}) ${series} ${from}
    order by i.division, i.earliest, i.person_id, i.series limit ${p.add(limit)}`;
  return query<DueItemRow>(em, sql, p.values);
}
