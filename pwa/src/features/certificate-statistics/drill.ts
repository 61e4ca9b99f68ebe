import type { CertificateGrouping, CertificateMeasure, CertificateStatisticsQuery } from '../../data/generated/desk.ts';

export type Report = CertificateStatisticsQuery['certificateStatistics'];
export type Row = Report['rows'][number];
type Span = Pick<Report, 'from' | 'to'>;

/** What of the chosen things one row stands for. */
export interface Cut {
  readonly division?: string;
  readonly organisation?: string;
  readonly population?: string;
  readonly from?: string;
  readonly to?: string;
}

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/** Narrows the choice to a row; null for what has no division or unit, which no question can name. */
export function cutOf(row: Row, by: CertificateGrouping, span: Span): Cut | null {
  switch (by) {
    case 'division':
      return row.division ? { division: row.division.code } : null;
    case 'organisation':
      return row.organisation ? { organisation: row.organisation.id } : null;
    case 'population':
      return row.population ? { population: row.population } : null;
    case 'day':
      return row.period ? { from: row.period, to: row.period } : null;
    case 'month':
      // The first and the last month may be cut by the span.
      return row.period
        ? { from: later(`${row.period}-01`, span.from), to: earlier(lastDayOf(row.period), span.to) }
        : null;
  }
}

/** The route of the rows behind a figure. */
export function itemsPath(division: string, measure: CertificateMeasure, cut: Cut = {}): string {
  const { division: deeper = division, ...rest } = cut;
  const more = new URLSearchParams(rest).toString();
  return `/statistics/${deeper}/${measure}${more && `?${more}`}`;
}
