import '../administration/administration.css';
import './issuing.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  FetchBlocks,
  type FetchBlocksQuery,
  type FetchFilter,
  type FetchLimit,
  FetchRecords,
  FetchRecordsExport,
  ReleaseFetches,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';

type Block = FetchBlocksQuery['fetchBlocks'][number];

const typeName = (slug: string): string =>
  slug === 'vaccination_certificate' ? t('type.vaccination_certificate') : slug;

/** Records of fetched files, and who is blocked for fetching too often (用证记录, 用证解封, J-57). */
const FetchesPage: Screen = () => {
  const [filter, setFilter] = useState<FetchFilter>({});
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = (key: keyof FetchFilter) => (value: string) => setFilter({ ...filter, [key]: value || null });
  return (
    <Page title={t('fetches.title')}>
      {account.value?.role === 'system_admin' && <Blocks />}
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          set('text')(text.trim());
        }}
      >
        <DateField label={t('fetches.from')} value={filter.from ?? ''} onInput={set('from')} />
        <DateField label={t('list.to')} value={filter.to ?? ''} onInput={set('to')} />
        <TextField label={t('fetches.search')} type="search" value={text} onInput={setText} autocomplete="off" />
        <div class="row filter-buttons">
          <Button type="submit" icon="search">
            {t('list.search')}
          </Button>
          <Button
            icon="download"
            onClick={() =>
              void download(FetchRecordsExport, { filter }, (data) => data.fetchRecordsExportUrl).then(setProblem)
            }
          >
            {t('list.export')}
          </Button>
        </div>
      </form>
      {problem && <ErrorBox problem={problem} />}
      <Records key={JSON.stringify(filter)} filter={filter} />
    </Page>
  );
};
export default FetchesPage;

function Records({ filter }: { filter: FetchFilter }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(FetchRecords, { filter }, (data) => data.fetchRecords);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="download" title={t('list.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('fetches.title')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            { key: 'holder', head: t('fetches.holder'), lead: true, cell: ({ holderName }) => <bdi>{holderName}</bdi> },
            {
              key: 'document',
              head: t('fetches.document'),
              cell: ({ holderDocumentNumber }) => <span class="mono small">{holderDocumentNumber ?? '–'}</span>,
            },
            { key: 'type', head: t('certificates.type'), cell: ({ licenceType }) => typeName(licenceType) },
            { key: 'use', head: t('fetches.use'), cell: ({ use }) => t(`use.${use as 'shown'}`) },
            { key: 'by', head: t('fetches.by'), cell: ({ account: by }) => by.displayName },
            { key: 'at', head: t('fetches.at'), cell: ({ at }) => <span class="number">{formatInstant(at)}</span> },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}

function Blocks() {
  const { data, problem, refresh } = useData(FetchBlocks, {});
  const [busy, setBusy] = useState('');
  const [failure, setFailure] = useState<Problem>();
  const release = async (of: Block, limit: FetchLimit) => {
    setBusy(`${of.account.id} ${limit}`);
    setFailure(undefined);
    const input = { accountId: of.account.id, limit, licenceType: limit === 'type' ? of.licenceType : null };
    const answer = await mutate(ReleaseFetches, { commandId: newId(), input });
    setBusy('');
    if (!answer.ok) return setFailure(answer.problem);
    toast(t('blocks.released'));
    refresh();
  };
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return null;
  return (
    <section class="card">
      <h2>{t('blocks.title')}</h2>
      {failure && <ErrorBox problem={failure} />}
      {data.fetchBlocks.length === 0 && <p class="muted">{t('blocks.none')}</p>}
      {data.fetchBlocks.length > 0 && (
        <Table
          caption={t('blocks.title')}
          hideCaption
          rows={data.fetchBlocks}
          rowKey={({ account: { id }, limit, licenceType }) => `${id} ${limit} ${licenceType}`}
          columns={[
            { key: 'who', head: t('fetches.by'), lead: true, cell: ({ account: by }) => <bdi>{by.displayName}</bdi> },
            {
              key: 'limit',
              head: t('blocks.limit'),
              cell: ({ limit, licenceType }) =>
                limit === 'total' ? t('blocks.total') : t('blocks.type', { type: typeName(licenceType ?? '') }),
            },
            {
              key: 'used',
              head: t('blocks.used'),
              end: true,
              cell: ({ used, allowed }) => <span class="number">{`${used} / ${allowed}`}</span>,
            },
            {
              key: 'release',
              head: t('blocks.release'),
              cell: (of) =>
                of.limit === 'total' ? (
                  <Button busy={busy === `${of.account.id} total`} onClick={() => void release(of, 'total')}>
                    {t('blocks.releaseTotal')}
                  </Button>
                ) : (
                  <span class="row">
                    <Button busy={busy === `${of.account.id} type`} onClick={() => void release(of, 'type')}>
                      {t('blocks.releaseType')}
                    </Button>
                    <Button busy={busy === `${of.account.id} day`} onClick={() => void release(of, 'day')}>
                      {t('blocks.releaseDay')}
                    </Button>
                  </span>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}
