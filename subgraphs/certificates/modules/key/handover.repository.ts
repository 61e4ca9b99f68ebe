import { change, type Em, query } from '@miaoben/kernel';

export interface HandoverRow {
  from_kid: string;
  to_kid: string;
  /** seconds since 1970-01-01T00:00Z */
  announced: number;
}

/** The change of root that is announced and not made. */
export async function openHandover(em: Em): Promise<HandoverRow | undefined> {
  const [row] = await query<HandoverRow>(
    em,
    `select from_kid, to_kid, floor(extract(epoch from announced_at))::float8 as announced
     from root_handover where finished_at is null`,
  );
  return row;
}

export async function insertHandover(em: Em, fromKid: string, toKid: string, at: Date): Promise<void> {
  await change(em, 'insert into root_handover (from_kid, to_kid, announced_at) values ($1, $2, $3)', [
    fromKid,
    toKid,
    at,
  ]);
}

/** Makes the next root the current one, and keeps the last list of the old one for devices that were away. */
export async function finishHandover(em: Em, { from_kid, to_kid }: HandoverRow, file: Uint8Array, at: Date) {
  await change(em, `update signing_key set season = 'retired-' || kid where kid = $1`, [from_kid]);
  await change(em, `update signing_key set season = 'current' where kid = $1`, [to_kid]);
  await change(em, 'update root_handover set finished_at = $2, file = $3 where from_kid = $1', [
    from_kid,
    at,
    Buffer.from(file),
  ]);
}

/** The list by which the root of a kid handed over. */
export async function handoverFile(em: Em, fromKid: string): Promise<Uint8Array | undefined> {
  const [row] = await query<{ file: Uint8Array | null }>(em, 'select file from root_handover where from_kid = $1', [
    fromKid,
  ]);
  return row?.file ?? undefined;
}
