// The verifying half, without signing and encoding: what the PWA ships in its verify screen.
export type { Algorithm } from './algorithms.ts';
export type { Answer, AnswerKind, ListAge, ReasonCode } from './answer.ts';
export { type Bytes, fromBase64url, fromHex, toBase64url, toHex } from './bytes.ts';
export {
  type AnswerClaims,
  type CodeKind,
  MAX_VALIDITY,
  type MissingDoses,
  RESULT,
  type Result,
} from './claims.ts';
export { type ClassListContent, verifyClassList } from './class-list.ts';
export { CLOCK_BACKSTEP, CLOCK_SKEW, isClockWrong, nextHighWater, type SignedTimes } from './clock.ts';
export { CredentialError, type CredentialErrorCode } from './errors.ts';
export { matchesIdTag } from './id-tag.ts';
export { maskName } from './mask-name.ts';
export type { RosterEntry, RosterMatch } from './roster.ts';
export { readShortCode } from './short-code.ts';
export { hmacSm3, sm3 } from './sm3.ts';
export { openStatusList, type StatusList } from './status-list.ts';
export {
  type KeyRecord,
  type KeyUse,
  openTrustList,
  type PinnedRoots,
  type TrustedKey,
  type TrustList,
  type TrustMark,
} from './trust-list.ts';
export { type VerifierState, verifyCode, verifyCodeAt } from './verify-code.ts';
export { loadVerifyKey, type VerifyKey } from './verify-key.ts';
