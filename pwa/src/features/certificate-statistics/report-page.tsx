import './certificate-statistics.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  type CertificateMeasure,
  CertificateStatistics,
  CertificateStatisticsExport,
} from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { formatNumber } from '../../i18n/numbers.ts';
import { t } from '../../i18n/statistics.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { Breadcrumb, useDivisionPath } from '../coverage/breadcrumb.tsx';
import { ReportBar, type Term } from '../report/report-bar.tsx';
import { Page } from '../session/shell.tsx';
import { BarChart } from './bar-chart.tsx';
import { changeText } from './change.ts';
import {
  chooseFor,
  report as chosen,
  grouping,
  hasItems,
  isUnit,
  organisation,
  type Reader,
  selection,
} from './choice.ts';
import { Choose } from './choose.tsx';
import { type Cut, cutOf, itemsPath, type Report, type Row } from './drill.ts';

const PROVINCE_DIGITS = 2;

/** Statistics of certificates: a report of a division or a unit, down to the rows behind a figure. */
const ReportPage: Screen = ({ params }) => {
  const me = useMe();
  const [root] = me.data?.me.divisions ?? [];
  if (!me.data || !root)
    return (
      <Page title={t('report.total')}>
        {me.problem ? <ErrorBox problem={me.problem} onRetry={me.refresh} /> : <Skeleton lines={8} />}
      </Page>
    );
  const { divisions, organisation: own, role } = me.data.me;
  const reader: Reader = { role, kind: own?.kind ?? null };
  // What is counted of a unit may lie anywhere in the province.
  const roots = isUnit(reader) ? [root.code.slice(0, PROVINCE_DIGITS)] : divisions.map(({ code }) => code);
  const place = isUnit(reader) ? own?.name : undefined;
  return <DivisionReport division={params.code ?? roots[0]!} roots={roots} reader={reader} unit={place} />;
};
export default ReportPage;

interface Asking {
  division: string;
  roots: readonly string[];
  reader: Reader;
  /** the unit whose own figures they are */
  unit: string | undefined;
}

function DivisionReport({ division, roots, reader, unit }: Asking) {
  useState(() => chooseFor(reader));
  const asked = { ...selection(division), by: grouping.value };
  const { data, problem, isLoading, takenAt, refresh } = useData(CertificateStatistics, asked, { keep: true });
  const path = useDivisionPath(division, roots);
  const exportFile = () =>
    download(CertificateStatisticsExport, asked, (answer) => answer.certificateStatistics.exportUrl);
  const report = data?.certificateStatistics;
  return (
    <Page
      title={t('title', { division: unit ?? path.at(-1)?.name ?? '', report: t(`report.${chosen.value}`) })}
      aside={<DataAge takenAt={takenAt} />}
    >
      {!unit && <Breadcrumb path={path} to="/statistics" />}
      <Choose reader={reader} />
      {report && <ReportBar asOf={report.asOf} terms={termsOf(report)} source={report.source} onExport={exportFile} />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !report && <Skeleton lines={8} />}
      {report && <Body report={report} division={division} reader={reader} />}
    </Page>
  );
}

const termsOf = ({ columns }: Report): Term[] =>
  columns.map(({ measure, definition }) => ({ name: t(`measure.${measure}`), definition }));

function nameOf(row: Row): string {
  if (row.period !== null) return row.period;
  if (row.population !== null) return t(`population.${row.population}`);
  if (grouping.value === 'organisation') return row.organisation?.name ?? t('noOrganisation');
  return row.division?.name ?? row.division?.code ?? t('noDivision');
}
const keyOf = (row: Row): string => row.division?.code ?? row.organisation?.id ?? row.population ?? row.period ?? '';

function Body({ report, division, reader }: { report: Report; division: string; reader: Reader }) {
  const { columns, rows, total, before, lastYear } = report;
  const [measure, setMeasure] = useState<string | null>(null);
  const at = Math.max(
    0,
    columns.findIndex((column) => column.measure === measure),
  );
  const charted = columns[at];
  const link = (of: CertificateMeasure, cut?: Cut | null) =>
    hasItems(reader) && cut !== null ? itemsPath(division, of, cut) : null;
  if (rows.length === 0)
    return (
      <EmptyState icon="certificate" title={t('empty')}>
        <p class="muted">{t('empty.hint')}</p>
      </EmptyState>
    );
  return (
    <>
      <p class="muted">{t('span.text', { from: formatDate(report.from), to: formatDate(report.to) })}</p>
      <dl class="statistics-figures">
        {columns.map(({ measure }, i) => (
          <div class="figure" key={measure}>
            <dt>{t(`measure.${measure}`)}</dt>
            <dd class="number">
              <Figure value={total[i] ?? 0} href={link(measure)} />
            </dd>
            <dd class="muted small">{t('change.before', { change: changeText(total[i] ?? 0, before[i] ?? 0) })}</dd>
            <dd class="muted small">{t('change.lastYear', { change: changeText(total[i] ?? 0, lastYear[i] ?? 0) })}</dd>
          </div>
        ))}
      </dl>
      {charted && (
        <>
          <div class="statistics-choice no-print">
            <Select
              label={t('choose.chart')}
              value={charted.measure}
              options={columns.map((column) => ({ value: column.measure, label: t(`measure.${column.measure}`) }))}
              onInput={setMeasure}
            />
          </div>
          <BarChart
            title={t('chart', { measure: t(`measure.${charted.measure}`) })}
            bars={rows.map((row) => ({ key: keyOf(row), label: nameOf(row), value: row.counts[at] ?? 0 }))}
          />
        </>
      )}
      <p class="muted small">{t('change.explain')}</p>
      {hasItems(reader) && <p class="muted small no-print">{t('drill')}</p>}
      <Table caption={t('table')} hideCaption columns={columnsOf(report, division, link)} rows={rows} rowKey={keyOf} />
    </>
  );
}

function Figure({ value, href }: { value: number; href: string | null }) {
  const text = formatNumber(value);
  return value > 0 && href ? <a href={`#${href}`}>{text}</a> : <span>{text}</span>;
}

function columnsOf(
  { columns, from, to }: Report,
  division: string,
  link: (measure: CertificateMeasure, cut: Cut | null) => string | null,
): Column<Row>[] {
  return [
    {
      key: 'name',
      head: t(`by.${grouping.value}`),
      lead: true,
      cell: (row) => <RowName row={row} division={division} />,
    },
    ...columns.map(({ measure }, i): Column<Row> => {
      const deeper = (row: Row) => link(measure, cutOf(row, grouping.value, { from, to }));
      return {
        key: measure,
        head: t(`measure.${measure}`),
        end: true,
        cell: (row) => (
          <span class="statistics-compared">
            <Figure value={row.counts[i] ?? 0} href={deeper(row)} />
            {row.before && <span class="muted small">{changeText(row.counts[i] ?? 0, row.before[i] ?? 0)}</span>}
          </span>
        ),
      };
    }),
  ];
}

/** A division leads one level down, an organisation to its own figures. */
function RowName({ row, division }: { row: Row; division: string }) {
  const name = nameOf(row);
  if (row.division && row.division.code !== division) return <a href={`#/statistics/${row.division.code}`}>{name}</a>;
  const unit = row.organisation;
  if (!unit) return <>{name}</>;
  return (
    <Button
      variant="quiet"
      onClick={() => {
        organisation.value = { id: unit.id, name };
        grouping.value = 'day';
      }}
    >
      {name}
    </Button>
  );
}
