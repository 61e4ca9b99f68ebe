import { useState } from 'preact/hooks';
import { OpenHandover, ReceivedDocuments, type ReceivedDocumentsQuery } from '../../data/generated/files.ts';
import { newId } from '../../data/ids.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/handover.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import type { Address } from '../certificate-files/certificate-file.ts';
import { PreviewDialog } from '../certificate-files/preview-dialog.tsx';
import { Page } from '../session/shell.tsx';

type Received = ReceivedDocumentsQuery['receivedDocuments']['nodes'][number];

const columns = (onOpen: (row: Received) => void): Column<Received>[] => [
  { key: 'name', head: t('received.name'), lead: true, cell: ({ holderName }) => <bdi>{holderName}</bdi> },
  { key: 'born', head: t('received.birthDate'), cell: ({ birthDate }) => formatDate(birthDate) },
  { key: 'purpose', head: t('received.purpose'), cell: ({ purpose }) => t(`purpose.${purpose}`) },
  { key: 'until', head: t('received.until'), cell: ({ openUntil }) => formatDate(openUntil) },
  { key: 'opened', head: t('received.openedAt'), cell: ({ openedAt }) => (openedAt ? formatInstant(openedAt) : '–') },
  {
    key: 'do',
    head: t('received.actions'),
    cell: (row) => (
      <Button icon="search" label={t('received.open.of', { name: row.holderName })} onClick={() => onOpen(row)}>
        {t('received.open')}
      </Button>
    ),
  },
];

/** Sealed files that families handed to this school or unit, to be looked at, printed and taken along while they stand open. */
const ReceivedPage: Screen = () => {
  const [round, setRound] = useState(0);
  return <Files key={round} onOpened={() => setRound(round + 1)} />;
};
export default ReceivedPage;

function Files({ onOpened }: { onOpened: () => void }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    ReceivedDocuments,
    {},
    (data) => data.receivedDocuments,
  );
  const [open, setOpen] = useState<Received | null>(null);
  const addressOf =
    (id: string): Address =>
    async (format) => {
      const answer = await mutate(OpenHandover, { commandId: newId(), id, format });
      return answer.ok ? { url: answer.data.openHandover.url } : { problem: answer.problem };
    };
  return (
    <Page title={t('received.title')}>
      <p class="muted">{t('received.explain')}</p>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="record" title={t('received.empty')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('received.title')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={columns(setOpen)}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('received.more')}
        </Button>
      )}
      {open && <PreviewDialog addressOf={addressOf(open.id)} title={open.holderName} onClose={onOpened} />}
    </Page>
  );
}
