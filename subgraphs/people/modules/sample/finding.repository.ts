import { change, type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import { COLUMNS_OF_P } from '../person/person.repository.ts';

export interface FindingRow {
  person_id: string;
  by_account: string;
  result: 'agrees' | 'differs';
  note_sealed: string | null;
  found_at: string;
}

/** Findings under a sample's number, of the files in reach: by file, then by time. */
export async function findingsOf(em: Em, seed: string, reach: Reach): Promise<FindingRow[]> {
  const p = new Parameters();
  return query<FindingRow>(
    em,
    `select f.person_id, f.by_account, f.result, f.note_sealed, f.found_at
     from sample_finding f join person p on p.id = f.person_id
     where f.seed = ${p.add(seed)} and f.result is not null and ${withinReach(COLUMNS_OF_P, reach, p)}
     order by p.managing_org_id, f.person_id, f.found_at, f.by_account`,
    p.values,
  );
}

/** An account's word on a file, or that it was taken back (`result` null). */
export type Word = Omit<FindingRow, 'found_at' | 'result'> & { result: FindingRow['result'] | null; found_at: Date };

/** Writes an account's word on a file in the place of an earlier one. @returns false when a later one stands there already */
export async function putFinding(em: Em, seed: string, row: Word): Promise<boolean> {
  const stored = await change(
    em,
    `insert into sample_finding as f (seed, person_id, by_account, result, note_sealed, found_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (seed, person_id, by_account) do update
     set result = excluded.result, note_sealed = excluded.note_sealed, found_at = excluded.found_at
     where f.found_at <= excluded.found_at`,
    [seed, row.person_id, row.by_account, row.result, row.note_sealed, row.found_at],
  );
  return stored > 0;
}
