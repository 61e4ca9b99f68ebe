import '../coverage/coverage.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { QualityReport, QualityReportFile } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/collection.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { ruleText } from './words.ts';

const DAY_MS = 86_400_000;
const MONTH = 30;

/** What was checked on which day, and what was wrong (校验日报). */
export function Report() {
  const today = todayInChina();
  const [from, setFrom] = useState(todayInChina(Date.now() - MONTH * DAY_MS));
  const [to, setTo] = useState(today);
  const { data, problem, isLoading, refresh } = useData(QualityReport, { from, to });
  const [refused, setRefused] = useState<Problem | null>(null);
  const days = data?.qualityReport.days ?? [];
  return (
    <>
      <div class="coverage-choice no-print">
        <DateField label={t('report.from')} value={from} max={to} onInput={(day) => day && setFrom(day)} />
        <DateField label={t('report.to')} value={to} min={from} onInput={(day) => day && setTo(day)} />
        <Button
          icon="download"
          onClick={() =>
            void download(QualityReportFile, { from, to }, (answer) => answer.qualityReport.fileUrl).then(setRefused)
          }
        >
          {t('report.export')}
        </Button>
        <Button icon="printer" onClick={() => print()}>
          {common('action.print')}
        </Button>
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {refused && <ErrorBox problem={refused} />}
      {isLoading && !data && <Skeleton lines={6} />}
      {data && days.length === 0 && <EmptyState icon="calendar" title={t('report.none')} />}
      {days.length > 0 && (
        <Table
          caption={t('collection.report')}
          hideCaption
          rows={days}
          rowKey={({ day, typeCode }) => `${day} ${typeCode}`}
          columns={[
            {
              key: 'day',
              head: t('report.day'),
              lead: true,
              cell: ({ day }) => <span class="number">{formatDate(day)}</span>,
            },
            { key: 'type', head: t('batch.type'), cell: ({ typeName }) => typeName },
            {
              key: 'batches',
              head: t('report.batches'),
              end: true,
              cell: (d) => <span class="number">{`${d.taken} / ${d.refused} / ${d.failed}`}</span>,
            },
            {
              key: 'checked',
              head: t('report.checked'),
              end: true,
              cell: ({ rowsRead }) => <span class="number">{rowsRead}</span>,
            },
            {
              key: 'wrong',
              head: t('report.wrong'),
              end: true,
              cell: ({ rowsWrong }) => <span class="number">{rowsWrong}</span>,
            },
            {
              key: 'rules',
              head: t('report.rules'),
              cell: ({ byRule }) => byRule.map(({ rule, rows }) => `${ruleText(rule)} ${rows}`).join('，') || '–',
            },
            {
              key: 'singles',
              head: t('report.singles'),
              end: true,
              cell: (d) => <span class="number">{`${d.singlesTaken} / ${d.singlesRefused}`}</span>,
            },
          ]}
        />
      )}
    </>
  );
}
