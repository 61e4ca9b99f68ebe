import { change, type Em, prepared, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { CoverageChanged } from '@miaoben/schema';
import type { NonConformingRow } from '../conformity/non-conforming.repository.ts';
import type { NotGivenRow } from '../not-given/not-given.repository.ts';

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

/** Which items are asked for; null: all. */
export interface DueFilter {
  status: DueStatus | null;
  series: string | null;
  /** managing clinic */
  clinic: string | null;
  /** days of birth, both included */
  bornFrom: string | null;
  bornTo: string | null;
}

/** An item of the list, with why a birth dose was not given where that was entered. */
export interface ListedDue extends DueItemRow {
  not_given: NotGivenRow | null;
}

export const DUE_STATUSES = ['due', 'overdue', 'not_yet'] as const;
export type DueStatus = (typeof DUE_STATUSES)[number];

/** What is stored and told of one person's record. */
export interface Outcome {
  personId: string;
  due: readonly DueItemRow[];
  faults: readonly NonConformingRow[];
  duePrint: string;
  coverage: Omit<CoverageChanged, 'version'>;
  coveragePrint: string;
}

/** Whoever was judged by a document that is the active one no more is judged again soon: a process may not have heard of the change. */
const NEXT_LOOK = `case
    when (select id from schedule_document where active_from is not null order by active_from desc limit 1)
      is distinct from $3::uuid then date '1900-01-01'
    when person_id = any($2::uuid[]) then $4::date end`;

const waiting = (outcomes: readonly Outcome[]) => outcomes.filter((o) => o.due.length > 0).map((o) => o.personId);

const COLUMNS = 'person_id, birth_date, division, clinic_id, series, dose, earliest, recommended, overdue_from, latest';
const FAULT_COLUMNS = 'person_id, dose_id, birth_date, division, clinic_id, given_on, vaccine, reasons';
const REPLACED = (columns: string) => `(${columns}) = row (${columns.replaceAll(/\w+/g, 'excluded.$&')})`;

/**
 * Replaces what is stored of persons, who are held by the caller's transaction: one statement for any number. What stays as it was is
 * not written again.
 * @param documentId the schedule document they were judged by
 * @param isRecord whether the record itself changed, which devices in the field must hear of, or only what is thought of it
 * @returns the version of what was calculated, by person
 */
export async function replaceOutcomes(
  em: Em,
  outcomes: readonly Outcome[],
  documentId: string,
  today: string,
  isRecord: boolean,
): Promise<Map<string, number>> {
  if (outcomes.length === 0) return new Map();
  const due = outcomes.flatMap((o) => o.due);
  const faults = outcomes.flatMap((o) => o.faults);
  const versions = await query<{ person_id: string; version: number }>(
    em,
    prepared(`with due as (
         select * from unnest($8::uuid[], $9::date[], $10::text[], $11::uuid[], $12::text[], $13::int[],
           $14::date[], $15::date[], $16::date[], $17::date[]) as i (${COLUMNS})),
       faults as (
         select person_id, dose_id, birth_date, division, clinic_id, given_on, vaccine, string_to_array(reasons, ',') as reasons
         from unnest($18::uuid[], $19::uuid[], $20::date[], $21::text[], $22::uuid[], $23::date[], $24::text[], $25::text[])
           as f (${FAULT_COLUMNS})),
       due_gone as (
         delete from due_item i where person_id = any($1::uuid[])
           and not exists (select from due where due.person_id = i.person_id and due.series = i.series)),
       faults_gone as (
         delete from non_conforming n where person_id = any($1::uuid[])
           and not exists (select from faults f where f.person_id = n.person_id and f.dose_id = n.dose_id)),
       due_put as (
         insert into due_item as i (${COLUMNS}) select * from due
         on conflict (person_id, series) do update set ${REPLACED(COLUMNS)} where i is distinct from excluded),
       faults_put as (
         insert into non_conforming as n (${FAULT_COLUMNS}) select * from faults
         on conflict (person_id, dose_id) do update set ${REPLACED(FAULT_COLUMNS)} where n is distinct from excluded)
     update subject set forecast_on = ${NEXT_LOOK}, coverage_version = coverage_version + 1,
       due_print = prints.due, coverage_print = prints.coverage,
       changed = case when $7 then pg_current_xact_id() else changed end
     from unnest($1::uuid[], $5::text[], $6::text[]) as prints (id, due, coverage)
     where person_id = prints.id returning person_id, coverage_version as version`),
    [
      outcomes.map((o) => o.personId),
      waiting(outcomes),
      documentId,
      today,
      outcomes.map((o) => o.duePrint),
      outcomes.map((o) => o.coveragePrint),
      isRecord,
      due.map((i) => i.person_id),
      due.map((i) => i.birth_date),
      due.map((i) => i.division),
      due.map((i) => i.clinic_id),
      due.map((i) => i.series),
      due.map((i) => i.dose),
      due.map((i) => i.earliest),
      due.map((i) => i.recommended),
      due.map((i) => i.overdue_from),
      due.map((i) => i.latest),
      faults.map((f) => f.person_id),
      faults.map((f) => f.dose_id),
      faults.map((f) => f.birth_date),
      faults.map((f) => f.division),
      faults.map((f) => f.clinic_id),
      faults.map((f) => f.given_on),
      faults.map((f) => f.vaccine),
      faults.map((f) => f.reasons.join(',')),
    ],
  );
  return new Map(versions.map((v) => [v.person_id, v.version]));
}

/** Notes that persons were looked at and nothing had changed. */
export async function markJudged(
  em: Em,
  outcomes: readonly Outcome[],
  documentId: string,
  today: string,
): Promise<void> {
  if (outcomes.length === 0) return;
  await change(
    em,
    `update subject set forecast_on = ${NEXT_LOOK}
     where person_id = any($1::uuid[]) and forecast_on is not null`,
    [outcomes.map((o) => o.personId), waiting(outcomes), documentId, today],
  );
}

const CONDITIONS: Record<DueStatus, (today: string) => string> = {
  not_yet: (t) => `i.earliest > ${t}`,
  due: (t) => `i.earliest <= ${t} and (i.overdue_from is null or i.overdue_from > ${t})`,
  overdue: (t) => `i.earliest <= ${t} and i.overdue_from <= ${t}`,
};

/** Until its last day an item is on the list. */
const listed = (reach: Reach, today: string, p: Parameters) =>
  `${withinReach(columnsOf('i'), reach, p)} and (i.latest is null or i.latest >= ${today})`;

function narrowed(filter: DueFilter, today: string, p: Parameters): string {
  const parts = [filter.status ? CONDITIONS[filter.status](today) : `i.earliest <= ${today}`];
  if (filter.series) parts.push(`i.series = ${p.add(filter.series)}`);
  if (filter.clinic) parts.push(`i.clinic_id = ${p.add(filter.clinic)}::uuid`);
  if (filter.bornFrom) parts.push(`i.birth_date >= ${p.add(filter.bornFrom)}::date`);
  if (filter.bornTo) parts.push(`i.birth_date <= ${p.add(filter.bornTo)}::date`);
  return parts.join(' and ');
}

/** One page of the list of a day, by township and then by the day from which the dose may be given. */
export async function dueItems(
  em: Em,
  reach: Reach,
  today: string,
  filter: DueFilter,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<ListedDue[]> {
  const p = new Parameters();
  const t = `${p.add(today)}::date`;
  const from = after
    ? `and (i.division, i.earliest, i.person_id, i.series) >
       (${p.add(after[0])}, ${p.add(after[1])}::date, ${p.add(after[2])}::uuid, ${p.add(after[3])})`
    : '';
  const sql = `select i.person_id, i.birth_date, i.division, i.clinic_id, i.series, i.dose,
      i.earliest, i.recommended, i.overdue_from, i.latest,
      (select row_to_json(n) from not_given n
       where n.person_id = i.person_id and n.series = i.series and n.dose = i.dose and not n.replaced) as not_given
    from due_item i
    where ${listed(reach, t, p)} and ${narrowed(filter, t, p)} ${from}
    order by i.division, i.earliest, i.person_id, i.series limit ${p.add(limit)}`;
  return query<ListedDue>(em, sql, p.values);
}

export interface DueCountRow {
  division: string;
  series: string;
  dose: number;
  due: number;
  overdue: number;
}

/** What is due on a day, counted by the first digits of the township, series and dose; one statement. */
export async function countDue(em: Em, reach: Reach, today: string, digits: number): Promise<DueCountRow[]> {
  const p = new Parameters();
  const t = `${p.add(today)}::date`;
  const sql = `select left(i.division, ${p.add(digits)}::int) as division, i.series, i.dose,
      count(*) filter (where i.overdue_from is null or i.overdue_from > ${t})::int as due,
      count(*) filter (where i.overdue_from <= ${t})::int as overdue
    from due_item i where ${listed(reach, t, p)} and i.earliest <= ${t}
    group by 1, 2, 3 order by 1, 2, 3`;
  return query<DueCountRow>(em, sql, p.values);
}
