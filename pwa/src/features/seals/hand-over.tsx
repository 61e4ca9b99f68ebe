import type { SubmissionPartsFragment } from '../../data/generated/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';

type Submission = SubmissionPartsFragment;
type Sending = Pick<Submission, 'state' | 'receipt' | 'attempts' | 'lastError' | 'acceptedAt'>;

const TONES: Record<Submission['state'], Tone> = { waiting: 'info', accepted: 'good', refused: 'bad' };
const PLATFORM_TONES = { registered: 'good', suspended: 'warn', cancelled: 'neutral' } as const;
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

/** How one message to the platform fares: its receipt, or why it has none yet. */
function Sent({ sending: { state, receipt, attempts, lastError, acceptedAt } }: { sending: Sending }) {
  return (
    <>
      {receipt && <span class="small mono">{t('handOver.receipt', { receipt })}</span>}
      {acceptedAt && <span class="muted small number">{formatInstant(acceptedAt)}</span>}
      {state !== 'accepted' && attempts > 0 && (
        <span class="muted small">{t('handOver.attempts', { count: attempts })}</span>
      )}
      {state !== 'accepted' && lastError && <span class="small">{errorText(lastError)}</span>}
    </>
  );
}

/** What the seal system gave back for a sealing. */
export function SealingReceipt({ sealing }: { sealing: NonNullable<Submission['sealing']> }) {
  return (
    <span class="stack-none" data-sealing={sealing.state}>
      <span class="small mono">{t('sealing.receipt', { receipt: sealing.receipt })}</span>
      <span class="small">{t('sealing.seal', { seal: sealing.sealId })}</span>
      <span class="muted small">
        {sealing.state === 'withdrawn' && sealing.withdrawnAt
          ? t('sealing.withdrawn', { at: formatInstant(sealing.withdrawnAt) })
          : t('sealing.sealed', { at: formatInstant(sealing.at) })}
      </span>
    </span>
  );
}

/** How far the hand-over to the province's licence platform is, how it stands there since, and whether it was taken back. */
export function HandOver({ submission }: { submission: Submission | null | undefined }) {
  if (!submission) return <span class="muted">{t('handOver.none')}</span>;
  const { state, platformState, platformAt, platformReason, sealing, withdrawal } = submission;
  return (
    <span class="stack-tight" data-hand-over={state} data-platform={platformState ?? 'unknown'}>
      <span class="row">
        <Badge tone={TONES[state]}>{t(`handOver.${state}`)}</Badge>
        {platformState && <Badge tone={PLATFORM_TONES[platformState]}>{t(`platform.${platformState}`)}</Badge>}
      </span>
      <Sent sending={submission} />
      {platformState && platformState !== 'registered' && (
        <span class="small">
          {platformReason && <bdi>{platformReason} </bdi>}
          {platformAt && <span class="muted number">{formatInstant(platformAt)}</span>}
        </span>
      )}
      {sealing && <SealingReceipt sealing={sealing} />}
      {withdrawal && (
        <span class="stack-none" data-withdrawal={withdrawal.state}>
          <span>
            <Badge tone={TONES[withdrawal.state]}>{t(`withdrawal.${withdrawal.state}`)}</Badge>
          </span>
          <Sent sending={withdrawal} />
        </span>
      )}
    </span>
  );
}
