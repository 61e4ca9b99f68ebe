import { FileLog } from '../../data/generated/person-file.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/file-blocks.ts';
import { formatInstant } from '../../i18n/format.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { TabProps } from './file-screen.tsx';
import { logLines } from './log-lines.ts';

/** 操作日志: who did what on the file and when; what changed stands in its history. */
export function LogTab({ person }: TabProps) {
  const { data, problem, isLoading, refresh } = useData(FileLog, { id: person.id }, { keep: true });
  const lines = data?.person && logLines(data.person);
  return (
    <div class="stack">
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {lines?.length === 0 && <EmptyState icon="record" title={t('log.none')} />}
      {lines && lines.length > 0 && (
        <>
          <p class="no-print">
            <a href={`#/child/${person.id}/history`}>{t('log.history')}</a>
          </p>
          <Table
            caption={t('tab.log')}
            hideCaption
            rows={lines}
            rowKey={({ key }) => key}
            columns={[
              { key: 'what', head: t('log.what'), lead: true, cell: ({ what }) => what },
              { key: 'who', head: t('log.who'), cell: ({ who }) => <bdi>{who}</bdi> },
              { key: 'when', head: t('log.when'), cell: ({ at }) => <span class="number">{formatInstant(at)}</span> },
            ]}
          />
        </>
      )}
    </div>
  );
}
