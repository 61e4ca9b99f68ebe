import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { type OutputCell, writeSheets, XLSX_TYPE } from '@miaoben/kernel/sheets/writer';
import { divisions } from '@miaoben/seeds/reference/divisions';
import { coverageReport, parseReportId } from './coverage.service.ts';
import type { CoverageReport, CoverageRow } from './coverage.type.ts';

const percent = (rate: number | null): string | null => (rate === null ? null : (rate * 100).toFixed(2));

/** Rows of the sheet in the layout of the cohort report: a group of four columns per dose. */
export function* reportRows(report: Omit<CoverageReport, 'exportUrl'>): Generator<OutputCell[]> {
  const names = new Map(divisions().map((d) => [d.code, d.name]));
  const name = (row: CoverageRow) => names.get(row.division.code) ?? row.division.code;
  const slotNames = report.total.cells.map((c) => c.slotName);
  const header = [
    '地区编码',
    '地区',
    '出生队列',
    '儿童数',
    ...slotNames.flatMap((slot) => [`${slot} 应种`, `${slot} 实种`, `${slot} 接种率%`, `${slot} 及时接种率%`]),
    '全程接种应种',
    '全程接种',
    '达标剂次数',
  ];
  yield header.map((value) => ({ value, style: 'header' as const }));
  const line = (row: CoverageRow, label: string): OutputCell[] => [
    row.division.code,
    label,
    row.cohort,
    row.children,
    ...row.cells.flatMap((c) => [c.due, c.done, percent(c.rate), percent(c.timelyRate)]),
    row.fullCourseChildren,
    row.fullyImmunised,
    row.dosesAtTarget,
  ];
  for (const row of report.rows) yield line(row, name(row));
  yield line(report.total, `${name(report.total)} 合计`);
}

function* definitionRows(report: Omit<CoverageReport, 'exportUrl'>): Generator<OutputCell[]> {
  yield ['指标', report.definition.name];
  yield ['分子', report.definition.numerator];
  yield ['分母', report.definition.denominator];
  yield ['依据', report.definition.source];
  yield ['统计截至', report.asOf.toISOString()];
}

/** Serves reports as .xlsx. The address is signed for the reader who got it, so it needs no further check. */
export function serveExports({ files, orm, clock }: Services): void {
  files.onFetch('coverage', async (id: string, response: ServerResponse) => {
    const request = parseReportId(id);
    if (!request) throw new MiaobenError('NOT_FOUND');
    const { division } = request;
    const area = { division, from: division, to: `${division}:` };
    const report = await coverageReport(orm.em.fork() as Em, area, request, clock);
    response.writeHead(200, {
      'content-type': XLSX_TYPE,
      'content-disposition': `attachment; filename="coverage-${report.id}.xlsx"`,
    });
    const sheet = writeSheets([
      { name: '接种率', columns: [{ width: 12 }, { width: 24 }], rows: reportRows(report) },
      { name: '说明', columns: [{ width: 12 }, { width: 80 }], rows: definitionRows(report) },
    ]);
    await pipeline(sheet, response);
  });
}
