export { CVX, NATIONAL_VACCINE_CODE } from './code-systems.ts';
export { PURPOSES, type Purpose } from './disclosure.ts';
export { ExchangeError, type ExchangeErrorCode } from './errors.ts';
export { type BundleOptions, toFhirBundle } from './fhir-bundle.ts';
export type { Bundle } from './fhir-types.ts';
export { type CardOptions, type HealthCard, healthCardFile, toHealthCard } from './health-card.ts';
export type { CardDetail } from './health-card-bundle.ts';
export type { ImportedCard, ImportedCoding, ImportedDose } from './health-card-content.ts';
export { MAX_QR_JWS } from './health-card-qr.ts';
export {
  CARD_REASONS,
  type CardRead,
  type CardReason,
  readHealthCard,
  type TrustedIssuer,
} from './health-card-read.ts';
export { type RevocationFile, type Revoked, readRevocations, revocationFile } from './health-card-revocation.ts';
export { type CardKey, healthCardKeySet, type KeySet, type PublicJwk, readKeySet } from './jwk.ts';
export * from './record.ts';
