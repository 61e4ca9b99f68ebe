import { change, type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import { nameOfSeries } from '../plan/series-name.ts';
import type { NotGiven, NotGivenReason } from './not-given.type.ts';

/** The doses whose absence needs a reason (S-13): BCG and the first hepatitis B dose. */
export const BIRTH_DOSES = ['BCG', 'HepB'] as const;
export const isBirthDose = (series: string, dose: number | null): boolean =>
  dose === 1 && (BIRTH_DOSES as readonly string[]).includes(series);

export interface NotGivenRow {
  person_id: string;
  id: string;
  series: string;
  dose: number;
  reason: NotGivenReason;
  note: string | null;
  /** ISO 8601 text */
  recorded_at: string;
  /** a valid dose stood when this arrived, late */
  beside_dose: boolean;
}

/** The entries of persons that stand, of one dose the latest (a merged file may bring another). One statement for any number. */
export async function notGivenOf(em: Em, personIds: readonly string[]): Promise<NotGivenRow[]> {
  return query<NotGivenRow>(
    em,
    `select distinct on (person_id, series, dose) person_id, id, series, dose, reason, note, recorded_at,
       beside_dose from not_given
     where person_id = any($1::uuid[]) and not replaced order by person_id, series, dose, recorded_at desc`,
    [personIds],
  );
}

/**
 * Writes an entry, which takes the place of an earlier one of the same dose; the person is held by the caller's transaction.
 * @param enteredFor the file it was entered for, which may be merged into the one it stands with
 */
export async function putNotGiven(em: Em, row: NotGivenRow, enteredFor: string, recordedBy: string): Promise<void> {
  await change(
    em,
    `with record as (update subject set changed = pg_current_xact_id() where person_id = $1)
     update not_given set replaced = true where person_id = $1 and series = $2 and dose = $3 and not replaced`,
    [row.person_id, row.series, row.dose],
  );
  await change(
    em,
    `insert into not_given (person_id, id, series, dose, reason, note, recorded_by, recorded_at, beside_dose, origin_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, nullif($10::uuid, $1::uuid))`,
    [
      ...[row.person_id, row.id, row.series, row.dose, row.reason, row.note, recordedBy, row.recorded_at],
      ...[row.beside_dose, enteredFor],
    ],
  );
}

/** Late birth doses of one person for which no entry stands. */
export async function missingOf(em: Em, personId: string, today: string): Promise<string[]> {
  const rows = await query<{ series: string }>(
    em,
    `select i.series from due_item i
     where i.person_id = $1 and i.dose = 1 and i.series = any($3) and i.overdue_from <= $2
       and not exists (select 1 from not_given n
         where n.person_id = i.person_id and n.series = i.series and n.dose = i.dose and not n.replaced)
     order by i.series`,
    [personId, today, [...BIRTH_DOSES]],
  );
  return rows.map((r) => r.series);
}

export interface MissingRow {
  person_id: string;
  birth_date: string;
  division: string;
  series: string;
  dose: number;
}

/** Late birth doses of children born since a day for which no entry stands, by township, the youngest first. */
export async function missingEntries(
  em: Em,
  reach: Reach,
  days: { bornSince: string; today: string },
  after: (string | number)[] | undefined,
  limit: number,
): Promise<MissingRow[]> {
  const p = new Parameters();
  const from = after
    ? `and (i.division > ${p.add(after[0])} or (i.division = ${p.add(after[0])} and (i.birth_date < ${p.add(after[1])}::date
         or (i.birth_date = ${p.add(after[1])}::date and (i.person_id, i.series) > (${p.add(after[2])}::uuid, ${p.add(after[3])})))))`
    : '';
  const sql = `select i.person_id, i.birth_date, i.division, i.series, i.dose from due_item i
    where i.dose = 1 and i.series in ('BCG', 'HepB') and i.birth_date > ${p.add(days.bornSince)}::date
      and i.overdue_from <= ${p.add(days.today)}::date and ${withinReach(columnsOf('i'), reach, p)} ${from}
      and not exists (select 1 from not_given n
        where n.person_id = i.person_id and n.series = i.series and n.dose = i.dose and not n.replaced)
    order by i.division, i.birth_date desc, i.person_id, i.series limit ${p.add(limit)}`;
  return query<MissingRow>(em, sql, p.values);
}

export const shapeNotGiven = (row: NotGivenRow): NotGiven => ({
  id: row.id,
  series: row.series,
  seriesName: nameOfSeries(row.series),
  dose: row.dose,
  reason: row.reason,
  note: row.note,
  recordedAt: new Date(row.recorded_at),
  besideDose: row.beside_dose,
});
