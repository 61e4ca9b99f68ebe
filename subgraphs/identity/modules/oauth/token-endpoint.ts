import type { IncomingMessage, ServerResponse } from 'node:http';
import { audit, type Claims, type Em, MiaobenError, readBody, type Services, sendJson } from '@miaoben/kernel';
import { AccountEntity } from '../account/account.entity.ts';
import { claimsOf, issueAccessToken } from '../key/access-token.ts';
import { TOKEN_SECONDS } from '../key/token-life.ts';
import { signInFailures } from '../session/address-limit.ts';
import { verifyPassword } from '../session/password.ts';
import { type OAuthError, readTokenRequest } from './token-request.rules.ts';

const MAX_BODY = 8 * 1024;
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** The grant in scope tokens: the purpose, and one per division the partner reaches. */
const grantOf = (claims: Claims): string[] => [
  ...(claims.purpose ? [`purpose:${claims.purpose}`] : []),
  ...claims.divisions.map((code) => `division:${code}`),
];

/** The grant, or the part of it that was asked for; undefined when more was asked than granted. */
function narrow(claims: Claims, asked: string[] | undefined): Claims | undefined {
  if (!asked) return claims;
  const granted = grantOf(claims);
  if (asked.some((scope) => !granted.includes(scope))) return undefined;
  return {
    ...claims,
    purpose: asked.includes(`purpose:${claims.purpose}`) ? claims.purpose : undefined,
    divisions: claims.divisions.filter((code) => asked.includes(`division:${code}`)),
  };
}

function refuse(response: ServerResponse, error: OAuthError, basic: boolean): void {
  const headers = {
    ...NO_STORE,
    ...(error === 'invalid_client' && basic && { 'www-authenticate': 'Basic realm="miaoben"' }),
  };
  sendJson(response, error === 'invalid_client' ? 401 : 400, { error }, headers);
}

async function clientOf(em: Em, clientId: string, clientSecret: string): Promise<AccountEntity | undefined> {
  const login = clientId.normalize('NFKC').trim().toLowerCase().slice(0, 200);
  const account = await em.findOne(AccountEntity, { login, role: 'partner' });
  const right = await verifyPassword(account?.passwordHash, clientSecret);
  return right && account?.state === 'normal' ? account : undefined;
}

/**
 * `POST /oauth/token`: client_credentials for partners (RFC 6749, 4.4). Secrets are random and long, so failures do not lock
 * the client, which would let a stranger cut a partner off; they count against the address.
 */
export async function serveToken(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<boolean> {
  if ((request.url ?? '').split('?', 1)[0] !== '/oauth/token') return false;
  if (request.method !== 'POST') {
    sendJson(response, 405, { error: 'invalid_request' }, { ...NO_STORE, allow: 'POST' });
    return true;
  }
  const forwarded = request.headers['x-forwarded-for'];
  const address = typeof forwarded === 'string' ? forwarded : undefined;
  try {
    await signInFailures.check(address);
  } catch (error) {
    if (!(error instanceof MiaobenError)) throw error;
    const retryAfter = String(error.extensions.retryAfter ?? 60);
    sendJson(response, 429, { error: 'temporarily_unavailable' }, { ...NO_STORE, 'retry-after': retryAfter });
    return true;
  }
  const body = (await readBody(request, MAX_BODY)).toString('utf8');
  const asked = readTokenRequest(request.headers['content-type'], request.headers.authorization, body);
  if ('error' in asked) {
    refuse(response, asked.error, asked.basic);
    return true;
  }
  const em = services.orm.em.fork() as Em;
  const account = await clientOf(em, asked.clientId, asked.clientSecret);
  if (!account) {
    await signInFailures.count(address);
    refuse(response, 'invalid_client', asked.basic);
    return true;
  }
  const claims = narrow(claimsOf(account, undefined), asked.scope);
  if (!claims) {
    refuse(response, 'invalid_scope', asked.basic);
    return true;
  }
  const { accessToken } = await issueAccessToken(em, services.keyring, claims);
  await em.nativeUpdate(AccountEntity, { id: account.id }, { lastSignInAt: new Date() });
  await audit(em, claims, 'POST /oauth/token', account.id);
  sendJson(
    response,
    200,
    { access_token: accessToken, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: grantOf(claims).join(' ') },
    NO_STORE,
  );
  return true;
}
