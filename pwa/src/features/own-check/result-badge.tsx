import { t } from '../../i18n/checks.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';

/** Contraindicated and not yet due look alike: nobody at a school learns of a contraindication (attack 37). */
const LOOK: Readonly<Record<number, { tone: Tone; icon: IconName }>> = {
  1: { tone: 'good', icon: 'check' },
  2: { tone: 'warn', icon: 'alert' },
  3: { tone: 'info', icon: 'question' },
};
const OTHER: { tone: Tone; icon: IconName } = { tone: 'neutral', icon: 'dash' };

export type CheckResult = 1 | 2 | 3 | 4 | 5;
export const lookOfResult = (result: number): { tone: Tone; icon: IconName } => LOOK[result] ?? OTHER;

export function ResultBadge({ result }: { result: number }) {
  return <Badge {...lookOfResult(result)}>{t(`result.${result as CheckResult}`)}</Badge>;
}
