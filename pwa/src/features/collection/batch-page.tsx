import { useState } from 'preact/hooks';
import { CollectionBatchState, type CollectionBatchStateQuery } from '../../data/generated/desk.ts';
import { account } from '../../data/session.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/collection.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { Findings } from './findings.tsx';
import { MendDialog } from './mend-dialog.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';
import { ruleText, STATE_TONES, whyText } from './words.ts';

type Batch = NonNullable<CollectionBatchStateQuery['collectionBatch']>;
const POLL_MS = 1_000;
const MOVING: readonly Batch['state'][] = ['uploading', 'reading', 'taking'];

/** One batch: how far it is, what is wrong with it, and the way to mend it. */
const BatchPage: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, isLoading, refresh } = usePolled(
    CollectionBatchState,
    { id },
    ({ collectionBatch }) => collectionBatch != null && MOVING.includes(collectionBatch.state),
    POLL_MS,
  );
  const batch = data?.collectionBatch;
  return (
    <Page title={batch?.title ?? t('collection.title')}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton lines={6} />}
      {data && !batch && <EmptyState icon="alert" title={t('batch.notThere')} />}
      {batch && <BatchView batch={batch} onChanged={refresh} />}
    </Page>
  );
};
export default BatchPage;

function BatchView({ batch, onChanged }: { batch: Batch; onChanged: () => void }) {
  const [dialog, setDialog] = useState<'mend' | 'withdraw' | null>(null);
  const mayMend = account.value?.role === 'cdc' || account.value?.role === 'inspector';
  const isOpen = batch.state === 'refused' || batch.state === 'failed';
  const close = (changed: boolean) => {
    setDialog(null);
    if (changed) onChanged();
  };
  return (
    <div class="stack" data-batch={batch.state}>
      <div class="row-between">
        <span class="muted">
          {batch.typeName} · {t('batch.from', { source: batch.source })} · {formatInstant(batch.createdAt)}
        </span>
        <Badge tone={STATE_TONES[batch.state]}>{t(`state.${batch.state}`)}</Badge>
      </div>
      <State batch={batch} />
      {mayMend && (isOpen || batch.state === 'uploading') && (
        <div class="row no-print">
          {isOpen && (
            <Button variant="primary" icon="upload" onClick={() => setDialog('mend')}>
              {t('batch.mend')}
            </Button>
          )}
          <Button onClick={() => setDialog('withdraw')}>{t('batch.withdraw')}</Button>
        </div>
      )}
      {batch.state === 'refused' && <Findings key={batch.round} id={batch.id} mayDownload={mayMend} />}
      <Rounds batch={batch} />
      {dialog === 'mend' && <MendDialog batch={batch} onClose={close} />}
      {dialog === 'withdraw' && <WithdrawDialog id={batch.id} onClose={close} />}
    </div>
  );
}

function State({ batch }: { batch: Batch }) {
  const rows = t('batch.rows', { count: batch.rowsRead });
  switch (batch.state) {
    case 'uploading':
      return <Progress label={t('batch.waiting')} />;
    case 'reading':
      return <Progress label={`${t('batch.reading')} · ${rows}`} value={batch.progress} />;
    case 'taking':
      return <Progress label={t('batch.takingNow')} />;
    case 'taken':
      return (
        <Notice tone="good" title={t('batch.taken', { count: batch.takenRows ?? 0 })}>
          <p>
            {rows} · {t('batch.takenText')}
          </p>
        </Notice>
      );
    case 'refused':
      return (
        <Notice tone="bad" title={`${rows} · ${t('batch.wrong', { count: batch.rowsWrong })}`}>
          <p>{t('batch.refusedText')}</p>
          {batch.failure && <p>{t('batch.correctionFailed', { why: whyText(batch.failure) })}</p>}
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="bad" alert>
          {t('batch.failedText', { why: whyText(batch.failure ?? '') })}
        </Notice>
      );
    case 'withdrawn':
      return null;
  }
}

function Rounds({ batch }: { batch: Batch }) {
  return (
    <Table
      caption={t('batch.rounds')}
      rows={batch.rounds}
      rowKey={({ round }) => round}
      columns={[
        {
          key: 'round',
          head: t('batch.time'),
          lead: true,
          cell: ({ round, startedAt }) => `${t('batch.round', { round })} · ${formatInstant(startedAt)}`,
        },
        { key: 'kind', head: t('batch.kind'), cell: ({ kind }) => t(`batch.kind.${kind}`) },
        {
          key: 'rules',
          head: t('batch.problem'),
          cell: ({ byRule }) => byRule.map(({ rule, rows }) => `${ruleText(rule)} ${rows}`).join('，') || '–',
        },
        {
          key: 'result',
          head: t('batch.result'),
          cell: ({ outcome }) => (outcome ? <Badge tone={STATE_TONES[outcome]}>{t(`state.${outcome}`)}</Badge> : '…'),
        },
      ]}
    />
  );
}
