import type { AnswerClaims, CodeKind, MissingDoses, Result } from './claims.ts';
import type { RosterMatch } from './roster.ts';

/** What a verifier says about a scanned code; a closed list. Only `genuine` carries a verdict about the child. */
export type AnswerKind =
  | 'genuine'
  /** The signature does not verify under a known key. */
  | 'altered'
  | 'revoked'
  | 'expired'
  /** No such key in the trust list, or one that may not issue this. */
  | 'unknown_issuer'
  | 'unreadable'
  | 'newer_app_needed'
  /** The clock of this device cannot be right; nothing is said about the code. */
  | 'clock_wrong'
  | 'not_yet_valid'
  /** The signature is genuine; whether the code was revoked cannot be told. Never a pass. */
  | 'status_unknown';

/** Why; null exactly when the kind is `genuine`. */
export type ReasonCode =
  | 'signature'
  | 'code_revoked'
  | 'key_revoked'
  | 'past_expiry'
  | 'key_verification_ended'
  | 'key_unknown'
  | 'key_use'
  | 'key_window'
  | 'text'
  | 'too_long'
  | 'access_code'
  | 'cbor'
  | 'envelope'
  | 'claims'
  | 'other_version'
  | 'unknown_claims'
  | 'clock_behind'
  | 'issued_in_future'
  | 'status_list_missing'
  | 'status_index'
  | 'lists_too_old';

/** Age of the older of trust list and status list: up to 3 days, up to 14, older. */
export type ListAge = 'fresh' | 'old' | 'too_old';

/**
 * The answer. What the code claims is present only when its signature was found good under a key not revoked; all
 * times are seconds since 1970-01-01T00:00Z.
 */
export interface Answer {
  readonly kind: AnswerKind;
  readonly reason: ReasonCode | null;
  /** Key identifier the code names, 16 hex digits. */
  readonly kid: string | null;
  /** SM3 of the payload, hex: names the code in logs and finds the same code shown twice. */
  readonly payloadHash: string | null;
  readonly codeKind: CodeKind | null;
  readonly result: Result | null;
  readonly maskedName: string | null;
  /** YYYY-MM-DD. */
  readonly birthDate: string | null;
  /** YYYY-MM-DD from which the schedule used is in force. */
  readonly ruleDate: string | null;
  /** Filled only with result 2. */
  readonly missing: readonly MissingDoses[];
  readonly audience: string | null;
  readonly issuedAt: number | null;
  readonly expiresAt: number | null;
  readonly listAge: ListAge | null;
  /** Issue time of the older list: "valid as of". */
  readonly listDate: number | null;
  /** Null when no roster was given or nothing the code claims can be trusted. */
  readonly roster: RosterMatch | null;
}

const NOTHING: Omit<Answer, 'kind' | 'reason'> = {
  kid: null,
  payloadHash: null,
  codeKind: null,
  result: null,
  maskedName: null,
  birthDate: null,
  ruleDate: null,
  missing: [],
  audience: null,
  issuedAt: null,
  expiresAt: null,
  listAge: null,
  listDate: null,
  roster: null,
};

/** An answer with what is known so far. */
export function answerOf(kind: AnswerKind, reason: ReasonCode | null, known: Partial<Answer> = {}): Answer {
  return { ...NOTHING, ...known, kind, reason };
}

/** The part of an answer that the claims fill. */
export function claimed(claims: AnswerClaims): Partial<Answer> {
  return {
    codeKind: claims.kind,
    result: claims.result,
    maskedName: claims.maskedName,
    birthDate: claims.birthDate,
    ruleDate: claims.ruleDate,
    missing: claims.missing,
    audience: claims.audience,
    issuedAt: claims.issuedAt,
    expiresAt: claims.expiresAt,
  };
}
