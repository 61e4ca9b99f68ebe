import { type Signer, toBase64url } from '@miaoben/credential';
import { deflateSync } from 'fflate';
import { ExchangeError } from './errors.ts';
import { type CardDetail, cardBundle } from './health-card-bundle.ts';
import { MAX_QR_JWS, qrText } from './health-card-qr.ts';
import { isRid } from './health-card-revocation.ts';
import { publicJwk } from './jwk.ts';
import type { ExchangeRecord } from './record.ts';

/** The second type is deprecated since 1.4 of the framework, which reads the contents; older readers ask for it. */
export const CARD_TYPES = ['https://smarthealth.cards#health-card', 'https://smarthealth.cards#immunization'] as const;
export const FHIR_VERSION = '4.0.1';

export interface CardOptions {
  /** address of the issuer: `https`, no slash at the end; its keys are at `<issuer>/.well-known/jwks.json` */
  readonly issuer: string;
  /** seconds since 1970, whole */
  readonly issuedAt: number;
  /** last second on which the card counts; absent: none */
  readonly expiresAt?: number;
  /** revocation id: unique for the key, says nothing of the person; base64url, up to 24 characters */
  readonly rid?: string;
}

export interface HealthCard {
  /** compact JWS, for a `.smart-health-card` file */
  readonly jws: string;
  readonly detail: CardDetail;
  /** text of the QR code; null when even the brief card is too long for one code and only the file can be handed out */
  readonly qr: string | null;
}

const ISSUER = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*$/;

export const isIssuer = (text: string): boolean => text.length <= 200 && ISSUER.test(text);

/**
 * The record as a SMART Health Card. With lots and clinics when that fits one QR code, else code and day of each dose.
 * @param signer an ES256 key.
 * @throws ExchangeError `bad_issuer`, `bad_key`, `bad_date`, `no_doses`, or naming a field of the record.
 */
export async function toHealthCard(
  record: ExchangeRecord,
  signer: Pick<Signer, 'alg' | 'spki' | 'sign'>,
  options: CardOptions,
): Promise<HealthCard> {
  checkOptions(options);
  if (signer.alg !== 'ES256') throw new ExchangeError('bad_key', 'signer');
  const { kid } = await publicJwk(signer);
  const full = await sign(record, 'full', kid, signer, options);
  if (full.length <= MAX_QR_JWS) return { jws: full, detail: 'full', qr: qrText(full) };
  const brief = await sign(record, 'brief', kid, signer, options);
  if (brief.length <= MAX_QR_JWS) return { jws: brief, detail: 'brief', qr: qrText(brief) };
  return { jws: full, detail: 'full', qr: null };
}

/** Content of a `.smart-health-card` file (`application/smart-health-card`). */
export const healthCardFile = (jws: string): string => JSON.stringify({ verifiableCredential: [jws] });

async function sign(
  record: ExchangeRecord,
  detail: CardDetail,
  kid: string,
  signer: Pick<Signer, 'sign'>,
  { issuer, issuedAt, expiresAt, rid }: CardOptions,
): Promise<string> {
  const payload = {
    iss: issuer,
    nbf: issuedAt,
    ...(expiresAt === undefined ? {} : { exp: expiresAt }),
    vc: {
      type: CARD_TYPES,
      credentialSubject: { fhirVersion: FHIR_VERSION, fhirBundle: cardBundle(record, detail) },
      ...(rid === undefined ? {} : { rid }),
    },
  };
  const utf8 = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const header = toBase64url(utf8({ zip: 'DEF', alg: 'ES256', kid }));
  const input = `${header}.${toBase64url(deflateSync(utf8(payload), { level: 9 }))}`;
  return `${input}.${toBase64url(await signer.sign(new TextEncoder().encode(input)))}`;
}

function checkOptions({ issuer, issuedAt, expiresAt, rid }: CardOptions): void {
  if (!isIssuer(issuer)) throw new ExchangeError('bad_issuer', 'issuer');
  if (!Number.isSafeInteger(issuedAt) || issuedAt < 0) throw new ExchangeError('bad_date', 'issuedAt');
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && expiresAt > issuedAt)) {
    throw new ExchangeError('bad_date', 'expiresAt');
  }
  if (rid !== undefined && !isRid(rid)) throw new ExchangeError('bad_code', 'rid');
}
