import { type Bytes, fromBase64url } from '@miaoben/credential';
import { type CardClaims, readClaims } from './health-card-claims.ts';
import { type ImportedCard, readBundle } from './health-card-content.ts';
import { readQrText } from './health-card-qr.ts';
import type { Revoked } from './health-card-revocation.ts';
import { inflateRaw } from './inflate.ts';
import { isObject, type PublicJwk, verifyingKey } from './jwk.ts';

/** Why a card is not taken; a closed list, in the order in which it is looked for. */
export const CARD_REASONS = [
  'too_long',
  'not_a_card',
  'chunked',
  'header',
  'algorithm',
  'compression',
  'unknown_key',
  'signature',
  'too_large',
  'payload',
  'claims',
  'other_issuer',
  'not_yet_valid',
  'expired',
  'revoked',
  'content',
] as const;
export type CardReason = (typeof CARD_REASONS)[number];

/** An issuer whose cards are taken, with the keys it publishes. */
export interface TrustedIssuer {
  readonly iss: string;
  readonly keys: readonly PublicJwk[];
  /** by `kid`, from the issuer's revocation lists */
  readonly revoked?: ReadonlyMap<string, Revoked>;
}

export type CardRead =
  | { readonly ok: true; readonly card: ImportedCard }
  /** `field` names the part of the card at fault, where there is one */
  | { readonly ok: false; readonly reason: CardReason; readonly field: string | null };

const MAX_INFLATED = 65_536;
/** A file may hold a card too long for a QR code. */
const MAX_FILE_JWS = 16_384;
const HEADER_MEMBERS = ['alg', 'kid', 'zip'];
/** Clocks of issuers abroad may be ahead, seconds. */
const SKEW = 300;

const refuse = (reason: CardReason, field: string | null = null): CardRead => ({ ok: false, reason, field });

/**
 * A SMART Health Card from abroad, strictly: nothing of it is unpacked before its signature holds.
 * @param text of the QR code (`shc:/…`), or the compact JWS of a file.
 * @param now seconds since 1970.
 */
export async function readHealthCard(text: string, issuers: readonly TrustedIssuer[], now: number): Promise<CardRead> {
  let jws = text;
  if (!text.startsWith('eyJ')) {
    const qr = readQrText(text);
    if (!qr.ok) return refuse(qr.reason);
    jws = qr.jws;
  }
  return readJws(jws, issuers, now);
}

async function readJws(jws: string, issuers: readonly TrustedIssuer[], now: number): Promise<CardRead> {
  if (jws.length > MAX_FILE_JWS) return refuse('too_long');
  const parts = jws.split('.');
  const [header, payload, signature] = parts.map(bytesOf);
  if (parts.length !== 3 || !header || !payload || !signature) return refuse('not_a_card');
  const head = jsonOf(header);
  if (!isObject(head)) return refuse('header');
  if (head.alg !== 'ES256') return refuse('algorithm');
  if (head.zip !== 'DEF') return refuse('compression');
  const { kid } = head;
  if (typeof kid !== 'string' || Object.keys(head).sort().join() !== HEADER_MEMBERS.join()) return refuse('header');

  const signers = issuers.filter(({ keys }) => keys.some((key) => key.kid === kid));
  if (signers.length === 0) return refuse('unknown_key');
  if (signature.length !== 64) return refuse('signature');
  const input = new TextEncoder().encode(jws.slice(0, jws.lastIndexOf('.')));
  const key = signers[0]?.keys.find((one) => one.kid === kid);
  if (!key || !(await isSigned(input, signature, key))) return refuse('signature');

  const unpacked = await inflateRaw(payload, MAX_INFLATED);
  if (unpacked === 'too_large') return refuse('too_large');
  if (unpacked === 'damaged') return refuse('payload');
  const claims = readClaims(jsonOf(unpacked));
  if (typeof claims === 'string') return refuse(claims === '' ? 'payload' : 'claims', claims === '' ? null : claims);
  return judge(
    claims,
    signers.find(({ iss }) => iss === claims.iss),
    kid,
    now,
  );
}

function judge(claims: CardClaims, issuer: TrustedIssuer | undefined, kid: string, now: number): CardRead {
  if (!issuer) return refuse('other_issuer');
  if (claims.notBefore > now + SKEW) return refuse('not_yet_valid');
  if (claims.expires !== null && claims.expires < now - SKEW) return refuse('expired');
  const revokedBefore = claims.rid === null ? undefined : issuer.revoked?.get(kid)?.get(claims.rid);
  if (revokedBefore !== undefined && claims.notBefore < revokedBefore) return refuse('revoked');
  const content = readBundle(claims.bundle);
  if (typeof content === 'string') return refuse('content', content);
  const { iss, notBefore, expires } = claims;
  return { ok: true, card: { issuer: iss, issuedAt: notBefore, expiresAt: expires, ...content } };
}

async function isSigned(input: Bytes, signature: Bytes, jwk: PublicJwk): Promise<boolean> {
  const key = await verifyingKey(jwk);
  return globalThis.crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, input);
}

function bytesOf(text: string): Bytes | null {
  if (text === '') return null;
  try {
    return fromBase64url(text);
  } catch {
    return null;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
