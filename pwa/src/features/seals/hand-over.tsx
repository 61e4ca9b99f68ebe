import type { SealPartsFragment } from '../../data/generated/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';

type Submission = NonNullable<SealPartsFragment['submission']>;

const TONES: Record<Submission['state'], Tone> = { waiting: 'info', accepted: 'good', refused: 'bad' };
const ERRORS = {
  'no answer': 'noAnswer',
  'answer not understood': 'notUnderstood',
  'not complete yet': 'incomplete',
} as const;

/** Why the last attempt failed, in words; of an answer with a status, the status. */
function errorText(error: string): string {
  const known = ERRORS[error as keyof typeof ERRORS];
  return known ? t(`handOver.${known}`) : t('handOver.status', { status: error.replace(/^status /, '') });
}

/** How far the hand-over to the province's licence platform is. */
export function HandOver({ submission }: { submission: Submission | null | undefined }) {
  if (!submission) return <span class="muted">{t('handOver.none')}</span>;
  const { state, receipt, attempts, lastError, acceptedAt } = submission;
  return (
    <span class="stack-tight" data-hand-over={state}>
      <span>
        <Badge tone={TONES[state]}>{t(`handOver.${state}`)}</Badge>
      </span>
      {receipt && <span class="small mono">{t('handOver.receipt', { receipt })}</span>}
      {acceptedAt && <span class="muted small number">{formatInstant(acceptedAt)}</span>}
      {state !== 'accepted' && attempts > 0 && (
        <span class="muted small">{t('handOver.attempts', { count: attempts })}</span>
      )}
      {state !== 'accepted' && lastError && <span class="small">{errorText(lastError)}</span>}
    </span>
  );
}
