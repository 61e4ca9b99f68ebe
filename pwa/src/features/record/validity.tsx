import { t } from '../../i18n/judgement.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { EvaluationView, ReasonView } from './view.ts';

type Status = EvaluationView['status'];

const LOOKS: Record<Status, { tone: Tone; icon: IconName }> = {
  valid: { tone: 'good', icon: 'check' },
  not_valid: { tone: 'bad', icon: 'cross' },
  extraneous: { tone: 'neutral', icon: 'plus' },
  substandard: { tone: 'warn', icon: 'alert' },
};

/** What became of a dose: word, shape and colour. */
export function Validity({ status }: { status: Status }) {
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`validity.${status}`)}
    </Badge>
  );
}

/** Whether the coverage statistics count the dose. */
export function Counted({ isCounted }: { isCounted: boolean }) {
  return (
    <Badge tone={isCounted ? 'info' : 'neutral'}>{t(isCounted ? 'validity.counted' : 'validity.uncounted')}</Badge>
  );
}

/** The marks of a source as words: the documents by their marks, what is none by what it is. */
export const marksText = (source: string): string =>
  marksOf(source)
    .map((mark) => (mark === 'GK' ? t('basis.GKshort') : mark === 'derived' ? t('basis.derived') : mark))
    .join(', ');

const marksOf = (source: string): string[] => source.split(/[,，、\s]+/).filter(Boolean);

/** How sure a rule is: marks of a source that are no document say so (general knowledge, derived). */
export function Doubts({ source }: { source: string }) {
  const marks = marksOf(source);
  return (
    <>
      {marks.includes('GK') && <Badge tone="warn">{t('basis.GK')}</Badge>}
      {marks.includes('derived') && <Badge tone="neutral">{t('basis.derived')}</Badge>}
    </>
  );
}

/** A reason in the rule's own words; they end with the rule and the documents behind it. */
export function Basis({ reason }: { reason: ReasonView }) {
  return (
    <div class="basis">
      <p>{reason.doctorText}</p>
      <Doubts source={reason.source} />
    </div>
  );
}

/** The verdict on a dose for one series: what became of it, whether it counts, why, by which rule. */
export function Verdict({ found, seriesName }: { found: EvaluationView; seriesName: string }) {
  return (
    <section class="verdict stack-tight" aria-label={seriesName}>
      <div class="row">
        <Validity status={found.status} />
        <Counted isCounted={found.countedForCoverage} />
        <span>{seriesName}</span>
      </div>
      <p>{t(`validity.${found.status}.explain`)}</p>
      {found.reasons.map((reason) => (
        <Basis key={reason.code + reason.rule} reason={reason} />
      ))}
    </section>
  );
}
