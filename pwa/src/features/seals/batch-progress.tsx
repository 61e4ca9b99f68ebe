import { useEffect } from 'preact/hooks';
import { type BatchProgressQuery, BatchProgress as ProgressQuery } from '../../data/generated/desk.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/sealing.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Progress } from '../../ui/feedback.tsx';

type State = BatchProgressQuery['sealingProgress'];
const POLL_MS = 1_500;

/** Both systems are through: every file is sealed or failed here, and every sealed one is taken or refused there. */
export const isThrough = ({ total, sealed, failed, accepted, refused }: State): boolean =>
  sealed + failed >= total && accepted + refused >= sealed;

/** How far a batch of files is, here and at the licence platform. @param onThrough when both are through */
export function BatchProgress({ documentIds, onThrough }: { documentIds: readonly string[]; onThrough: () => void }) {
  const { data, problem, refresh } = usePolled(
    ProgressQuery,
    { documentIds: [...documentIds] },
    ({ sealingProgress }) => !isThrough(sealingProgress),
    POLL_MS,
  );
  const isDone = data !== undefined && isThrough(data.sealingProgress);
  useEffect(() => {
    if (isDone) onThrough();
  }, [isDone]);
  if (!data && problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return <Progress label={t('batch.sealing')} />;
  const { total, sealed, failed, accepted, refused } = data.sealingProgress;
  return (
    <section class="card stack-tight" aria-live="polite" data-batch={isDone ? 'done' : 'moving'}>
      <Progress label={t('batch.sealedOf', { sealed, total })} value={total === 0 ? 1 : (sealed + failed) / total} />
      <Progress
        label={t('batch.acceptedOf', { accepted, sealed })}
        value={sealed === 0 ? 0 : (accepted + refused) / sealed}
      />
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {failed > 0 && <Notice tone="bad">{t('batch.failed', { count: failed })}</Notice>}
      {refused > 0 && <Notice tone="bad">{t('batch.refused', { count: refused })}</Notice>}
    </section>
  );
}
