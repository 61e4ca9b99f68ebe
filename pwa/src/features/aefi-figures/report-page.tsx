import '../certificate-statistics/certificate-statistics.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  type AdverseEventCause,
  type AdverseEventGrouping,
  AefiFigures,
  AefiFiguresExport,
} from '../../data/generated/aefi.ts';
import { useData } from '../../data/use-data.ts';
import { t as aefi } from '../../i18n/aefi.ts';
import { t } from '../../i18n/aefi-figures.ts';
import { formatDate } from '../../i18n/format.ts';
import { formatNumber } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { BarChart } from '../certificate-statistics/bar-chart.tsx';
import { Breadcrumb, useDivisionPath } from '../coverage/breadcrumb.tsx';
import { ReportBar, type Term } from '../report/report-bar.tsx';
import { Page } from '../session/shell.tsx';
import { chooseFor, grouping, noRateOf, type Report, type Row, selection, type Total, unit } from './choice.ts';
import { Choose } from './choose.tsx';
import { type Asked, casesPath, narrowedTo } from './drill.ts';

const PROVINCE_DIGITS = 2;
const MEASURES = ['cases', 'serious', 'late', 'rate'] as const;
type Measure = (typeof MEASURES)[number];

/** Figures of suspected adverse events of a division, or of the own clinic, down to the cases behind them. */
const ReportPage: Screen = ({ params }) => {
  const me = useMe();
  const [root] = me.data?.me.divisions ?? [];
  if (!me.data || !root)
    return (
      <Page title={t('title')}>
        {me.problem ? <ErrorBox problem={me.problem} onRetry={me.refresh} /> : <Skeleton lines={8} />}
      </Page>
    );
  const { divisions, organisation: own, role } = me.data.me;
  // A clinic reads what it has to report, wherever in the province the person lives.
  const isClinic = role === 'vaccinator';
  const roots = isClinic ? [root.code.slice(0, PROVINCE_DIGITS)] : divisions.map(({ code }) => code);
  return <DivisionReport division={params.code ?? roots[0]!} roots={roots} clinic={isClinic && own ? own : null} />;
};
export default ReportPage;

interface Asking {
  division: string;
  roots: readonly string[];
  /** the clinic whose own figures they are; null: those of the division */
  clinic: { readonly id: string; readonly name: string } | null;
}

function DivisionReport({ division, roots, clinic }: Asking) {
  useState(() => chooseFor(clinic !== null));
  const asked = selection(division);
  const { data, problem, isLoading, takenAt, refresh } = useData(AefiFigures, asked, { keep: true });
  const path = useDivisionPath(division, roots);
  const exportFile = () => download(AefiFiguresExport, asked, (answer) => answer.adverseEventReport.exportUrl);
  const report = data?.adverseEventReport;
  return (
    <Page
      title={t('titleOf', { place: clinic?.name ?? path.at(-1)?.name ?? '' })}
      aside={<DataAge takenAt={takenAt} />}
    >
      {!clinic && <Breadcrumb path={path} to="/aefi-figures" />}
      <Choose isClinic={clinic !== null} />
      {report && <ReportBar asOf={report.asOf} terms={terms()} source={report.source} onExport={exportFile} />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !report && <Skeleton lines={8} />}
      {report && <Figures report={report} division={division} ofUnit={clinic?.id ?? asked.unit ?? null} />}
    </Page>
  );
}

/** Rows that lead on. */
const PLACES: readonly AdverseEventGrouping[] = ['division', 'unit'];
const TERMS = ['cases', 'serious', 'late', 'vaccine', 'doses', 'rate'] as const;
const terms = (): Term[] => TERMS.map((key) => ({ name: t(`measure.${key}`), definition: t(`define.${key}`) }));

const rateText = (rate: number | null): string =>
  rate === null ? '—' : formatNumber(rate, { maximumFractionDigits: 2 });

function nameOf(row: Row): string {
  if (row.division) return row.division.name ?? row.key;
  if (row.unit) return row.unit.name ?? row.key;
  if (row.key === '') return t(grouping.value === 'lot' ? 'noLot' : 'noUnit');
  return grouping.value === 'age' ? t('years', { years: row.name }) : row.name;
}

/** What a figure counts of a row. */
type Of = Partial<Pick<Asked, 'isSerious' | 'isLate'>> & { cause?: AdverseEventCause };

