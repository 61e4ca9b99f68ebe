import type { IncomingMessage, ServerResponse } from 'node:http';
import { healthCardKeySet, revocationFile } from '@miaoben/exchange';
import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { IsolationLevel } from '@mikro-orm/core';
import { revokedRids } from './travel-card.repository.ts';
import { travelKeys } from './travel-key.ts';

const KEYS = '/.well-known/jwks.json';
const LIST = /^\/\.well-known\/crl\/([A-Za-z0-9_-]{43})\.json$/;

/** Counter and content are read at one moment: the two must agree. */
async function listOf(em: Em, kid: string): Promise<object> {
  return em.transactional(
    async (inner) => {
      const tx = inner as Em;
      const { keys } = await healthCardKeySet(await travelKeys(tx));
      const key = keys.find((k) => k.kid === kid);
      if (!key) throw new MiaobenError('NOT_FOUND');
      const rids = await revokedRids(tx, kid);
      return revocationFile(key, new Map(rids.map((rid) => [rid, Number.POSITIVE_INFINITY])));
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}

/**
 * Keys and revocations of the travel cards where the SMART Health Cards framework looks for them. Readers are pages of others too,
 * so these two, which hold nothing of any person, may be read from any origin. @returns false for other paths
 */
export async function serveTravelKeys(
  request: IncomingMessage,
  response: ServerResponse,
  { orm }: Services,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  const kid = LIST.exec(pathname)?.[1];
  if ((pathname !== KEYS && kid === undefined) || request.method !== 'GET') return false;
  const em = orm.em.fork() as Em;
  const body = kid === undefined ? await healthCardKeySet(await travelKeys(em)) : await listOf(em, kid);
  response
    .writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    })
    .end(JSON.stringify(body));
  return true;
}
