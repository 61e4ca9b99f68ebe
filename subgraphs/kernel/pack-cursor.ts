import type { Ctx } from './context.ts';
import { badInput } from './errors.ts';
import { type PageRequest, pageRequest } from './paging.ts';

/**
 * Positions inside a pack, signed for who loads which division. The load is one audit line, written with its first page: a made-up
 * position would read all the rest without it.
 */
export function packCursor({ keyring, claims }: Pick<Ctx, 'keyring' | 'claims'>, operation: string, division: string) {
  const sign = (key: readonly (string | number)[]) =>
    keyring.blind('pack cursor', JSON.stringify([operation, claims.account, division, key]));
  return {
    write: (key: readonly (string | number)[]): string =>
      Buffer.from(JSON.stringify([...key, sign(key)])).toString('base64url'),
    /** @throws BAD_INPUT first; after: not a position of this pack, or given to somebody else */
    read(first: number, after: string | null | undefined, keyLength: number): PageRequest {
      const request = pageRequest(first, after, keyLength + 1);
      if (!request.key) return request;
      const key = request.key.slice(0, -1);
      if (request.key.at(-1) !== sign(key)) throw badInput('after', 'format');
      return { ...request, key };
    },
  };
}
