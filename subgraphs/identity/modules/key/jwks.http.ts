import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Em, type Services, sendJson } from '@miaoben/kernel';
import { publicKeys } from './signing-key.ts';

/** `GET /jwks`: anybody may read it. Kept five minutes by caches; a next key stands here a day before it signs. */
export async function serveKeys(
  request: IncomingMessage,
  response: ServerResponse,
  { orm }: Services,
): Promise<boolean> {
  if (request.method !== 'GET' || (request.url ?? '').split('?', 1)[0] !== '/jwks') return false;
  sendJson(response, 200, await publicKeys(orm.em.fork() as Em), { 'cache-control': 'public, max-age=300' });
  return true;
}
