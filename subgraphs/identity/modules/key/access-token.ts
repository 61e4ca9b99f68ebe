import { type Claims, type Em, type Keyring, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@miaoben/kernel';
import { SignJWT } from 'jose';
import type { AccountEntity } from '../account/account.entity.ts';
import { currentKey } from './signing-key.ts';
import { TOKEN_SECONDS } from './token-life.ts';

/** What the account's tokens say (design section 5). */
export function claimsOf(account: AccountEntity, session: string | undefined): Claims {
  return {
    account: account.id,
    role: account.role,
    organisation: account.organisationId ?? undefined,
    divisions: account.divisions,
    vaccines: account.vaccines ?? undefined,
    purpose: account.purpose ?? undefined,
    ...(account.hiddenBlocks && { hidden: account.hiddenBlocks }),
    ...(account.tokenVersion > 0 && { version: account.tokenVersion }),
    device: undefined,
    session,
  };
}

/** Signs an access token (JWT, ES256). By real time: browsers compare its end with their own clock. */
export async function issueAccessToken(
  em: Em,
  keyring: Keyring,
  claims: Claims,
): Promise<{ accessToken: string; expiresAt: Date }> {
  const { kid, key } = await currentKey(em, keyring);
  const issuedAt = Math.floor(Date.now() / 1_000);
  const accessToken = await new SignJWT({
    role: claims.role,
    div: [...claims.divisions],
    ...(claims.organisation && { org: claims.organisation }),
    ...(claims.vaccines && { vac: [...claims.vaccines] }),
    ...(claims.hidden?.length && { hid: [...claims.hidden] }),
    ...(claims.version && { ver: claims.version }),
    ...(claims.purpose && { purpose: claims.purpose }),
    ...(claims.session && { sid: claims.session }),
    ...(claims.confirmedAt && { auth_time: claims.confirmedAt }),
  })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(claims.account)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_SECONDS)
    .sign(key);
  return { accessToken, expiresAt: new Date((issuedAt + TOKEN_SECONDS) * 1_000) };
}
