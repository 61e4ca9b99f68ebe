import { useState } from 'preact/hooks';
import { CollectionBatches, type CollectionBatchesQuery, type CollectionState } from '../../data/generated/desk.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { t as desk } from '../../i18n/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { Ledger } from './ledger.tsx';
import { Report } from './report.tsx';
import { StartBatch } from './start-batch.tsx';
import { STATE_TONES } from './words.ts';

type Batch = CollectionBatchesQuery['collectionBatches']['nodes'][number];
const VIEWS = ['batches', 'report', 'ledger'] as const;
type View = (typeof VIEWS)[number];
const STATES = ['uploading', 'reading', 'taking', 'taken', 'refused', 'failed', 'withdrawn'] as const;

/** Collection of licences: batches, the daily checks and the ledger of improvements. */
const CollectionPage: Screen = () => {
  const [view, setView] = useState<View>('batches');
  return (
    <Page title={t('collection.title')}>
      <Tabs
        label={t('collection.title')}
        selected={view}
        tabs={VIEWS.map((key) => ({ key, label: t(`collection.${key}`) }))}
        onSelect={(key) => setView(key as View)}
      >
        <div class="stack tab-body">
          {view === 'batches' && <Batches />}
          {view === 'report' && <Report />}
          {view === 'ledger' && <Ledger />}
        </div>
      </Tabs>
    </Page>
  );
};
export default CollectionPage;

function Batches() {
  const [state, setState] = useState('');
  const variables = { type: null, state: (state || null) as CollectionState | null };
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    CollectionBatches,
    variables,
    (data) => data.collectionBatches,
  );
  // Administrators see what was collected; they send nothing themselves.
  const maySend = account.value?.role === 'cdc' || account.value?.role === 'inspector';
  return (
    <>
      {maySend && <StartBatch />}
      <div class="filter no-print">
        <Select
          label={t('batch.state')}
          value={state}
          options={[
            { value: '', label: t('ledger.all') },
            ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          ]}
          onInput={setState}
        />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="upload" title={t('batch.none')} />}
      <ul class="hits">
        {nodes?.map((batch) => (
          <li key={batch.id}>
            <BatchLine batch={batch} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
    </>
  );
}

function BatchLine({ batch }: { batch: Batch }) {
  return (
    <a class="hit" href={`#/collection/${batch.id}`}>
      <span class="grow stack-tight">
        <strong>
          <bdi>{batch.title}</bdi>
        </strong>
        <span class="muted small">
          {batch.typeName} · {formatInstant(batch.createdAt)} · {t('batch.rows', { count: batch.rowsRead })}
          {batch.rowsWrong > 0 && ` · ${t('batch.wrong', { count: batch.rowsWrong })}`}
        </span>
      </span>
      <Badge tone={STATE_TONES[batch.state]}>{t(`state.${batch.state}`)}</Badge>
      <Icon name="next" size={20} />
    </a>
  );
}
