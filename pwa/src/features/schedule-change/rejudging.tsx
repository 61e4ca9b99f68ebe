import { useEffect } from 'preact/hooks';
import { RejudgingState, type RejudgingStateQuery } from '../../data/generated/desk.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { refreshSchedule } from '../../offline/schedule-fetch.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress, type Tone } from '../../ui/feedback.tsx';
import { Figures } from '../../ui/figures.tsx';

type State = NonNullable<RejudgingStateQuery['rejudging']>;

const TONES: Record<State['state'], Tone> = { running: 'info', done: 'good', failed: 'bad' };
const POLL_MS = 1_500;

/** How far the files are judged anew after the last change of the schedule. */
export function Rejudging() {
  const { data, problem, refresh } = usePolled(
    RejudgingState,
    {},
    ({ rejudging }) => rejudging?.state === 'running' || rejudging?.state === 'failed',
    POLL_MS,
  );
  const found = data?.rejudging;
  useEffect(() => {
    if (found) void refreshSchedule();
  }, [found?.documentId]);
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!found) return null;
  const { state, done, total, changed, startedAt, finishedAt, ratePerSecond, version, cause } = found;
  return (
    <section class="card" aria-live="polite" data-rejudging={state}>
      <div class="row-between">
        <h2>{t('rejudging.title')}</h2>
        <Badge tone={TONES[state]}>{t(`rejudging.${state}`)}</Badge>
      </div>
      <p class="muted small">{t(`rejudging.${cause}`, { version })}</p>
      {state !== 'done' && (
        <Progress
          label={t('rejudging.progress')}
          {...(total !== null && total !== undefined && { value: total === 0 ? 1 : done / total })}
        />
      )}
      {state === 'failed' && <Notice tone="warn">{t('rejudging.failedHint')}</Notice>}
      <Figures
        of={[
          [t('rejudging.done'), done],
          ...(typeof total === 'number' ? [[t('rejudging.total'), total] as const] : []),
          [t('rejudging.changed'), changed],
          ...(typeof ratePerSecond === 'number' ? [[t('rejudging.rate'), Math.round(ratePerSecond)] as const] : []),
        ]}
      />
      <p class="muted small">
        {finishedAt
          ? t('rejudging.finishedAt', { from: formatInstant(startedAt), to: formatInstant(finishedAt) })
          : t('rejudging.startedAt', { time: formatInstant(startedAt) })}
      </p>
    </section>
  );
}
