import type { IncomingMessage, ServerResponse } from 'node:http';
import { change, type Em, query, type Services, sendJson } from '@miaoben/kernel';
import { TOKEN_SECONDS } from './token-life.ts';

/** Ends the tokens an account holds: what they say does not hold any more. In the transaction that changes it. */
export async function endTokens(em: Em, account: string): Promise<void> {
  await change(em, 'update account set token_version = token_version + 1, tokens_ended_at = now() where id = $1', [
    account,
  ]);
}

/**
 * `GET /ended-tokens`, for the gateway: of accounts whose tokens ended, the version the good ones have. Those that ended longer
 * ago than a token lives are past their end by themselves; a minute more for clocks that differ.
 */
export async function serveEndedTokens(
  request: IncomingMessage,
  response: ServerResponse,
  { orm }: Services,
): Promise<boolean> {
  if (request.method !== 'GET' || request.url !== '/ended-tokens') return false;
  const rows = await query<{ id: string; token_version: number }>(
    orm.em.fork() as Em,
    `select id, token_version from account where tokens_ended_at > now() - $1::int * interval '1 second'`,
    [TOKEN_SECONDS + 60],
  );
  sendJson(response, 200, Object.fromEntries(rows.map((row) => [row.id, row.token_version])));
  return true;
}
