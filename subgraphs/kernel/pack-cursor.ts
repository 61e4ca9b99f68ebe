import type { Ctx } from './context.ts';
import { type Em, query } from './db.ts';
import { badInput } from './errors.ts';
import { type PageRequest, pageRequest } from './paging.ts';

/**
 * Places inside a pack, signed for who loads which division: `read`/`write` for the next page of one load, `readPosition`/
 * `writePosition` for the changes after a whole load. A load is one audit line, written with its first page: a made-up place would read
 * all the rest without it.
 */
export function packCursor({ keyring, claims }: Pick<Ctx, 'keyring' | 'claims'>, operation: string, division: string) {
  const sign = (key: readonly (string | number)[]) =>
    keyring.blind('pack cursor', JSON.stringify([operation, claims.account, division, key]));
  const write = (key: readonly (string | number)[]): string =>
    Buffer.from(JSON.stringify([...key, sign(key)])).toString('base64url');
  const read = (
    first: number,
    after: string | null | undefined,
    keyLength: number,
    field: 'after' | 'since' = 'after',
  ): PageRequest => {
    const request = pageRequest(first, after, keyLength + 1, field);
    if (!request.key) return request;
    const key = request.key.slice(0, -1);
    if (request.key.at(-1) !== sign(key)) throw badInput(field, 'format');
    return { ...request, key };
  };
  return {
    write,
    /** @throws BAD_INPUT first; after: not a place of this pack, or given to somebody else */
    read: (first: number, after: string | null | undefined, keyLength: number): PageRequest =>
      read(first, after, keyLength),
    /** @param horizon see `changeHorizon` */
    writePosition: (horizon: string): string => write(['position', horizon]),
    /** The horizon of a position. @throws BAD_INPUT since: not a position of this pack, or given to somebody else */
    readPosition(since: string): string {
      const [mark, horizon] = read(1, since, 2, 'since').key ?? [];
      if (mark !== 'position' || horizon === undefined) throw badInput('since', 'format');
      return String(horizon);
    },
  };
}

/**
 * What is committed by now and can no longer be overtaken: the oldest transaction still running. Rows carry the transaction of their
 * last change (`changed xid8`); those below the horizon are read with the load, those from it on come with the next changes. A running
 * number would lose rows of a transaction that began earlier and commits later (ADR 5).
 */
export async function changeHorizon(em: Em): Promise<string> {
  const [row] = await query<{ horizon: string }>(em, 'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon');
  if (!row) throw new Error('the database names no snapshot');
  return row.horizon;
}
