import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/**
 * Shorter answers go as they are: nothing is won, and none that holds a token is ever compressed beside what a caller sent (BREACH).
 * Tokens stand in answers of about a kilobyte.
 */
const WORTH_BYTES = 16_384;
/** A page of a pack shrinks to a twelfth at this level; the levels above cost more than they win. */
const LEVEL = 6;

const takesGzip = (accepted: string | undefined): boolean =>
  (accepted ?? '').split(',').some((one) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+)?\s*$/i.test(one));

/** The body of an answer as this caller takes it, with the headers that say so. Compressed off the main thread. */
export async function bodyFor(
  request: Pick<IncomingMessage, 'headers'>,
  text: string,
): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const plain = Buffer.from(text);
  const headers = { vary: 'accept-encoding' };
  const { 'accept-encoding': accepted } = request.headers;
  if (plain.length < WORTH_BYTES || !takesGzip(typeof accepted === 'string' ? accepted : undefined))
    return { body: plain, headers };
  return { body: await compress(plain, { level: LEVEL }), headers: { ...headers, 'content-encoding': 'gzip' } };
}
