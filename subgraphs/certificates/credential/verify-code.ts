import { type Answer, answerOf, claimed, type ListAge, type ReasonCode } from './answer.ts';
import { type Bytes, toHex } from './bytes.ts';
import { type AnswerClaims, readClaims } from './claims.ts';
import { CLOCK_SKEW, isClockWrong } from './clock.ts';
import { MAX_CODE_BYTES, readCodeText } from './code-text.ts';
import { isSignedBy, readSign1, type Sign1 } from './cose.ts';
import { CredentialError } from './errors.ts';
import { matchRoster, type RosterEntry } from './roster.ts';
import { sm3 } from './sm3.ts';
import type { StatusList } from './status-list.ts';
import type { TrustedKey, TrustList } from './trust-list.ts';

/** What a verifier holds. Times are seconds since 1970-01-01T00:00Z. */
export interface VerifierState {
  readonly trust: TrustList;
  /** By list id. */
  readonly statusLists: ReadonlyMap<string, StatusList>;
  readonly now: number;
  /** The mark that `nextHighWater` gave last; 0 on a new device. */
  readonly clockHighWater: number;
  /** The class list, when there is one. */
  readonly roster?: readonly RosterEntry[];
}

const DAY = 86_400;
const FRESH_FOR = 3 * DAY;
const USABLE_FOR = 14 * DAY;

/**
 * Answers about one scanned or typed code, wholly off line. Signature first, then what the code claims. Bad input is
 * an answer, never an exception.
 * @param text exactly what the scanner read, either `VX1:…` or `https://…#VX1.…`.
 */
export async function verifyCode(text: string, state: VerifierState): Promise<Answer> {
  if (isClockWrong(state.now, state.clockHighWater, state)) return answerOf('clock_wrong', 'clock_behind');
  return verifyCodeAt(text, state);
}

/** As `verifyCode`, for a moment that the caller names: no clock of a device is in question, lists may be younger. */
export async function verifyCodeAt(text: string, state: VerifierState): Promise<Answer> {
  try {
    const read = readCodeText(text);
    if (read.form === 'access_code') return answerOf('unreadable', 'access_code');
    if (read.form === 'other_version') return answerOf('newer_app_needed', 'other_version');
    return await verifyBytes(read.bytes, state);
  } catch (error) {
    if (error instanceof CredentialError) return unreadable(error);
    throw error;
  }
}

async function verifyBytes(bytes: Bytes, state: VerifierState): Promise<Answer> {
  const sign1 = readSign1(bytes, MAX_CODE_BYTES);
  const known = { kid: sign1.kid, payloadHash: toHex(sm3(sign1.payload)), ...ageOf(state, null) };
  const record = state.trust.keys.get(sign1.kid);
  if (!record) return answerOf('unknown_issuer', 'key_unknown', known);
  if (!(await isSignedBy(sign1, record.key))) return answerOf('altered', 'signature', known);
  if (record.revokedAt !== null) return answerOf('revoked', 'key_revoked', known);
  if (record.use === 'status') return answerOf('unknown_issuer', 'key_use', known);
  return judge(sign1, record, state, known);
}

function judge(sign1: Sign1, record: TrustedKey, state: VerifierState, known: Partial<Answer>): Answer {
  let claims: AnswerClaims;
  try {
    claims = readClaims(sign1.payload);
  } catch (error) {
    if (error instanceof CredentialError) return { ...unreadable(error), ...known };
    throw error;
  }
  if (record.use !== (claims.kind === 'static' ? 'result' : 'presentation')) {
    return answerOf('unknown_issuer', 'key_use', known);
  }
  if (claims.issuedAt < record.signFrom || claims.issuedAt > record.signTo) {
    return answerOf('unknown_issuer', 'key_window', known);
  }
  const list = record.statusList === null ? undefined : state.statusLists.get(record.statusList);
  const all: Partial<Answer> = {
    ...known,
    ...claimed(claims),
    ...ageOf(state, list ?? null),
    roster: state.roster ? matchRoster(claims, state.roster) : null,
  };
  if (claims.issuedAt > state.now + CLOCK_SKEW) return answerOf('not_yet_valid', 'issued_in_future', all);
  if (claims.expiresAt < state.now - CLOCK_SKEW) return answerOf('expired', 'past_expiry', all);
  if (state.now > record.verifyTo) return answerOf('expired', 'key_verification_ended', all);
  return judgeStatus(claims.statusIndex, list, all);
}

function judgeStatus(index: number, list: StatusList | undefined, all: Partial<Answer>): Answer {
  if (!list) return answerOf('status_unknown', 'status_list_missing', all);
  const isRevoked = list.isRevoked(index);
  if (isRevoked === null) return answerOf('status_unknown', 'status_index', all);
  // A revocation stands whatever the age of the list: it is never taken back.
  if (isRevoked) return answerOf('revoked', 'code_revoked', all);
  if (all.listAge === 'too_old') return answerOf('status_unknown', 'lists_too_old', all);
  return answerOf('genuine', null, all);
}

function ageOf(state: VerifierState, list: StatusList | null): { listAge: ListAge; listDate: number } {
  const listDate = list ? Math.min(state.trust.issued, list.issued) : state.trust.issued;
  const age = state.now - listDate;
  return { listDate, listAge: age <= FRESH_FOR ? 'fresh' : age <= USABLE_FOR ? 'old' : 'too_old' };
}

function unreadable(error: CredentialError): Answer {
  if (error.code === 'claims_newer') return answerOf('newer_app_needed', 'unknown_claims');
  const reasons: Partial<Record<CredentialError['code'], ReasonCode>> = {
    text_encoding: 'text',
    too_long: 'too_long',
    cbor: 'cbor',
    claims: 'claims',
  };
  return answerOf('unreadable', reasons[error.code] ?? 'envelope');
}
