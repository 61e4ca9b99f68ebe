import { randomStatusIndex } from '@miaoben/credential';
import { change, type Em, query } from '@miaoben/kernel';

/**
 * Positions of one list. A province issues about a million codes a season and re-issues some of them every 30 days; an empty list of
 * this size is 300 bytes, one with 1 % revoked 32 kB.
 */
export const STATUS_LIST_SIZE = 2_097_152;
/** With half of the list taken, twenty draws in a row hit a taken position once in a million. */
const DRAWS = 20;

export interface StatusListRow {
  id: string;
  size: number;
  /** seconds; null before it was first signed */
  issuedAt: number | null;
  file: Uint8Array | null;
  fileSm3: Uint8Array | null;
}

export async function createStatusList(em: Em, id: string): Promise<void> {
  await change(em, 'insert into status_list (id, size) values ($1, $2) on conflict do nothing', [id, STATUS_LIST_SIZE]);
}

export async function statusLists(em: Em, ids: readonly string[]): Promise<StatusListRow[]> {
  return query<StatusListRow>(
    em,
    `select id, size, floor(extract(epoch from issued_at))::float8 as "issuedAt", file, file_sm3 as "fileSm3"
     from status_list where id = any($1::text[]) order by id`,
    [ids],
  );
}

/** Takes a random free position. @throws when the list is as good as full */
export async function allocatePosition(em: Em, listId: string): Promise<number> {
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const position = randomStatusIndex(STATUS_LIST_SIZE);
    const taken = await change(
      em,
      'insert into status_entry (list_id, position) values ($1, $2) on conflict do nothing',
      [listId, position],
    );
    if (taken > 0) return position;
  }
  throw new Error(`status list ${listId} is full`);
}

/** A revocation is never taken back. */
export async function markRevoked(em: Em, listId: string, positions: readonly number[], at: Date): Promise<void> {
  await change(
    em,
    `update status_entry set revoked_at = $3 where list_id = $1 and position = any($2::int[]) and revoked_at is null`,
    [listId, positions, at],
  );
}

export async function revokedPositions(em: Em, listId: string): Promise<number[]> {
  const rows = await query<{ position: number }>(
    em,
    'select position from status_entry where list_id = $1 and revoked_at is not null',
    [listId],
  );
  return rows.map((r) => r.position);
}

export async function storeStatusList(
  em: Em,
  list: { id: string; issued: number; file: Uint8Array; sm3: Uint8Array },
): Promise<void> {
  await change(em, 'update status_list set issued_at = to_timestamp($2), file = $3, file_sm3 = $4 where id = $1', [
    list.id,
    list.issued,
    Buffer.from(list.file),
    Buffer.from(list.sm3),
  ]);
}