function Figures({ report, division, ofUnit }: { report: Report; division: string; ofUnit: string | null }) {
  const [measure, setMeasure] = useState<Measure>('cases');
  const { rows, total } = report;
  if (total.cases === 0 && rows.length === 0)
    return (
      <EmptyState icon="check" title={t('empty')}>
        <p class="muted">{t('empty.hint')}</p>
      </EmptyState>
    );
  const { by, period: _, on: __, ...chosen } = selection(division);
  const asked: Asked = {
    division,
    from: report.from,
    to: report.to,
    unit: ofUnit,
    vaccine: chosen.vaccine ?? null,
    cause: chosen.cause ?? null,
    isSerious: chosen.isSerious ?? null,
  };
  const link = (row: Row | null, of: Of): string | null => {
    const narrowed = row === null ? asked : narrowedTo(asked, by, row.key);
    return narrowed && casesPath({ ...narrowed, ...of });
  };
  const noRate = noRateOf(report, by ?? grouping.value);
  const charted = rows.filter((row) => (row[measure] ?? 0) > 0);
  return (
    <>
      <p class="muted">{t('span', { from: formatDate(report.from), to: formatDate(report.to) })}</p>
      <Totals total={total} link={(of) => link(null, of)} />
      {charted.length > 0 && (
        <>
          <div class="statistics-choice no-print">
            <Select
              label={t('choose.chart')}
              value={measure}
              options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
              onInput={(value) => setMeasure(value as Measure)}
            />
          </div>
          <BarChart
            title={t('chart', { measure: t(`measure.${measure}`) })}
            bars={charted.map((row) => ({
              key: row.key,
              label: nameOf(row),
              value: Math.round((row[measure] ?? 0) * 100) / 100,
            }))}
          />
        </>
      )}
      {noRate && <Notice tone="info">{t(noRate)}</Notice>}
      <p class="muted small no-print">{t(PLACES.includes(by) ? 'drill.places' : 'drill')}</p>
      <Table
        caption={t('table')}
        hideCaption
        columns={columnsOf(report, division, link)}
        rows={rows}
        rowKey={({ key }) => key}
      />
    </>
  );
}

function Totals({ total, link }: { total: Total; link: (of: Of) => string | null }) {
  return (
    <dl class="statistics-figures">
      <div class="figure">
        <dt>{t('measure.cases')}</dt>
        <dd class="number">
          <Figure value={total.cases} href={link({})} />
        </dd>
      </div>
      <div class="figure">
        <dt>{t('measure.serious')}</dt>
        <dd class="number">
          <Figure value={total.serious} href={link({ isSerious: true })} />
        </dd>
      </div>
      <div class="figure">
        <dt>{t('measure.late')}</dt>
        <dd class="number">
          <Figure value={total.late} href={link({ isLate: true })} />
        </dd>
      </div>
      <div class="figure">
        <dt>{t('measure.rate')}</dt>
        <dd class="number">{rateText(total.rate)}</dd>
        <dd class="muted small">
          {total.doses === null ? t('noDoses') : t('ofDoses', { doses: formatNumber(total.doses) })}
        </dd>
      </div>
    </dl>
  );
}

function Figure({ value, href }: { value: number; href: string | null }) {
  const text = formatNumber(value);
  return value > 0 && href ? <a href={`#${href}`}>{text}</a> : <span>{text}</span>;
}

function columnsOf({ total }: Report, division: string, link: (row: Row, of: Of) => string | null): Column<Row>[] {
  const figure = (key: string, head: string, value: (row: Row) => number, of: Of | null): Column<Row> => ({
    key,
    head,
    end: true,
    cell: (row) => <Figure value={value(row)} href={of && link(row, of)} />,
  });
  // A cause nobody was given says nothing: on a phone each is a line of every card.
  const causes = total.byCause.filter(({ cases }) => cases > 0);
  return [
    {
      key: 'name',
      head: t(`by.${grouping.value}`),
      lead: true,
      cell: (row) => <RowName row={row} division={division} />,
    },
    figure('cases', t('measure.cases'), (row) => row.cases, {}),
    figure('serious', t('measure.serious'), (row) => row.serious, { isSerious: true }),
    figure('late', t('measure.late'), (row) => row.late, { isLate: true }),
    ...causes.map(({ cause }) =>
      figure(
        cause ?? 'unclassified',
        cause ? aefi(`cause.${cause}`) : t('unclassified'),
        (row) => row.byCause.find((c) => c.cause === cause)?.cases ?? 0,
        cause && { cause },
      ),
    ),
    {
      key: 'doses',
      head: t('measure.doses'),
      end: true,
      cell: ({ doses }) => (doses === null ? '—' : formatNumber(doses)),
    },
    { key: 'rate', head: t('measure.rate'), end: true, cell: ({ rate }) => rateText(rate) },
  ];
}

/** A division leads one level down, a unit to its own figures. */
function RowName({ row, division }: { row: Row; division: string }) {
  const name = nameOf(row);
  if (row.division && row.division.code !== division) return <a href={`#/aefi-figures/${row.division.code}`}>{name}</a>;
  const own = row.unit;
  if (!own) return <>{name}</>;
  return (
    <Button
      variant="quiet"
      onClick={() => {
        unit.value = { id: own.id, name };
        grouping.value = 'vaccine';
      }}
    >
      {name}
    </Button>
  );
}
