import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { type OutputCell, writeSheets, XLSX_TYPE } from '@miaoben/kernel/sheets/writer';
import { divisions } from '@miaoben/seeds/reference/divisions';
import { CAUGHT_UP_RATE, type Grouping, HOUSEHOLD_NAMES, REPORTS, type ReportKind } from './vaccination.reports.ts';
import { EVER } from './vaccination.repository.ts';
import { parseReportId, type Request, readFigures } from './vaccination.service.ts';
import type { VaccinationRow, VaccinationStatistics } from './vaccination.type.ts';

type Report = Omit<VaccinationStatistics, 'exportUrl'>;

const HEADS: Readonly<Record<Grouping, string>> = {
  division: '地区',
  period: '接种月份',
  birth_year: '出生年',
  household: '户籍类型',
  vaccine: '疫苗',
};

const percent = (rate: number | undefined): number | null =>
  rate === undefined ? null : Math.round(rate * 10_000) / 100;

/** A column of counts, and after it of its rate where the report has one. */
export function* sheetRows(report: Report, by: Grouping): Generator<OutputCell[]> {
  const names = new Map(divisions().map((d) => [d.code, d.name]));
  const kind = report.report as ReportKind;
  const heads = report.columns.flatMap((c) => (kind === 'household_share' ? [c.name, `${c.name} 占比%`] : [c.name]));
  const more = kind === 'caught_up' ? ['补种率%'] : kind === 'by_birth_year' ? ['合计'] : ['合计'];
  yield [HEADS[by], ...heads, ...more].map((value) => ({ value, style: 'header' as const }));
  const line = (row: VaccinationRow, name: string): OutputCell[] => {
    const all = row.counts.reduce((sum, count) => sum + count, 0);
    if (kind === 'household_share')
      return [name, ...row.counts.flatMap((count, i) => [count, percent(row.rates?.[i])]), all];
    return [name, ...row.counts, kind === 'caught_up' ? percent(row.rates?.[0]) : all];
  };
  for (const row of report.rows) yield line(row, row.division ? (names.get(row.key) ?? row.key) : row.name);
  yield line(report.total, '合计');
}

function* definitionRows(report: Report, { filter }: Request): Generator<OutputCell[]> {
  const span = (of: readonly [string, string]) => (of === EVER ? '不限' : of.join(' 至 '));
  yield ['报表', REPORTS[report.report as ReportKind].name];
  yield ['地区', report.division.code];
  yield ['出生日期', span(filter.born)];
  yield ['接种日期', span(filter.given)];
  yield [
    '户籍类型',
    filter.household === null
      ? '全部'
      : (Object.entries(HOUSEHOLD_NAMES).find(([h]) => h === filter.household)?.[1] ?? ''),
  ];
  yield ['疫苗', filter.item ?? '全部'];
  yield ['统计截至', report.asOf.toISOString()];
  yield ['依据', report.source];
  for (const { name, definition } of report.columns) yield [name, definition];
  if (report.report === 'caught_up') yield ['补种率', CAUGHT_UP_RATE];
}

/** Serves reports as .xlsx. The address is signed for the reader who got it, so it needs no further check. */
export function serveVaccinationStatistics({ files, orm, clock }: Services): void {
  files.onFetch('vaccination-statistics', async (id: string, response: ServerResponse) => {
    const request = parseReportId(id, clock.today());
    if (!request) throw new MiaobenError('NOT_FOUND');
    const report = await readFigures(orm.em.fork() as Em, request, clock);
    response.writeHead(200, {
      'content-type': XLSX_TYPE,
      'content-disposition': `attachment; filename="vaccinations-${report.report}-${report.division.code}.xlsx"`,
    });
    const sheet = writeSheets([
      { name: REPORTS[request.report].name, columns: [{ width: 28 }], rows: sheetRows(report, request.by) },
      { name: '说明', columns: [{ width: 16 }, { width: 80 }], rows: definitionRows(report, request) },
    ]);
    await pipeline(sheet, response);
  });
}
