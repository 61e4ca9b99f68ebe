import { type Em, publish, type Services } from '@miaoben/kernel';
import type { VisitorTaken } from '@miaoben/schema';
import { doseChanged } from '../dose/dose.events.ts';
import { type DoseRow, dosesOf, insertDoseRows } from '../dose/dose.repository.ts';
import { standsFor } from '../merge/merge.events.ts';
import { lockSubjects, type SubjectRow } from '../person/subject.repository.ts';

const rowOf = (event: VisitorTaken, dose: VisitorTaken['doses'][number], subject: SubjectRow): DoseRow => ({
  person_id: subject.person_id,
  birth_date: subject.birth_date,
  dose_id: dose.doseId,
  division: subject.division,
  given_on: dose.date,
  vaccine: dose.vaccine,
  product_id: null,
  lot_number: dose.lotNumber,
  trace_code: null,
  vial_id: null,
  vial_doubt: null,
  site: null,
  route: null,
  volume_ml: null,
  clinic_id: null,
  clinic_name: dose.clinicName,
  vaccinator_id: null,
  vaccinator_name: null,
  state: 'given',
  void_reason: null,
  source: 'outside',
  override_reason: null,
  reviewed: true,
  took_stock: false,
  recorded_by: event.takenBy,
  command_id: null,
  visit_id: null,
  recorded_at: event.takenAt,
  origin_person: subject.person_id === event.personId ? null : event.personId,
  point: null,
  lot_expires_on: null,
  lot_is_void: false,
});

/**
 * Takes over the doses that visitors were given in their own province, as doses given elsewhere: the engine judges them like any other.
 * Heard twice, they are written once. @returns the files whose record changed
 */
export async function applyVisitors(
  em: Em,
  { log }: Pick<Services, 'log'>,
  events: readonly VisitorTaken[],
): Promise<string[]> {
  const touched: string[] = [];
  for (const event of events) {
    const [subject] = await lockSubjects(em, [await standsFor(em, event.personId)]);
    if (!subject) {
      log.warn({ person: event.personId }, 'a visitor was taken whose file is not known');
      continue;
    }
    const held = new Set((await dosesOf(em, [subject.person_id])).map((d) => d.dose_id));
    const rows = event.doses.filter((d) => !held.has(d.doseId)).map((d) => rowOf(event, d, subject));
    if (rows.length === 0) continue;
    await insertDoseRows(em, rows);
    await publish(em, rows.map(doseChanged));
    touched.push(subject.person_id);
  }
  return touched;
}
