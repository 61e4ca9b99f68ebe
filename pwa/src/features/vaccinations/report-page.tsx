import '../certificate-statistics/certificate-statistics.css';
import { download } from '../../data/download.ts';
import {
  VaccinationStatistics,
  VaccinationStatisticsExport,
  type VaccinationStatisticsQuery,
} from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatNumber } from '../../i18n/numbers.ts';
import { t } from '../../i18n/vaccinations.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { Breadcrumb, useDivisionPath } from '../coverage/breadcrumb.tsx';
import { ReportBar, type Term } from '../report/report-bar.tsx';
import { Page } from '../session/shell.tsx';
import { report as chosen, grouping, household, item, selection } from './choice.ts';
import { Choose } from './choose.tsx';
import { columnText, householdText, type Narrowed, narrowedBy, peoplePath, percent } from './words.ts';

type Report = VaccinationStatisticsQuery['vaccinationStatistics'];
type Row = Report['rows'][number];

/** Catching up, vaccinations by birth year and the share of household types of a division. */
const ReportPage: Screen = ({ params }) => {
  const me = useMe();
  const [root] = me.data?.me.divisions ?? [];
  if (!me.data || !root)
    return (
      <Page title={t('nav')}>
        {me.problem ? <ErrorBox problem={me.problem} onRetry={me.refresh} /> : <Skeleton lines={8} />}
      </Page>
    );
  const roots = me.data.me.divisions.map(({ code }) => code);
  return <DivisionReport division={params.code ?? root.code} roots={roots} />;
};
export default ReportPage;

function DivisionReport({ division, roots }: { division: string; roots: readonly string[] }) {
  const asked = { ...selection(division), by: grouping.value };
  const { data, problem, isLoading, takenAt, refresh } = useData(VaccinationStatistics, asked, { keep: true });
  const path = useDivisionPath(division, roots);
  const exportFile = () =>
    download(VaccinationStatisticsExport, asked, (answer) => answer.vaccinationStatistics.exportUrl);
  const report = data?.vaccinationStatistics;
  return (
    <Page
      title={t('title', { division: path.at(-1)?.name ?? '', report: t(`report.${chosen.value}`) })}
      aside={<DataAge takenAt={takenAt} />}
    >
      <Breadcrumb path={path} to="/vaccinations" />
      <Choose />
      {report && <ReportBar asOf={report.asOf} terms={termsOf(report)} source={report.source} onExport={exportFile} />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !report && <Skeleton lines={8} />}
      {report && <Figures report={report} division={division} />}
    </Page>
  );
}

function termsOf({ columns }: Report): Term[] {
  const isCaughtUp = chosen.value === 'caught_up';
  // All birth years and all household types are counted alike.
  return (isCaughtUp ? columns : columns.slice(0, 1)).map(({ key, definition }) => ({
    name: isCaughtUp ? columnText(key) : t(`report.${chosen.value}`),
    definition,
  }));
}

function Figures({ report, division }: { report: Report; division: string }) {
  const { columns, rows, total } = report;
  if (rows.length === 0)
    return (
      <EmptyState icon="record" title={t('empty')}>
        <p class="muted">{t('empty.hint')}</p>
      </EmptyState>
    );
  // Columns without anybody say nothing: on a phone each is a line of every card.
  const shown = columns.map((column, i) => ({ ...column, i })).filter(({ i }) => (total.counts[i] ?? 0) > 0);
  const all: Row = { ...total, key: 'total', division: null };
  const figure = (row: Row, at: number, column: string) => {
    const value = row.counts[at] ?? 0;
    const cut = row.key === 'total' ? {} : narrowedBy(grouping.value, row.key);
    const text = formatNumber(value);
    const share = chosen.value === 'household_share' ? percent(row.rates?.[at]) : null;
    return (
      <span class="statistics-compared">
        {value > 0 && cut ? <a href={`#${peoplePath(division, column, cut)}`}>{text}</a> : <span>{text}</span>}
        {share && <span class="muted small">{share}</span>}
      </span>
    );
  };
  const head: Column<Row> = {
    key: 'name',
    head: t(`by.${grouping.value}`),
    lead: true,
    cell: (row) => <RowName row={row} division={division} />,
  };
  return (
    <>
      <p class="muted small no-print">{t('drill')}</p>
      <Table
        caption={t('table')}
        hideCaption
        columns={[
          head,
          ...shown.map(
            ({ key, i }): Column<Row> => ({
              key,
              head: columnText(key),
              end: true,
              cell: (row) => figure(row, i, key),
            }),
          ),
          ...(chosen.value === 'caught_up' && grouping.value !== 'period'
            ? [{ key: 'rate', head: t('rate'), end: true, cell: (row: Row) => percent(row.rates?.[0]) ?? '—' }]
            : []),
        ]}
        rows={[...rows, all]}
        rowKey={({ key }) => key}
      />
    </>
  );
}

/** A division leads one level down, a household type or a vaccine narrows the report to it. */
function RowName({ row, division }: { row: Row; division: string }) {
  if (row.key === 'total') return <strong>{t('total')}</strong>;
  if (row.division) {
    const name = row.division.name ?? row.key;
    return row.key === division ? name : <a href={`#/vaccinations/${row.key}`}>{name}</a>;
  }
  const cut: Narrowed | null = narrowedBy(grouping.value, row.key);
  const name = cut?.household ? householdText(cut.household) : row.name;
  if (!cut || (!cut.household && !cut.item)) return <>{name}</>;
  return (
    <Button
      variant="quiet"
      onClick={() => {
        if (cut.household) household.value = cut.household;
        if (cut.item) item.value = { code: cut.item, name };
        grouping.value = 'division';
      }}
    >
      {name}
    </Button>
  );
}
