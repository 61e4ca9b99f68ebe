import { SealingLog, type SealingLogQuery } from '../../data/generated/desk.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { SealingReceipt } from './hand-over.tsx';

type Line = SealingLogQuery['sealingLog']['nodes'][number];

const FAILURES = [
  'no_seal',
  'not_granted',
  'seal_expired',
  'issuer_closed',
  'record_altered',
  'certificate_not_valid',
  'character',
  'unavailable',
  'fault',
] as const;
const ENDS = ['certificate_revoked', 'record_changed', 'seal_withdrawn'] as const;

/** A reason of the closed lists in words, or the words of who withdrew. */
function reasonOf({ reason }: Line): string {
  const failure = FAILURES.find((f) => f === reason);
  if (failure) return t(`failure.${failure}`);
  const end = ENDS.find((e) => e === reason);
  return end ? t(`log.reason.${end}`) : (reason ?? '');
}

/** Each act of sealing, the latest first (Q-67); of one seal when named. */
export function SealingLogList({ sealId = null }: { sealId?: string | null }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(SealingLog, { sealId }, (data) => data.sealingLog);
  if (problem && !nodes) return <ErrorBox problem={problem} onRetry={more} />;
  if (!nodes) return <Skeleton lines={6} />;
  if (nodes.length === 0) return <EmptyState icon="record" title={t('log.empty')} />;
  return (
    <section class="stack">
      <Table
        caption={t('seals.tab.log')}
        hideCaption
        rows={nodes}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'at',
            head: t('log.at'),
            lead: true,
            cell: ({ at }) => <span class="number">{formatInstant(at)}</span>,
          },
          { key: 'issuer', head: t('seals.issuer'), cell: ({ issuer }) => <bdi>{issuer.name}</bdi> },
          {
            key: 'act',
            head: t('log.act'),
            cell: ({ act, format }) => `${t(`log.act.${act}`)}${format ? ` ${format.toUpperCase()}` : ''}`,
          },
          {
            key: 'file',
            head: t('log.file'),
            cell: ({ certificateNumber, documentId }) => (
              <span class="mono small" title={documentId}>
                {certificateNumber ?? '—'}
                <br />
                {t('log.document', { id: documentId.slice(-8) })}
              </span>
            ),
          },
          {
            key: 'result',
            head: t('log.result'),
            cell: (line) => (
              <span>
                <Badge tone={line.result === 'ok' ? 'good' : 'bad'}>{t(`log.result.${line.result}`)}</Badge>{' '}
                <span class="muted small">{reasonOf(line)}</span>
              </span>
            ),
          },
          {
            key: 'operator',
            head: t('log.operator'),
            cell: ({ operator }) => <bdi>{operator?.displayName ?? t('seals.platform')}</bdi>,
          },
          {
            key: 'evidence',
            head: t('log.evidence'),
            cell: ({ fileSm3, certificateSerial }) => (
              <span class="mono small" title={fileSm3 ?? ''}>
                {fileSm3 ? t('log.sm3', { hash: fileSm3.slice(0, 16) }) : '—'}
                <br />
                {certificateSerial && t('log.serial', { serial: certificateSerial.slice(0, 16) })}
              </span>
            ),
          },
          {
            key: 'sealing',
            head: t('log.sealing'),
            cell: ({ submission }) =>
              submission?.sealing ? <SealingReceipt sealing={submission.sealing} /> : <span class="muted">—</span>,
          },
        ]}
      />
      {hasMore && (
        <Button busy={isLoading} onClick={more}>
          {t('seals.more')}
        </Button>
      )}
    </section>
  );
}
