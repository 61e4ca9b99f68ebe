import { hash } from 'node:crypto';
import type { Em } from '@miaoben/kernel';
import type { CoverageChanged } from '@miaoben/schema';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { NonConformingRow } from '../conformity/non-conforming.repository.ts';
import { nonConformity } from '../conformity/non-conforming.rules.ts';
import { type DoseRow, dosesOf } from '../dose/dose.repository.ts';
import { lockSubjects, type SubjectRow } from '../person/subject.repository.ts';
import { judge } from '../plan/engine.ts';
import { type DueItemRow, markJudged, type Outcome, replaceOutcomes } from './due.repository.ts';

export interface RecordState {
  subject: SubjectRow;
  doses: readonly DoseRow[];
}

/** Short print of a value: equal values have equal prints. */
const printOf = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url').slice(0, 16);

/** Everything that is stored or told of what the engine says of a record. */
function outcomeOf({ subject, doses }: RecordState, catalogue: Catalogue, today: string): Outcome {
  const { pending, evaluations, coverage } = judge(subject, doses, catalogue, today);
  const due = pending.map(
    (f): DueItemRow => ({
      person_id: subject.person_id,
      birth_date: subject.birth_date,
      division: subject.division,
      clinic_id: subject.managing_org_id,
      series: f.series,
      dose: f.dose,
      earliest: f.earliest,
      recommended: f.recommended,
      overdue_from: f.overdueFrom,
      latest: f.latest,
    }),
  );
  const byId = new Map(doses.map((d) => [d.dose_id, d]));
  const faults = evaluations.flatMap((e): NonConformingRow[] => {
    const reasons = nonConformity(e);
    const dose = byId.get(e.id);
    if (reasons.length === 0 || !dose) return [];
    const { person_id, dose_id, birth_date, division, clinic_id, given_on, vaccine } = dose;
    return [{ person_id, dose_id, birth_date, division, clinic_id, given_on, vaccine, reasons }];
  });
  return {
    personId: subject.person_id,
    due,
    faults,
    duePrint: printOf([due, faults]),
    coverage,
    coveragePrint: printOf(coverage),
  };
}

const told = (outcome: Outcome, versions: ReadonlyMap<string, number>): CoverageChanged => ({
  ...outcome.coverage,
  version: versions.get(outcome.personId) ?? 0,
});

/**
 * Writes what is due and what does not conform for persons whose record is at hand, in the transaction of the change.
 * @returns the events for statistics, to be published in the same transaction
 */
export async function storeForecast(
  em: Em,
  catalogue: Catalogue,
  records: readonly RecordState[],
  today: string,
): Promise<CoverageChanged[]> {
  return storeOutcomes(em, catalogue, outcomesOf(catalogue, records, today), today);
}

/** What follows from records, calculated without a word to the database. */
export const outcomesOf = (catalogue: Catalogue, records: readonly RecordState[], today: string): Outcome[] =>
  records.map((r) => outcomeOf(r, catalogue, today));

/** As `storeForecast`, of outcomes that are calculated already. */
export async function storeOutcomes(
  em: Em,
  catalogue: Catalogue,
  outcomes: readonly Outcome[],
  today: string,
): Promise<CoverageChanged[]> {
  const versions = await replaceOutcomes(em, outcomes, catalogue.documentId, today, true);
  return outcomes.map((o) => told(o, versions));
}

async function recordsOf(em: Em, personIds: readonly string[]): Promise<RecordState[]> {
  const subjects = await lockSubjects(em, personIds);
  const byPerson = Map.groupBy(await dosesOf(em, personIds), (d) => d.person_id);
  return subjects.map((subject) => ({ subject, doses: byPerson.get(subject.person_id) ?? [] }));
}

/**
 * Calculates anew what follows from the record of persons: due items, faults and counted doses. Three statements for any number.
 * @returns the events for statistics, to be published in the same transaction
 */
export async function recomputePersons(
  em: Em,
  catalogue: Catalogue,
  personIds: readonly string[],
  today: string,
): Promise<CoverageChanged[]> {
  if (personIds.length === 0) return [];
  return storeForecast(em, catalogue, await recordsOf(em, personIds), today);
}

/**
 * As `recomputePersons`, but writes only what differs from what was written before: for many persons of whom few change.
 * @param tell who is told of: `changed` whoever changed in anything (after a change of the rules), `counted` only those whose
 *   counted doses did (the course of days)
 * @returns how many changed in anything, and the events
 */
export async function rejudgePersons(
  em: Em,
  catalogue: Catalogue,
  personIds: readonly string[],
  today: string,
  tell: 'changed' | 'counted',
): Promise<{ changed: number; events: CoverageChanged[] }> {
  if (personIds.length === 0) return { changed: 0, events: [] };
  const judged = (await recordsOf(em, personIds)).map((record) => {
    const outcome = outcomeOf(record, catalogue, today);
    const { due_print, coverage_print } = record.subject;
    return { outcome, due: due_print !== outcome.duePrint, counted: coverage_print !== outcome.coveragePrint };
  });
  const [changed, same] = [judged.filter((j) => j.due || j.counted), judged.filter((j) => !j.due && !j.counted)];
  const outcomes = changed.map((j) => j.outcome);
  const versions = await replaceOutcomes(em, outcomes, catalogue.documentId, today, false);
  await markJudged(
    em,
    same.map((j) => j.outcome),
    catalogue.documentId,
    today,
  );
  const news = tell === 'changed' ? changed : changed.filter((j) => j.counted);
  return { changed: changed.length, events: news.map((j) => told(j.outcome, versions)) };
}
