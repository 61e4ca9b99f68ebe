import { useEffect, useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  NonConformingDoses,
  type NonConformingDosesQuery,
  NonConformingFile,
  type NonConformingReason,
  NonConformingSummary,
} from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as report } from '../../i18n/report.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';

type Row = NonConformingDosesQuery['nonConformingDoses']['nodes'][number];

/** Doses that do not conform to the schedule: how many for each reason, and which. */
export function NonConforming({ division }: { division: string }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState<NonConformingReason | ''>('');
  const span = { division, from: from || null, to: to || null };
  const summary = useData(NonConformingSummary, span, { keep: true });
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportFile = async () =>
    setRefused(await download(NonConformingFile, span, (answer) => answer.nonConformingSummary.fileUrl));
  const counts = summary.data?.nonConformingSummary.counts ?? [];
  return (
    <>
      <div class="coverage-choice no-print">
        <DateField label={t('faults.from')} value={from} optional {...(to && { max: to })} onInput={setFrom} />
        <DateField label={t('faults.to')} value={to} optional {...(from && { min: from })} onInput={setTo} />
        <Select
          label={t('faults.reason')}
          value={reason}
          placeholder={t('faults.all')}
          options={counts.map(({ reason: value }) => ({ value, label: t(`fault.${value}`) }))}
          onInput={(value) => setReason(value as NonConformingReason | '')}
        />
        <Button icon="download" onClick={() => void exportFile()}>
          {report('export')}
        </Button>
      </div>
      {summary.problem && <ErrorBox problem={summary.problem} onRetry={summary.refresh} />}
      {refused && <ErrorBox problem={refused} />}
      {summary.data && (
        <Table
          caption={t('faults.total', { count: summary.data.nonConformingSummary.doses })}
          rows={counts}
          rowKey={({ reason: key }) => key}
          columns={[
            { key: 'reason', head: t('faults.reason'), lead: true, cell: (row) => t(`fault.${row.reason}`) },
            {
              key: 'doses',
              head: t('faults.doses'),
              end: true,
              cell: ({ doses }) => <span class="number">{doses}</span>,
            },
          ]}
        />
      )}
      <Doses key={`${from} ${to} ${reason}`} span={span} reason={reason || null} />
    </>
  );
}

function Doses({
  span,
  reason,
}: {
  span: { division: string; from: string | null; to: string | null };
  reason: NonConformingReason | null;
}) {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly Row[]>([]);
  const { data, problem, isLoading, refresh } = useData(NonConformingDoses, { ...span, reason, after });
  useEffect(() => {
    setAfter(null);
    setEarlier([]);
  }, [span.division]);
  const page = data?.nonConformingDoses;
  const rows = [...earlier, ...(page?.nodes ?? [])];
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {page && rows.length === 0 && <EmptyState icon="check" title={t('faults.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('faults.list')}
          rows={rows}
          rowKey={({ dose }) => dose.id}
          columns={[
            {
              key: 'name',
              head: t('children.name'),
              lead: true,
              cell: ({ dose }) => <bdi>{dose.person.name}</bdi>,
            },
            {
              key: 'born',
              head: t('children.born'),
              cell: ({ dose }) => <span class="number">{formatDate(dose.person.birthDate)}</span>,
            },
            { key: 'vaccine', head: t('schedule.vaccine'), cell: ({ dose }) => dose.vaccine.name },
            {
              key: 'date',
              head: t('children.date'),
              cell: ({ dose }) => <span class="number">{formatDate(dose.date)}</span>,
            },
            {
              key: 'reasons',
              head: t('faults.reason'),
              cell: ({ reasons }) => reasons.map((one) => t(`fault.${one}`)).join(t('diff.and')),
            },
            {
              key: 'clinic',
              head: t('faults.clinic'),
              cell: ({ dose }) => dose.clinic?.name || dose.clinicName || '',
            },
          ]}
        />
      )}
      {page?.pageInfo.hasNextPage && (
        <Button
          busy={isLoading}
          onClick={() => {
            setEarlier(rows);
            setAfter(page.pageInfo.endCursor ?? null);
          }}
        >
          {t('list.more')}
        </Button>
      )}
    </>
  );
}
