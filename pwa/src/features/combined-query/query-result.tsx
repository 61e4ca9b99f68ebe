import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { FoundCount, FoundFile, FoundFiles, type QueryColumn } from '../../data/generated/query.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { Query } from './query.ts';
import { cellOf, isFigure } from './words.ts';

/** Columns with a day, read as one word. */
const DAYS: ReadonlySet<QueryColumn> = new Set<QueryColumn>(['birthDate', 'lastDoseOn']);

export const columnText = (column: QueryColumn): string =>
  column === 'barcode' || column === 'doses' || column === 'lastDoseOn' ? t(`column.${column}`) : t(`field.${column}`);

/** What a query found: the count, the rows page by page, the sheet. */
export function QueryResult({ query, columns }: { query: Query; columns: readonly QueryColumn[] }) {
  const count = useData(FoundCount, { query });
  const { nodes, problem, isLoading, hasMore, more } = usePages(FoundFiles, { query }, (data) => data.personQuery);
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportFile = async () =>
    setRefused(await download(FoundFile, { query, columns: [...columns] }, (answer) => answer.personQueryFile));
  const counted = count.data?.personQueryCount;
  if (problem && !nodes) return <ErrorBox problem={problem} onRetry={more} />;
  if (!nodes) return <Skeleton lines={8} />;
  if (nodes.length === 0)
    return (
      <EmptyState icon="search" title={t('result.none')}>
        <p>{t('result.noneHint')}</p>
      </EmptyState>
    );
  return (
    <section class="stack">
      <div class="row-between">
        <p role="status">{counted && t(counted.isMore ? 'result.more' : 'result.count', { count: counted.files })}</p>
        <Button icon="download" onClick={() => void exportFile()}>
          {t('result.export')}
        </Button>
      </div>
      {refused && <ErrorBox problem={refused} />}
      <Table
        caption={t('result.title')}
        rows={nodes}
        rowKey={({ person }) => person.id}
        columns={[
          ...columns.map((column) => ({
            key: column,
            head: columnText(column),
            lead: column === columns[0],
            end: isFigure(column),
            cell: (row: (typeof nodes)[number]) => (
              <bdi class={DAYS.has(column) ? 'unbroken' : undefined}>{cellOf(column, row)}</bdi>
            ),
          })),
          ...(account.value?.role === 'vaccinator'
            ? [
                {
                  key: 'open',
                  head: '',
                  cell: ({ person }: (typeof nodes)[number]) => (
                    <ButtonLink icon="record" href={`#/child/${person.id}`}>
                      {t('result.open')}
                    </ButtonLink>
                  ),
                },
              ]
            : []),
        ]}
      />
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('result.next')}
        </Button>
      )}
    </section>
  );
}
