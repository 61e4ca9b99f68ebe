import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { CollectionFindings, CollectionFindingsFiles } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { t as desk } from '../../i18n/desk.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { ruleText } from './words.ts';

const NONE = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** What is wrong with a batch, row by row; the returned file holds the cells to mend. */
export function Findings({ id, mayDownload }: { id: string; mayDownload: boolean }) {
  const [refused, setRefused] = useState<Problem | null>(null);
  const { nodes, problem, isLoading, hasMore, more } = usePages(CollectionFindings, { id }, (data) => {
    const page = data.collectionBatch?.findings;
    return page
      ? {
          nodes: page.nodes,
          pageInfo: { hasNextPage: page.pageInfo.hasNextPage, endCursor: page.pageInfo.endCursor ?? null },
        }
      : NONE;
  });
  const fetchFile = (kind: 'findingsUrl' | 'findingsCsvUrl') =>
    void download(CollectionFindingsFiles, { id }, (answer) => answer.collectionBatch?.[kind]).then(setRefused);
  return (
    <section class="stack">
      {mayDownload && (
        <div class="row no-print">
          <Button icon="download" onClick={() => fetchFile('findingsUrl')}>
            {t('batch.findingsXlsx')}
          </Button>
          <Button icon="download" onClick={() => fetchFile('findingsCsvUrl')}>
            {t('batch.findingsCsv')}
          </Button>
        </div>
      )}
      {(problem ?? refused) && <ErrorBox problem={(problem ?? refused) as Problem} />}
      {!nodes && isLoading && <Skeleton lines={4} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('batch.findings')}
          rows={nodes.map((node, place) => ({ ...node, place }))}
          rowKey={({ place }) => place}
          columns={[
            { key: 'problem', head: t('batch.problem'), lead: true, cell: ({ message }) => message },
            { key: 'field', head: t('batch.field'), cell: ({ fieldLabel }) => fieldLabel ?? t('batch.wholeRow') },
            { key: 'file', head: t('batch.file'), end: true, cell: ({ file }) => <span class="number">{file}</span> },
            { key: 'row', head: t('batch.row'), end: true, cell: ({ row }) => <span class="number">{row}</span> },
            { key: 'rule', head: t('batch.rule'), cell: ({ rule }) => ruleText(rule) },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
    </section>
  );
}
