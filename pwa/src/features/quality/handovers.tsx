import { QualityHandovers } from '../../data/generated/quality.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { titleOf } from './rule-words.tsx';

/** What was handed over to clinics, and how much of it is left (H-03). */
export function Handovers() {
  const { nodes, problem, isLoading, hasMore, more } = usePages(QualityHandovers, {}, (data) => data.qualityHandovers);
  return (
    <section class="stack">
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('hand.empty')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('tabs.handovers')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'rule',
              head: t('hand.rule'),
              lead: true,
              cell: ({ id, rule, note }) => (
                <span class="stack-tight">
                  <a href={`#/quality/${rule.id}?handover=${id}`}>{titleOf(rule)}</a>
                  {note && <span class="muted small">{note}</span>}
                </span>
              ),
            },
            { key: 'unit', head: t('rule.unit'), cell: ({ clinic }) => clinic.name },
            { key: 'at', head: t('hand.at'), cell: ({ at }) => <span class="number">{formatInstant(at)}</span> },
            { key: 'files', head: t('hand.files'), end: true, cell: ({ files }) => files },
            { key: 'answered', head: t('hand.answered'), end: true, cell: ({ answered }) => answered },
            { key: 'left', head: t('hand.left'), end: true, cell: ({ left }) => <strong>{left}</strong> },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('rule.more')}
        </Button>
      )}
    </section>
  );
}
