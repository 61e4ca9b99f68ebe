import type { IncomingMessage, ServerResponse } from 'node:http';
import { sm3, toBase64url } from '@miaoben/credential';
import { type Em, MiaobenError, query, type Services } from '@miaoben/kernel';
import { handoverFile } from '../key/handover.repository.ts';
import { allKeys } from '../key/key.repository.ts';

const COSE = 'application/cose; cose-type="cose-sign1"';
const HANDOVER_PATH = /^\/trust\/handover-([0-9a-f]{16})\.cose$/;
const STATUS_PATH = /^\/trust\/status\/([0-9A-Za-z-]{1,32})\.cose$/;

async function trustFile(em: Em): Promise<Uint8Array | undefined> {
  return (await query<{ file: Uint8Array }>(em, 'select file from trust_list'))[0]?.file;
}
async function statusFile(em: Em, id: string): Promise<Uint8Array | undefined> {
  const [row] = await query<{ file: Uint8Array | null }>(em, 'select file from status_list where id = $1', [id]);
  return row?.file ?? undefined;
}

/** Public halves of the roots: {current, next}, each {alg, spki: base64url of the SubjectPublicKeyInfo}. */
async function roots(em: Em): Promise<Uint8Array | undefined> {
  const keys = (await allKeys(em)).filter((k) => k.use === 'root' && k.revokedAt === null);
  const of = (season: string) => {
    const key = keys.find((k) => k.season === season);
    return key ? { alg: key.alg, spki: toBase64url(key.spki) } : null;
  };
  return of('current') ? Buffer.from(JSON.stringify({ current: of('current'), next: of('next') })) : undefined;
}

function read(em: Em, path: string): { type: string; body: Promise<Uint8Array | undefined> } | null {
  if (path === '/trust/trust.cose') return { type: COSE, body: trustFile(em) };
  if (path === '/trust/roots.json') return { type: 'application/json; charset=utf-8', body: roots(em) };
  const fromKid = HANDOVER_PATH.exec(path)?.[1];
  if (fromKid !== undefined) return { type: COSE, body: handoverFile(em, fromKid) };
  const listId = STATUS_PATH.exec(path)?.[1];
  return listId === undefined ? null : { type: COSE, body: statusFile(em, listId) };
}

/** Serves `/trust/…` to anybody: the trust list, the status lists and the roots. @returns false for other paths */
export async function serveTrust(
  request: IncomingMessage,
  response: ServerResponse,
  { orm }: Services,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  if (!pathname.startsWith('/trust/') || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const file = read(orm.em.fork() as Em, pathname);
  const body = await file?.body;
  if (!file || !body) throw new MiaobenError('NOT_FOUND');
  const etag = `"${toBase64url(sm3(body).subarray(0, 16))}"`;
  const headers = { etag, 'cache-control': 'public, max-age=300' };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((t) => t.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) {
    response.writeHead(304, headers).end();
    return true;
  }
  response.writeHead(200, { ...headers, 'content-type': file.type, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
  return true;
}
