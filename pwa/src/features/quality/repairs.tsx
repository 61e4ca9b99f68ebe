import { QualityRepairs } from '../../data/generated/quality.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { titleOf } from './rule-words.tsx';

/** The batches one ran, newest first. */
export function Repairs() {
  const { nodes, problem, isLoading, hasMore, more } = usePages(QualityRepairs, {}, (data) => data.qualityRepairs);
  return (
    <section class="stack">
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('repair.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('tabs.repairs')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'rule',
              head: t('hand.rule'),
              lead: true,
              cell: ({ id, ruleTitle, ruleTitleEn }) => (
                <a href={`#/quality/repairs/${id}`}>{titleOf({ title: ruleTitle, titleEn: ruleTitleEn })}</a>
              ),
            },
            {
              key: 'at',
              head: t('repair.at'),
              cell: ({ askedAt }) => <span class="number">{formatInstant(askedAt)}</span>,
            },
            { key: 'state', head: t('rule.state'), cell: ({ state }) => t(`repair.state.${state}`) },
            { key: 'total', head: t('repair.total'), end: true, cell: ({ total }) => total },
            { key: 'written', head: t('repair.written'), end: true, cell: ({ written }) => written },
            { key: 'restored', head: t('repair.restored'), end: true, cell: ({ restored }) => restored },
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
