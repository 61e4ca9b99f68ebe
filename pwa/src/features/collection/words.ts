import type { CollectionState, QualityProblemState } from '../../data/generated/desk.ts';
import { t } from '../../i18n/collection.ts';
import type { Tone } from '../../ui/feedback.tsx';

export const STATE_TONES: Record<CollectionState, Tone> = {
  uploading: 'info',
  reading: 'info',
  taking: 'info',
  taken: 'good',
  refused: 'bad',
  failed: 'bad',
  withdrawn: 'neutral',
};
export const PROBLEM_TONES: Record<QualityProblemState, Tone> = {
  open: 'bad',
  planned: 'warn',
  repaired: 'info',
  verified: 'good',
  dropped: 'neutral',
};

const RULES = ['key', 'business_date', 'completeness', 'accuracy', 'uniqueness'] as const;
/** The name of a rule of the gate; a newer server may know more than this app. */
export function ruleText(rule: string): string {
  const known = RULES.find((name) => name === rule);
  return known ? t(`rule.${known}`) : rule;
}

const WHY = ['file_type', 'file_too_large', 'missing_column', 'required', 'no_match', 'out_of_range'] as const;
export function whyText(failure: string): string {
  const known = WHY.find((name) => name === failure);
  return t(known ? `why.${known}` : 'why.other');
}
