import type { SummaryRowPartsFragment } from '../../data/generated/checks.ts';
import { t } from '../../i18n/checks.ts';
import { locale } from '../../i18n/locale.ts';
import { formatNumber, formatPercent } from '../../i18n/numbers.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { type Column, Table } from '../../ui/table.tsx';
import type { Summary } from './summary-page.tsx';

type Row = SummaryRowPartsFragment;

export const nameOfRow = ({ division, school }: Row): string => school?.name ?? division?.name ?? '';
const placeOf = ({ division, school }: Row): string => school?.id ?? division?.code ?? '';
const percent = (rate: number | null | undefined): string => (rate == null ? '–' : formatPercent(rate));

const COUNTS = [
  'enrolled',
  'checked',
  'checkRate',
  'withCertificate',
  'certificateRate',
  'reissued',
  'complete',
] as const;
const FOLLOW_UP = [
  'needing',
  'neededDoses',
  'caughtUp',
  'caughtUpDoses',
  'catchUpRate',
  'postponed',
  'notYetDue',
  'noFile',
  'rechecked',
] as const;
const RATES: ReadonlySet<string> = new Set(['checkRate', 'certificateRate', 'catchUpRate']);

const FIGURES = [...COUNTS, ...FOLLOW_UP];

const figureOf = (row: Row, key: (typeof FIGURES)[number]): string =>
  RATES.has(key) ? percent(row[key]) : formatNumber(row[key] ?? 0);

/** One school's figures: a line of sixteen columns would be read by nobody. */
export function SummaryFacts({ row }: { row: Row }) {
  return (
    <dl class="card summary-facts">
      {FIGURES.map((key) => (
        <div key={key}>
          <dt class="muted small">{t(`summary.${key}`)}</dt>
          <dd class="number">{figureOf(row, key)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Every column of the table; a place leads one level down, a school to its pupils. */
export function SummaryTable({ summary }: { summary: Summary }) {
  const { round, rows, total } = summary;
  const figures = FIGURES.map(
    (key): Column<Row> => ({ key, head: t(`summary.${key}`), end: true, cell: (row) => figureOf(row, key) }),
  );
  const place: Column<Row> = {
    key: 'place',
    head: t('summary.place'),
    lead: true,
    cell: (row) =>
      row === total ? (
        <strong>
          {nameOfRow(row)} {t('summary.total')}
        </strong>
      ) : (
        <a href={`#/summary/${round}/${placeOf(row)}`}>{nameOfRow(row)}</a>
      ),
  };
  return (
    <div class="summary-table">
      <Table
        caption={t('nav.summary')}
        hideCaption
        columns={[place, ...figures]}
        rows={[...rows, total]}
        rowKey={(row) => (row === total ? 'total' : placeOf(row))}
      />
    </div>
  );
}

/** Doses needed and caught up, by vaccine and dose. */
export function DoseTable({ doses }: { doses: Row['doses'] }) {
  if (doses.length === 0) return <p class="muted">{t('summary.doses.none')}</p>;
  return (
    <Table
      caption={t('summary.doses')}
      columns={[
        {
          key: 'dose',
          head: t('summary.dose'),
          lead: true,
          cell: ({ series, seriesName, dose }) =>
            t('report.dose', { series: locale.value === 'en' ? seriesTitle(series) : seriesName, dose }),
        },
        { key: 'needed', head: t('summary.neededDoses'), end: true, cell: ({ needed }) => needed },
        { key: 'caughtUp', head: t('summary.caughtUpDoses'), end: true, cell: ({ caughtUp }) => caughtUp },
      ]}
      rows={doses}
      rowKey={({ series, dose }) => `${series}-${dose}`}
    />
  );
}
