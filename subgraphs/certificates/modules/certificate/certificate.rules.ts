import { MAX_VALIDITY, type MissingDoses, RESULT } from '@miaoben/credential';
import type { Assessment } from '../assessment/assessment.client.ts';
import { DAY, endOfSeason } from '../key/key.rules.ts';

/** Validity of results that change soon (certificates note, section 0). */
const SHORT_VALIDITY = 30 * DAY;

/** What a code says of the child's vaccinations. */
export interface Verdict {
  readonly result: Assessment['result'];
  readonly missing: readonly MissingDoses[];
  readonly scheduleVersion: string;
  /** YYYY-MM-DD from which that version is in force */
  readonly ruleDate: string;
}

/** Doses behind, by the major code of what the programme gives, in the order of the schedule. */
export function verdictOf({ result, missing, scheduleVersion, ruleDate }: Assessment): Verdict {
  const doses = new Map<string, number>();
  for (const { majorCode } of missing) doses.set(majorCode, (doses.get(majorCode) ?? 0) + 1);
  return {
    result,
    missing: [...doses].map(([vaccine, n]) => ({ vaccine, doses: n })),
    scheduleVersion,
    ruleDate,
  };
}

/** True when both say the same about the child. */
export function sameVerdict(a: Pick<Verdict, 'result' | 'missing'>, b: Pick<Verdict, 'result' | 'missing'>): boolean {
  const list = (v: typeof a) => v.missing.map((m) => `${m.vaccine}:${m.doses}`).join();
  return a.result === b.result && list(a) === list(b);
}

/**
 * Last second of a static code issued at an instant: complete to 31 December of the entry year, else 30 days; never more than the
 * 150 days a verifier takes, never less than a day.
 */
export function expiryOf(result: Verdict['result'], issuedAt: number): number {
  if (result !== RESULT.complete) return issuedAt + SHORT_VALIDITY;
  return Math.max(issuedAt + DAY, Math.min(endOfSeason(issuedAt), issuedAt + MAX_VALIDITY.static));
}

/**
 * Type code of the vaccination certificate (预防接种证) in the catalogue of e-licences: a placeholder until the body that defines the
 * type has registered one (certificates note, section 6).
 */
export const TYPE_CODE = '11100000000013610B001';

/** Parts of the 电子证照标识 (GB/T 36904-2018) of one certificate. */
export const identifierParts = (county: string, number: string, version: number) => ({
  typeCode: TYPE_CODE,
  issuerCode: county,
  serial: number,
  version,
});

export const MAX_VERSION = 999;
