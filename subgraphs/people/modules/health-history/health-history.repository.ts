import { change, type Em, query } from '@miaoben/kernel';
import type { HealthCode, HealthKind } from './health-history.codes.ts';

/** Contexts of sealed columns. */
export const HEALTH_SEALED = { note: 'health_entry.note', reason: 'health_entry.reason' } as const;

export interface HealthEntryRow {
  person_id: string;
  id: string;
  kind: HealthKind;
  code: HealthCode;
  note_sealed: string | null;
  since: string;
  until: string | null;
  recorded_at: string;
  recorded_by: string;
  withdrawn_at: string | null;
  withdrawn_by: string | null;
  withdrawn_reason_sealed: string | null;
}

/** Entries of persons and of the files merged into them, the latest first. One statement for any number. */
export async function healthEntriesOf(em: Em, personIds: readonly string[]): Promise<HealthEntryRow[]> {
  return query<HealthEntryRow>(
    em,
    `select coalesce(l.survivor_id, e.person_id) as person_id, e.id, e.kind, e.code, e.note_sealed, e.since, e.until, e.recorded_at,
       e.recorded_by, e.withdrawn_at, e.withdrawn_by, e.withdrawn_reason_sealed
     from health_entry e left join person_link l on l.merged_id = e.person_id and l.undone_at is null and l.survivor_id = any($1::uuid[])
     where e.person_id = any($1::uuid[]) or e.person_id in (
       select merged_id from person_link where survivor_id = any($1::uuid[]) and undone_at is null)
     order by e.since desc, e.id`,
    [personIds],
  );
}

export async function insertHealthEntry(
  em: Em,
  row: Pick<HealthEntryRow, 'person_id' | 'id' | 'kind' | 'code' | 'note_sealed' | 'since' | 'until' | 'recorded_by'>,
  at: Date,
): Promise<void> {
  await change(
    em,
    `insert into health_entry (person_id, id, kind, code, note_sealed, since, until, recorded_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [row.person_id, row.id, row.kind, row.code, row.note_sealed, row.since, row.until, row.recorded_by, at],
  );
}

/** One of the file or of those merged into it. @returns false when there is none, or it was withdrawn already */
export async function withdrawEntry(
  em: Em,
  personId: string,
  id: string,
  act: { by: string; reasonSealed: string; at: Date },
): Promise<boolean> {
  const rows = await query<{ id: string }>(
    em,
    `update health_entry set withdrawn_at = $5, withdrawn_by = $3, withdrawn_reason_sealed = $4
     where id = $2 and withdrawn_at is null and (person_id = $1 or person_id in (
       select merged_id from person_link where survivor_id = $1 and undone_at is null)) returning id`,
    [personId, id, act.by, act.reasonSealed, act.at],
  );
  return rows.length > 0;
}
