import type { QualityRulePartsFragment } from '../../data/generated/quality.ts';
import { locale } from '../../i18n/locale.ts';
import { t } from '../../i18n/quality.ts';
import { Badge } from '../../ui/feedback.tsx';

export type Rule = QualityRulePartsFragment;

/** The title of a rule in the reader's language: it comes with the rule. */
export const titleOf = ({ title, titleEn }: Pick<Rule, 'title' | 'titleEn'>): string =>
  locale.value === 'en' ? titleEn : title;

/** How grave a finding is, and what it stops. */
export function RuleBadges({ rule }: { rule: Rule }) {
  return (
    <span class="row quality-badges">
      <Badge tone={rule.severity === 'error' ? 'bad' : 'warn'}>{t(`severity.${rule.severity}`)}</Badge>
      {rule.breaks.map((step) => (
        <Badge key={step}>{t(`breaks.${step}`)}</Badge>
      ))}
    </span>
  );
}
