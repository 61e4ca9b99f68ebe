import { COVERAGE_SLOTS } from '@miaoben/schedule';
import type { CoverageQuery } from '../../data/generated/desk.ts';
import { t } from '../../i18n/desk.ts';
import { formatPercent } from '../../i18n/numbers.ts';
import { seriesTitle } from '../../i18n/series.ts';

export type Report = CoverageQuery['coverage'];
export type Row = Report['rows'][number];
export type Cell = Row['cells'][number];

/** a dose reaches its target at 90 %. */
export const TARGET = 0.9;

/** 95.2 %, or a dash where nobody is due. Rounded down: 89.96 % is not shown as the target it misses. */
export function percent(rate: number | null): string {
  if (rate === null) return '–';
  return formatPercent(rate, { minimumFractionDigits: 1, roundingMode: 'floor' } as Intl.NumberFormatOptions);
}

export const isAtTarget = (rate: number | null): boolean => rate !== null && rate >= TARGET;

/** A dose by name (`HepB-1`); an id that this app does not know yet stands for itself. */
export function slotText(slot: string): string {
  if (!(COVERAGE_SLOTS as readonly string[]).includes(slot)) return slot;
  const at = slot.lastIndexOf('-');
  const series = slot.slice(0, at);
  // Any measles-containing vaccine counts here, not the programme's MMR alone.
  const name = series === 'MCV' ? t('slot.MCV') : seriesTitle(series);
  return t('slot.name', { series: name, dose: slot.slice(at + 1) });
}

/** The single birth year of a row; null where it spans several: the children are listed year by year. */
export const singleCohort = (row: Pick<Row, 'cohort'>): string | null =>
  /^\d{4}$/.test(row.cohort) ? row.cohort : null;

export const childrenPath = (row: Row, cell: Cell): string | null => {
  const cohort = singleCohort(row);
  return cohort && cell.due > 0 ? `/coverage/${row.division.code}/${cohort}/${cell.slot}` : null;
};

/** Row of a division whose own rows are one level down; a township (9 digits) has none below. */
export const hasRowsBelow = (code: string): boolean => code.length < 9;
