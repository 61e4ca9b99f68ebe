import { FHIR_VERSION, isIssuer } from './health-card.ts';
import { isRid } from './health-card-revocation.ts';
import { isObject } from './jwk.ts';

/** Payload of a card whose signature holds. Times in seconds since 1970, as the issuer wrote them (fractions occur). */
export interface CardClaims {
  readonly iss: string;
  readonly notBefore: number;
  readonly expires: number | null;
  readonly rid: string | null;
  readonly bundle: unknown;
}

const LATEST = 253_402_300_799; // 9999-12-31; a larger number is milliseconds

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 && value < LATEST;

/** The claims, or the name of the first one at fault; empty when there is no object at all. */
export function readClaims(payload: unknown): CardClaims | string {
  if (!isObject(payload)) return '';
  const { iss, nbf, exp, vc } = payload;
  if (typeof iss !== 'string' || !isIssuer(iss)) return 'iss';
  if (!isTime(nbf)) return 'nbf';
  if (exp !== undefined && !(isTime(exp) && exp > nbf)) return 'exp';
  if (!isObject(vc)) return 'vc';
  const { type, credentialSubject, rid } = vc;
  if (!Array.isArray(type) || !type.includes('https://smarthealth.cards#health-card')) return 'vc.type';
  if (rid !== undefined && !(typeof rid === 'string' && isRid(rid))) return 'vc.rid';
  if (!isObject(credentialSubject)) return 'vc.credentialSubject';
  if (credentialSubject.fhirVersion !== FHIR_VERSION) return 'vc.credentialSubject.fhirVersion';
  return {
    iss,
    notBefore: nbf,
    expires: exp ?? null,
    rid: rid ?? null,
    bundle: credentialSubject.fhirBundle,
  };
}
