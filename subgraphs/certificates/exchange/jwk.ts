import { type Bytes, fromBase64url, pointFromSpki, toBase64url } from '@miaoben/credential';
import { ExchangeError } from './errors.ts';

/** Public ES256 key as a key set of SMART Health Cards has it (RFC 7517); `kid` is its thumbprint (RFC 7638). */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'ES256';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** counter of the revocation list of this key; absent: it has none */
  readonly crlVersion?: number;
}
/** What an issuer serves at `<issuer>/.well-known/jwks.json`. */
export interface KeySet {
  readonly keys: readonly PublicJwk[];
}

const COORDINATE = /^[A-Za-z0-9_-]{43}$/;
const MAX_KEYS = 200;

/** SHA-256 over the required members in the order of their names (RFC 7638 section 3), base64url. */
export async function thumbprint(x: string, y: string): Promise<string> {
  const text = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  return toBase64url(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** A public key of the issuer, with the counter of its revocation list where it has one. */
export interface CardKey {
  /** of the P-256 curve, 91 bytes DER */
  readonly spki: Uint8Array;
  readonly crlVersion?: number;
}

/** The key set entry of a public key. @throws ExchangeError `bad_key`. */
export async function publicJwk({ spki, crlVersion }: CardKey): Promise<PublicJwk> {
  const [x, y] = coordinates(spki);
  const key: PublicJwk = { kty: 'EC', kid: await thumbprint(x, y), use: 'sig', alg: 'ES256', crv: 'P-256', x, y };
  return crlVersion === undefined ? key : { ...key, crlVersion };
}

/** Key set of the keys in use and those whose cards still go round. @throws ExchangeError `bad_key`. */
export async function healthCardKeySet(keys: readonly CardKey[]): Promise<KeySet> {
  return { keys: await Promise.all(keys.map(publicJwk)) };
}

function coordinates(spki: Uint8Array): [string, string] {
  try {
    const point = pointFromSpki('ES256', spki);
    return [toBase64url(point.subarray(1, 33)), toBase64url(point.subarray(33))];
  } catch {
    throw new ExchangeError('bad_key', 'spki');
  }
}

/**
 * A key set from elsewhere, strictly: only ES256 signing keys whose `kid` is their thumbprint, no private half, no two
 * of one `kid`. Certificates (`x5c`) are left aside: an issuer is trusted by its address and its key.
 * @throws ExchangeError `bad_key` naming the member.
 */
export async function readKeySet(json: string): Promise<KeySet> {
  const set = parse(json);
  if (!isObject(set) || !Array.isArray(set.keys) || set.keys.length === 0 || set.keys.length > MAX_KEYS) {
    throw new ExchangeError('bad_key', 'keys');
  }
  const keys: PublicJwk[] = [];
  for (const [i, key] of set.keys.entries()) keys.push(await readKey(key, `keys[${i}]`));
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) throw new ExchangeError('bad_key', 'keys.kid');
  return { keys };
}

async function readKey(key: unknown, field: string): Promise<PublicJwk> {
  const refuse = (member: string): never => {
    throw new ExchangeError('bad_key', `${field}.${member}`);
  };
  if (!isObject(key)) return refuse('');
  const { kty, use, alg, crv, x, y, kid, crlVersion } = key;
  if (kty !== 'EC') return refuse('kty');
  if (use !== 'sig') return refuse('use');
  if (alg !== 'ES256') return refuse('alg');
  if (crv !== 'P-256') return refuse('crv');
  if ('d' in key) return refuse('d');
  if (typeof x !== 'string' || !COORDINATE.test(x)) return refuse('x');
  if (typeof y !== 'string' || !COORDINATE.test(y)) return refuse('y');
  if (kid !== (await thumbprint(x, y))) return refuse('kid');
  if (crlVersion !== undefined && !(Number.isSafeInteger(crlVersion) && Number(crlVersion) > 0))
    return refuse('crlVersion');
  const jwk: PublicJwk = {
    kty,
    kid,
    use,
    alg,
    crv,
    x,
    y,
    ...(crlVersion !== undefined && { crlVersion: Number(crlVersion) }),
  };
  await verifyingKey(jwk);
  return jwk;
}

/** The key for WebCrypto. @throws ExchangeError `bad_key` when the point is not on the curve. */
export async function verifyingKey({ x, y }: PublicJwk): Promise<CryptoKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  try {
    const raw: Bytes = new Uint8Array([4, ...fromBase64url(x), ...fromBase64url(y)]);
    return await globalThis.crypto.subtle.importKey('raw', raw, algorithm, false, ['verify']);
  } catch {
    throw new ExchangeError('bad_key', 'point');
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ExchangeError('bad_key', 'json');
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
