import { change, type Em, query } from '@miaoben/kernel';
import type { NoteState } from './dose-note.rules.ts';

export interface DoseNoteRow {
  person_id: string;
  id: string;
  given_on: string;
  vaccine_code: string;
  lot_number: string | null;
  unit: string | null;
  state: NoteState;
  dose_id: string | null;
  reason: string | null;
  noted_at: string;
  noted_by: string;
  decided_at: string | null;
  decided_by: string | null;
}

/** Notes of persons that stand, the latest dose first; what was changed or taken back is left out. One statement for any number. */
export async function doseNotesOf(em: Em, personIds: readonly string[]): Promise<DoseNoteRow[]> {
  return query<DoseNoteRow>(
    em,
    `select * from dose_note where person_id = any($1::uuid[]) and state not in ('replaced', 'withdrawn')
     order by person_id, given_on desc, id`,
    [personIds],
  );
}

export async function lockNote(em: Em, personId: string, id: string): Promise<DoseNoteRow | undefined> {
  const rows = await query<DoseNoteRow>(em, 'select * from dose_note where person_id = $1 and id = $2 for update', [
    personId,
    id,
  ]);
  return rows[0];
}

export async function insertNote(
  em: Em,
  row: Pick<DoseNoteRow, 'person_id' | 'id' | 'given_on' | 'vaccine_code' | 'lot_number' | 'unit' | 'noted_by'>,
  enteredFor: string,
  at: Date,
): Promise<void> {
  await change(
    em,
    `insert into dose_note (person_id, id, given_on, vaccine_code, lot_number, unit, state, noted_by, origin_person, noted_at)
     values ($1, $2, $3, $4, $5, $6, 'noted', $7, nullif($8::uuid, $1::uuid), $9)`,
    [row.person_id, row.id, row.given_on, row.vaccine_code, row.lot_number, row.unit, row.noted_by, enteredFor, at],
  );
}

/** Notes that were one of these doses, which are void now: open again, as before a clinic decided. @returns them */
export async function reopenNotesOf(
  em: Em,
  doses: readonly { person_id: string; dose_id: string }[],
  by: string,
  at: Date,
): Promise<Pick<DoseNoteRow, 'person_id' | 'id' | 'given_on' | 'vaccine_code'>[]> {
  return query(
    em,
    `update dose_note n set state = 'noted', dose_id = null, decided_by = $3, decided_at = $4
     from unnest($1::uuid[], $2::uuid[]) v (person_id, dose_id)
     where n.person_id = v.person_id and n.dose_id = v.dose_id and n.state = 'confirmed'
     returning n.person_id, n.id, n.given_on, n.vaccine_code`,
    [doses.map((d) => d.person_id), doses.map((d) => d.dose_id), by, at],
  );
}

/** Writes what became of a note. */
export async function decideNote(
  em: Em,
  row: DoseNoteRow,
  after: { state: NoteState; doseId: string | null; reason: string | null },
  by: string,
  at: Date,
): Promise<void> {
  await change(
    em,
    `update dose_note set state = $3, dose_id = $4, reason = $5, decided_by = $6, decided_at = $7
     where person_id = $1 and id = $2`,
    [row.person_id, row.id, after.state, after.doseId, after.reason, by, at],
  );
}
