import { FILE_BLOCKS, type FileBlock, ROLES, type Role, type SubgraphName } from '@miaoben/schema';
import { createRemoteJWKSet, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import { MiaobenError } from './errors.ts';

export const TOKEN_ISSUER = 'miaoben-identity';
export const TOKEN_AUDIENCE = 'miaoben';
const SERVICE_ISSUER = 'miaoben-service';

/** What a token says (design section 5). No personal data. */
export interface Claims {
  /** account id, or `service:<subgraph>` */
  account: string;
  role: Role;
  organisation: string | undefined;
  /** prefixes of division codes: the area of the caller */
  divisions: readonly string[];
  /** national vaccine codes the account is limited to, or undefined (S-33, S-34) */
  vaccines: readonly string[] | undefined;
  purpose: string | undefined;
  /** blocks of files that are hidden from the account (J-04) */
  hidden?: readonly FileBlock[] | undefined;
  /** of the account when the token was made; one of an earlier version ends with what it said */
  version?: number | undefined;
  device: string | undefined;
  session: string | undefined;
  /** when the holder last entered the password into a session that was open, seconds since 1970; left out by every other token */
  confirmedAt?: number | undefined;
}

export const ANONYMOUS: Claims = {
  account: 'anonymous',
  role: 'anonymous',
  organisation: undefined,
  divisions: [],
  vaccines: undefined,
  purpose: undefined,
  device: undefined,
  session: undefined,
};

const TokenPayload = v.object({
  sub: v.string(),
  role: v.picklist(ROLES),
  org: v.optional(v.string()),
  div: v.optional(v.array(v.pipe(v.string(), v.regex(/^\d{2,12}$/))), []),
  vac: v.optional(v.array(v.string())),
  hid: v.optional(v.array(v.picklist(FILE_BLOCKS))),
  purpose: v.optional(v.string()),
  ver: v.optional(v.number()),
  dev: v.optional(v.string()),
  sid: v.optional(v.string()),
  auth_time: v.optional(v.number()),
});

function toClaims(payload: unknown): Claims {
  const p = v.parse(TokenPayload, payload);
  return {
    account: p.sub,
    role: p.role,
    organisation: p.org,
    divisions: p.div,
    vaccines: p.vac,
    purpose: p.purpose,
    ...(p.hid && { hidden: p.hid }),
    ...(p.ver && { version: p.ver }),
    device: p.dev,
    session: p.sid,
    confirmedAt: p.auth_time,
  };
}

/** How long a password entered again is good for what asks for it. */
const CONFIRMED_SECONDS = 300;

/**
 * For acts that cannot be taken back: a session left open is not enough. By real time, like the tokens.
 * @throws NOT_CONFIRMED unless the password was entered again within five minutes
 */
export function requireConfirmed({ confirmedAt }: Claims): void {
  const age = Date.now() / 1_000 - (confirmedAt ?? 0);
  if (age > CONFIRMED_SECONDS) throw new MiaobenError('NOT_CONFIRMED');
}

export type TokenVerifier = (authorization: string | undefined) => Promise<Claims>;

/** A screen asks many times with one token, and checking a signature costs more than reading a file of a child. */
const REMEMBERED_MS = 30_000;
const REMEMBERED = 5_000;

/**
 * Checks `Authorization: Bearer …` against identity's published keys. A token found good is not checked again for half a minute,
 * and never taken past its end.
 * Tokens live by the real time, not by a demo's date: the browser compares their end with its own clock.
 * @throws {MiaobenError} UNAUTHENTICATED for anything that is not a valid token; UNAVAILABLE when the keys cannot be fetched
 */
export function createTokenVerifier(identityUrl: string): TokenVerifier {
  const keys = createRemoteJWKSet(new URL('/jwks', identityUrl), { cooldownDuration: 1_000, cacheMaxAge: 600_000 });
  const good = new Map<string, { claims: Claims; until: number }>();
  return async (authorization) => {
    if (!authorization) return ANONYMOUS;
    const token = /^Bearer ([\w.~+/-]+=*)$/.exec(authorization)?.[1];
    if (!token) throw new MiaobenError('UNAUTHENTICATED');
    const known = good.get(token);
    if (known && Date.now() < known.until) return known.claims;
    good.delete(token);
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        algorithms: ['ES256'],
        requiredClaims: ['exp'],
      });
      const claims = toClaims(payload);
      if (claims.role === 'service' || claims.role === 'anonymous') throw new MiaobenError('UNAUTHENTICATED');
      const [oldest] = good.keys();
      if (good.size >= REMEMBERED && oldest) good.delete(oldest);
      good.set(token, { claims, until: Math.min(Date.now() + REMEMBERED_MS, payload.exp! * 1_000) });
      return claims;
    } catch (error) {
      const { code } = error as { code?: string };
      // The generic code is jose's for an answer of the key address that is not 200 or no JSON.
      const noKeys = code === 'ERR_JWKS_TIMEOUT' || code === 'ERR_JOSE_GENERIC' || error instanceof TypeError;
      throw new MiaobenError(noKeys ? 'UNAVAILABLE' : 'UNAUTHENTICATED');
    }
  };
}

/** Tokens by which one subgraph speaks to another for itself; never accepted by the gateway. */
export function createServiceTokens(secret: string, self: SubgraphName) {
  const key = new TextEncoder().encode(secret);
  return {
    /** @param purpose why the data are needed, e.g. 'school_check' */
    issue: (purpose: string): Promise<string> =>
      new SignJWT({ role: 'service', purpose })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(SERVICE_ISSUER)
        .setSubject(`service:${self}`)
        .setIssuedAt()
        .setExpirationTime('60s')
        .sign(key),
    verify: async (token: string): Promise<Claims> => {
      try {
        const { payload } = await jwtVerify(token, key, { issuer: SERVICE_ISSUER, algorithms: ['HS256'] });
        return toClaims(payload);
      } catch {
        throw new MiaobenError('UNAUTHENTICATED');
      }
    },
  };
}
export type ServiceTokens = ReturnType<typeof createServiceTokens>;
