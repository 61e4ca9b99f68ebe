import type { DoseEvaluation, ReasonCode } from '@miaoben/schedule';

export const NON_CONFORMING_REASONS = ['too_early', 'repeated', 'too_small', 'vaccine_invalid', 'other'] as const;
export type NonConformingReason = (typeof NON_CONFORMING_REASONS)[number];

/** Reasons of the engine by the words of the register; what stands in none of its four columns is `other`. */
const WORD_OF: Partial<Record<ReasonCode, NonConformingReason>> = {
  TOO_YOUNG: 'too_early',
  INTERVAL_SHORT: 'too_early',
  LIVE_CONFLICT: 'too_early',
  DUPLICATE: 'repeated',
  EXCESS_DOSE: 'repeated',
  DOSE_TOO_SMALL: 'too_small',
  EXPIRED_LOT: 'vaccine_invalid',
};

/** Why a dose does not conform; none when it is valid. In the order of the list, so that equal sets are equal texts. */
export function nonConformity(evaluation: DoseEvaluation): NonConformingReason[] {
  if (evaluation.clinicallyValid) return [];
  const found = new Set(evaluation.reasons.map((r) => WORD_OF[r.code] ?? 'other'));
  if (found.size === 0) found.add('other');
  return NON_CONFORMING_REASONS.filter((r) => found.has(r));
}
