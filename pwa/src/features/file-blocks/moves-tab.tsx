import { FileMoves } from '../../data/generated/person-file.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/file-blocks.ts';
import { formatInstant } from '../../i18n/format.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { TabProps } from './file-screen.tsx';

/** 迁移记录: where the file went and from where it came, the last first. */
export function MovesTab({ person, mayChange }: TabProps) {
  const { data, problem, isLoading, refresh } = useData(FileMoves, { id: person.id }, { keep: true });
  const moves = data?.person?.moves;
  const end = (unit: { name: string } | null | undefined, { code }: { code: string }) =>
    unit?.name ?? (code.length === 2 ? t('moves.elsewhere', { code }) : code);
  return (
    <div class="stack">
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={4} />}
      {mayChange && account.value?.role === 'vaccinator' && (
        <div class="row no-print">
          <ButtonLink href={`#/child/${person.id}/move`}>{t('moves.start')}</ButtonLink>
        </div>
      )}
      {moves?.length === 0 && <EmptyState icon="record" title={t('moves.none')} />}
      {moves && moves.length > 0 && (
        <Table
          caption={t('tab.moves')}
          hideCaption
          rows={moves}
          rowKey={({ id }) => id}
          columns={[
            { key: 'kind', head: t('moves.kind'), lead: true, cell: ({ direction }) => t(`direction.${direction}`) },
            { key: 'from', head: t('moves.from'), cell: (m) => end(m.fromUnit, m.fromDivision) },
            { key: 'to', head: t('moves.to'), cell: (m) => end(m.toUnit, m.toDivision) },
            { key: 'state', head: t('moves.state'), cell: ({ state }) => t(`state.${state}`) },
            { key: 'reason', head: t('moves.reason'), cell: ({ reason }) => reason },
            { key: 'when', head: t('moves.when'), cell: ({ startedAt }) => formatInstant(startedAt) },
          ]}
        />
      )}
    </div>
  );
}
