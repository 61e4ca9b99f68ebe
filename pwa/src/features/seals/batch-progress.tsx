import { useEffect, useRef } from 'preact/hooks';
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

/** Parts of the whole batch, 0..1, here and at the platform: neither goes back as more files come to it. */
export function partsOf({ total, sealed, failed, accepted, refused }: State): { here: number; there: number } {
  const expected = total - failed;
  return {
    here: total === 0 ? 1 : (sealed + failed) / total,
    there: expected === 0 ? 1 : (accepted + refused) / expected,
  };
}

/**
 * How far a batch of files is, here and at the licence platform.
 * @param takesFocus it takes the place of the button that was pressed
 * @param onThrough when both are through
 */
export function BatchProgress({
  documentIds,
  takesFocus,
  onThrough,
}: {
  documentIds: readonly string[];
  takesFocus: boolean;
  onThrough: () => void;
}) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus) section.current?.focus();
  }, []);
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
  return (
    <section
      ref={section}
      class="card stack-tight"
      tabIndex={-1}
      aria-label={t('batch.title')}
      aria-live="polite"
      data-batch={isDone ? 'done' : 'moving'}
    >
      {data ? <Bars of={data.sealingProgress} /> : !problem && <Progress label={t('batch.sealing')} />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
    </section>
  );
}

function Bars({ of }: { of: State }) {
  const { total, sealed, failed, accepted, refused } = of;
  const { here, there } = partsOf(of);
  return (
    <>
      <Progress label={t('batch.sealedOf', { sealed, total })} value={here} />
      <Progress label={t('batch.acceptedOf', { accepted, total: total - failed })} value={there} />
      {failed > 0 && <Notice tone="bad">{t('batch.failed', { count: failed })}</Notice>}
      {refused > 0 && <Notice tone="bad">{t('batch.refused', { count: refused })}</Notice>}
    </>
  );
}
