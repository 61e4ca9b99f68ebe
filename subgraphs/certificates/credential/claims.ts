import type { Bytes } from './bytes.ts';
import { asBytes, asInteger, asMap, asText, decodeStrict } from './cbor.ts';
import { calendarDate } from './days.ts';
import { CredentialError } from './errors.ts';

/** What the code answers about school entry: 接种完成, 需补种, 无档案, 禁忌或暂缓, 未到接种年龄. */
export const RESULT = { complete: 1, catchUp: 2, noFile: 3, contraindicated: 4, notYetDue: 5 } as const;
export type Result = (typeof RESULT)[keyof typeof RESULT];

/** Static: printed or saved. Presentation: fetched by the parent's phone and valid for minutes. */
export type CodeKind = 'static' | 'presentation';

/** Doses of one vaccine that are due and not given. */
export interface MissingDoses {
  /** National major code of the vaccine (疫苗大类代码), two digits. */
  readonly vaccine: string;
  readonly doses: number;
}

/** Everything an answer code says; nothing else about the child may enter it. */
export interface AnswerClaims {
  readonly kind: CodeKind;
  /** As `maskName` gives it. */
  readonly maskedName: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly result: Result;
  /** Rule version: the day YYYY-MM-DD from which the schedule used is in force. */
  readonly ruleDate: string;
  /** Salt (8) and tag (1) of the ID number, see `makeIdTag`. */
  readonly idTag: Bytes;
  /** Position in the status list that the signing key's record names. */
  readonly statusIndex: number;
  /** Not empty exactly when the result is `catchUp`. */
  readonly missing: readonly MissingDoses[];
  /** Seconds since 1970-01-01T00:00Z. */
  readonly issuedAt: number;
  /** Seconds since 1970-01-01T00:00Z. */
  readonly expiresAt: number;
  /** School the presentation was made for, when it names one. */
  readonly audience: string | null;
}

/** Ceilings of validity in seconds, kept by issuer and verifier alike. */
export const MAX_VALIDITY: Readonly<Record<CodeKind, number>> = { static: 150 * 86_400, presentation: 15 * 60 };

/** Integer labels of the payload, in one place for reader and writer. */
export const LABEL = { audience: 3, expires: 4, issued: 6, answer: -70001 } as const;
export const ANSWER_LABEL = {
  kind: 1,
  maskedName: 2,
  birthDate: 3,
  result: 4,
  ruleDate: 5,
  idTag: 6,
  statusIndex: 7,
  missing: 8,
} as const;
export const KIND_NUMBER: Readonly<Record<CodeKind, number>> = { static: 1, presentation: 2 };

const MAX_SECONDS = 0xffff_ffff;
const MAX_MISSING = 30;
// First * [last], whatever script; no control, format or separator characters that could disguise the text.
const MASKED_NAME = /^(?:\*|[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]\*[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]?)$/u;
const AUDIENCE = /^[0-9A-Za-z-]{1,32}$/;

/**
 * Reads a payload whose signature was already found good.
 * @throws CredentialError `claims` naming the field, `claims_newer` for a field this version does not know, `cbor`.
 */
export function readClaims(payload: Uint8Array): AnswerClaims {
  const outer = asMap(decodeStrict(payload));
  const answer = asMap(outer?.get(LABEL.answer));
  if (!outer || !answer) throw new CredentialError('claims', 'payload');
  refuseUnknown(outer, Object.values(LABEL));
  refuseUnknown(answer, Object.values(ANSWER_LABEL));
  const claims: AnswerClaims = {
    kind: need('kind', readKind(answer.get(ANSWER_LABEL.kind))),
    maskedName: need('maskedName', asText(answer.get(ANSWER_LABEL.maskedName), MASKED_NAME)),
    birthDate: need('birthDate', asDate(answer.get(ANSWER_LABEL.birthDate))),
    result: need('result', asInteger(answer.get(ANSWER_LABEL.result), 1, 5) as Result | null),
    ruleDate: need('ruleDate', asDate(answer.get(ANSWER_LABEL.ruleDate))),
    idTag: need('idTag', asBytes(answer.get(ANSWER_LABEL.idTag), 9)),
    statusIndex: need('statusIndex', asInteger(answer.get(ANSWER_LABEL.statusIndex), 0, MAX_SECONDS)),
    missing: answer.has(ANSWER_LABEL.missing) ? readMissing(answer.get(ANSWER_LABEL.missing)) : [],
    issuedAt: need('issuedAt', asInteger(outer.get(LABEL.issued), 0, MAX_SECONDS)),
    expiresAt: need('expiresAt', asInteger(outer.get(LABEL.expires), 0, MAX_SECONDS)),
    audience: outer.has(LABEL.audience) ? need('audience', asText(outer.get(LABEL.audience), AUDIENCE)) : null,
  };
  checkClaims(claims);
  return claims;
}

/** Rules between fields. @throws CredentialError `claims` naming the field. */
export function checkClaims(claims: AnswerClaims): void {
  if ((claims.result === RESULT.catchUp) !== claims.missing.length > 0) throw new CredentialError('claims', 'missing');
  if (claims.expiresAt <= claims.issuedAt) throw new CredentialError('claims', 'expiresAt');
  if (claims.expiresAt - claims.issuedAt > MAX_VALIDITY[claims.kind]) throw new CredentialError('claims', 'validity');
}

function refuseUnknown(map: ReadonlyMap<unknown, unknown>, known: readonly number[]): void {
  for (const key of map.keys()) {
    if (!known.includes(key as number)) throw new CredentialError('claims_newer');
  }
}

function need<T>(field: string, value: T | null): T {
  if (value === null) throw new CredentialError('claims', field);
  return value;
}

function readKind(value: unknown): CodeKind | null {
  if (value === KIND_NUMBER.static) return 'static';
  return value === KIND_NUMBER.presentation ? 'presentation' : null;
}

function asDate(value: unknown): string | null {
  const day = asInteger(value, -36_525, 73_050);
  return day === null ? null : calendarDate(day);
}

function readMissing(value: unknown): MissingDoses[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_MISSING) {
    throw new CredentialError('claims', 'missing');
  }
  return value.map((pair: unknown) => {
    const [vaccine, doses] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    const code = need('missing', asInteger(vaccine, 1, 99));
    return { vaccine: String(code).padStart(2, '0'), doses: need('missing', asInteger(doses, 1, 20)) };
  });
}
