import { boundedFetch } from '../../data/network.ts';
import { codeOfStatus, type Problem } from '../../data/problem.ts';

export type TokenAnswer = { ok: true; token: string } | { ok: false; problem: Problem };

/**
 * The token of a partner system (OAuth 2 client credentials). Never throws: a wrong secret is `UNAUTHENTICATED`, no answer is `OFFLINE`.
 */
export async function partnerToken(clientId: string, clientSecret: string): Promise<TokenAnswer> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await boundedFetch('/oauth/token', { method: 'POST', body }).catch(() => undefined);
  if (!response) return { ok: false, problem: { code: 'OFFLINE' } };
  const answer = (await response.json().catch(() => null)) as { access_token?: string } | null;
  if (response.ok && answer?.access_token) return { ok: true, token: answer.access_token };
  return { ok: false, problem: { code: codeOfStatus(response.status) } };
}
