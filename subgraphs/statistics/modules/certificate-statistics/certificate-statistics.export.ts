import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { type OutputCell, writeSheets, XLSX_TYPE } from '@miaoben/kernel/sheets/writer';
import { divisions } from '@miaoben/seeds/reference/divisions';
import { organisationsById } from '../school-summary/summary.repository.ts';
import { type Grouping } from './certificate-statistics.repository.ts';
import { parseReportId, readFigures } from './certificate-statistics.service.ts';
import type { CertificateStatistics, CertificateStatisticsRow } from './certificate-statistics.type.ts';
import { spanBefore, spanOfLastYear } from './comparison.rules.ts';
import { POPULATION_CLASSES, type PopulationClass } from './population.rules.ts';
import { REPORTS, type ReportKind } from './report-definitions.ts';

type Report = Omit<CertificateStatistics, 'exportUrl'>;

const HEADS: Record<Grouping, string> = {
  division: '地区',
  organisation: '机构',
  population: '人群',
  day: '日期',
  month: '月份',
};

/** What the first cell of a row says. */
type NameOf = (row: CertificateStatisticsRow) => string;

async function namesFor(em: Em, report: Report, by: Grouping): Promise<NameOf> {
  if (by === 'division') {
    const names = new Map(divisions().map((d) => [d.code, d.name]));
    return (row) => (row.division ? (names.get(row.division.code) ?? row.division.code) : '未注明地区');
  }
  if (by === 'organisation') {
    const ids = report.rows.flatMap((r) => r.organisation?.id ?? []);
    const known = await organisationsById(em, ids);
    return (row) => (row.organisation ? (known.get(row.organisation.id)?.name ?? row.organisation.id) : '持证人本人');
  }
  if (by === 'population') return (row) => POPULATION_CLASSES[row.population as PopulationClass].name;
  return (row) => row.period ?? '';
}

function* sheetRows(report: Report, by: Grouping, nameOf: NameOf): Generator<OutputCell[]> {
  yield [HEADS[by], ...report.columns.map((c) => c.name)].map((value) => ({ value, style: 'header' as const }));
  for (const row of report.rows) yield [nameOf(row), ...row.counts];
  yield ['合计', ...report.total];
  yield ['上一期间', ...report.before];
  yield ['去年同期', ...report.lastYear];
}

/** New figures against earlier ones (J-101): a line for each row and figure, so that it can be sorted by what changed. */
export function* comparisonRows(report: Report, by: Grouping, nameOf: NameOf): Generator<OutputCell[]> {
  const heads = [HEADS[by], '指标', '本期', '上一期间', '较上一期间增减', '增减率（%）'];
  yield heads.map((value) => ({ value, style: 'header' as const }));
  const lines = (name: string, now: readonly number[], before: readonly number[]) =>
    report.columns.map((column, i) => [name, column.name, ...compared(now[i] ?? 0, before[i] ?? 0)]);
  for (const row of report.rows) if (row.before) yield* lines(nameOf(row), row.counts, row.before);
  yield* lines('合计', report.total, report.before);
  yield* lines('合计（与去年同期比）', report.total, report.lastYear);
}

const compared = (now: number, before: number): OutputCell[] => [
  now,
  before,
  now - before,
  before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10,
];

function* definitionRows(report: Report): Generator<OutputCell[]> {
  const before = spanBefore(report);
  const lastYear = spanOfLastYear(report);
  yield ['报表', REPORTS[report.report as ReportKind].name];
  yield ['地区', report.division.code];
  yield ['期间', `${report.from} 至 ${report.to}`];
  yield ['上一期间', `${before.from} 至 ${before.to}`];
  yield ['去年同期', `${lastYear.from} 至 ${lastYear.to}`];
  yield ['统计截至', report.asOf.toISOString()];
  yield ['依据', report.source];
  for (const { name, definition } of report.columns) yield [name, definition];
  for (const { name, limit, basis } of Object.values(POPULATION_CLASSES)) yield [name, `${limit}（${basis}）`];
}

/** Serves reports as .xlsx. The address is signed for the reader who got it, so it needs no further check. */
export function serveCertificateStatistics({ files, orm }: Services): void {
  files.onFetch('certificate-statistics', async (id: string, response: ServerResponse) => {
    const request = parseReportId(id);
    if (!request) throw new MiaobenError('NOT_FOUND');
    const em = orm.em.fork() as Em;
    const report = await readFigures(em, request);
    const nameOf = await namesFor(em, report, request.by);
    response.writeHead(200, {
      'content-type': XLSX_TYPE,
      'content-disposition': `attachment; filename="certificates-${report.report}-${report.from}-${report.to}.xlsx"`,
    });
    const sheet = writeSheets([
      { name: REPORTS[request.report].name, columns: [{ width: 28 }], rows: sheetRows(report, request.by, nameOf) },
      { name: '对比', columns: [{ width: 28 }, { width: 16 }], rows: comparisonRows(report, request.by, nameOf) },
      { name: '说明', columns: [{ width: 16 }, { width: 80 }], rows: definitionRows(report) },
    ]);
    await pipeline(sheet, response);
  });
}
