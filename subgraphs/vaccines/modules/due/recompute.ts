import type { Em } from '@miaoben/kernel';
import type { CoverageChanged } from '@miaoben/schema';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type DoseRow, dosesOf } from '../dose/dose.repository.ts';
import { lockSubjects, type SubjectRow } from '../person/subject.repository.ts';
import { coverageOf, pendingDoses } from '../plan/engine.ts';
import { type DueItemRow, replaceDueItems } from './due.repository.ts';

export interface RecordState {
  subject: SubjectRow;
  doses: readonly DoseRow[];
}

function itemsOf({ subject, doses }: RecordState, catalogue: Catalogue, today: string): DueItemRow[] {
  return pendingDoses(subject, doses, catalogue.schedule, today).map((f) => ({
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
  }));
}

/**
 * Writes what is due for persons whose record is at hand, in the transaction of the change.
 * @returns the events for statistics, to be published in the same transaction
 */
export async function storeForecast(
  em: Em,
  catalogue: Catalogue,
  records: readonly RecordState[],
  today: string,
): Promise<CoverageChanged[]> {
  const versions = await replaceDueItems(
    em,
    records.map((r) => r.subject.person_id),
    records.flatMap((r) => itemsOf(r, catalogue, today)),
    today,
  );
  return records.map((r) => coverageOf(r.subject, r.doses, catalogue.schedule, versions.get(r.subject.person_id) ?? 0));
}

/**
 * Calculates anew what follows from the record of persons: due items and counted doses. Five statements for any number.
 * @returns the events for statistics, to be published in the same transaction
 */
export async function recomputePersons(
  em: Em,
  catalogue: Catalogue,
  personIds: readonly string[],
  today: string,
): Promise<CoverageChanged[]> {
  if (personIds.length === 0) return [];
  const subjects = await lockSubjects(em, personIds);
  const byPerson = Map.groupBy(await dosesOf(em, personIds), (d) => d.person_id);
  return storeForecast(
    em,
    catalogue,
    subjects.map((subject) => ({ subject, doses: byPerson.get(subject.person_id) ?? [] })),
    today,
  );
}
