import { type Bytes, toHex } from './bytes.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { ANSWER_LABEL, type AnswerClaims, KIND_NUMBER, LABEL, readClaims } from './claims.ts';
import { codeText, MAX_CODE_BYTES } from './code-text.ts';
import { writeSign1 } from './cose-sign.ts';
import { dayNumber } from './days.ts';
import { CredentialError } from './errors.ts';
import type { Signer } from './signer.ts';
import { sm3 } from './sm3.ts';

/** A signed answer code (查验码). */
export interface IssuedCode {
  readonly bytes: Bytes;
  /** `VX1:…`, what the QR code holds. */
  readonly text: string;
  /** SM3 over the signed payload, hex: the code's name in logs and tables; a second signature changes nothing in it. */
  readonly payloadHash: string;
}

/**
 * Encodes and signs an answer code.
 * @throws CredentialError `claims` or `argument` naming the field for claims no verifier would take; `too_long`.
 */
export async function issueCode(claims: AnswerClaims, signer: Signer): Promise<IssuedCode> {
  const payload = encodeClaims(claims);
  // What the verifier would refuse must fail here, not at the school gate.
  readClaims(payload);
  const bytes = await writeSign1(payload, signer);
  if (bytes.length > MAX_CODE_BYTES) throw new CredentialError('too_long');
  return { bytes, text: codeText(bytes), payloadHash: toHex(sm3(payload)) };
}

function encodeClaims(claims: AnswerClaims): Bytes {
  const answer = new Map<number, unknown>([
    [ANSWER_LABEL.kind, KIND_NUMBER[claims.kind]],
    [ANSWER_LABEL.maskedName, claims.maskedName],
    [ANSWER_LABEL.birthDate, dayNumber(claims.birthDate)],
    [ANSWER_LABEL.result, claims.result],
    [ANSWER_LABEL.ruleDate, dayNumber(claims.ruleDate)],
    [ANSWER_LABEL.idTag, claims.idTag],
    [ANSWER_LABEL.statusIndex, claims.statusIndex],
  ]);
  if (claims.missing.length > 0) {
    answer.set(
      ANSWER_LABEL.missing,
      claims.missing.map(({ vaccine, doses }) => [vaccineNumber(vaccine), doses]),
    );
  }
  const payload = new Map<number, unknown>([
    [LABEL.expires, claims.expiresAt],
    [LABEL.issued, claims.issuedAt],
    [LABEL.answer, answer],
  ]);
  if (claims.audience !== null) payload.set(LABEL.audience, claims.audience);
  return encodeDeterministic(payload);
}

function vaccineNumber(code: string): number {
  if (!/^\d{2}$/.test(code)) throw new CredentialError('claims', 'missing');
  return Number(code);
}
