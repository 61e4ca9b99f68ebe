import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { type OutputCell, writeSheets, XLSX_TYPE } from '@miaoben/kernel/sheets/writer';
import type { AefiClass } from '@miaoben/schema';
import { divisions } from '@miaoben/seeds/reference/divisions';
import { organisationsById } from '../school-summary/summary.repository.ts';
import { itemName } from '../vaccinations/vaccination.reports.ts';
import type { Grouping } from './adverse-event.repository.ts';
import { parseReportId, type Request, readFigures } from './adverse-event.service.ts';
import type { AdverseEventReport, AdverseEventReportRow } from './adverse-event.type.ts';

type Report = Omit<AdverseEventReport, 'exportUrl'>;

const TITLE = '疑似预防接种异常反应监测统计';
const HEADS: Readonly<Record<Grouping, string>> = {
  division: '地区',
  unit: '报告单位',
  vaccine: '疫苗',
  lot: '批号',
  month: '发生月份',
  age: '年龄（岁）',
};
const CAUSES: Readonly<Record<AefiClass, string>> = {
  common_reaction: '一般反应',
  abnormal_reaction: '异常反应',
  quality_accident: '疫苗质量事故',
  programme_error: '接种事故',
  coincidental: '偶合症',
  psychogenic: '心因性反应',
  unknown_cause: '不明原因',
};
const causeName = (cause: string | null): string => (cause === null ? '待分类' : CAUSES[cause as AefiClass]);

/** What the first cell of a row says. */
async function namesFor(em: Em, report: Report, by: Grouping): Promise<(row: AdverseEventReportRow) => string> {
  if (by === 'division') {
    const names = new Map(divisions().map((d) => [d.code, d.name]));
    return ({ key }) => names.get(key) ?? key;
  }
  if (by === 'unit') {
    const known = await organisationsById(
      em,
      report.rows.flatMap((r) => r.unit?.id ?? []),
    );
    return ({ key }) => known.get(key)?.name ?? (key || '其他机构接种');
  }
  return ({ name }) => name || '未登记';
}

function* sheetRows(
  report: Report,
  by: Grouping,
  nameOf: (row: AdverseEventReportRow) => string,
): Generator<OutputCell[]> {
  const causes = report.total.byCause.map(({ cause }) => causeName(cause));
  const heads = [HEADS[by], '报告例数', '其中严重', '超时限报告', ...causes, '接种剂次', '报告发生率（/10万剂次）'];
  yield heads.map((value) => ({ value, style: 'header' as const }));
  const line = (name: string, row: AdverseEventReportRow): OutputCell[] => [
    name,
    row.cases,
    row.serious,
    row.late,
    ...row.byCause.map((c) => c.cases),
    row.doses,
    row.rate === null ? null : Math.round(row.rate * 100) / 100,
  ];
  for (const row of report.rows) yield line(nameOf(row), row);
  yield line('合计', report.total);
}

/** What each figure counts; the screen says the same. */
const DEFINITIONS: readonly (readonly [string, string])[] = [
  ['报告例数', '已报告的个案，按反应发生日期和报告时受种者居住地统计；家长自述尚未核实的、已排除的不计'],
  ['其中严重', '严重、群体性和死亡个案'],
  ['超时限报告', '自发现起 48 小时（死亡、群体性或社会影响重大的 2 小时）之后报告的'],
  ['疫苗', '首要可疑剂次的疫苗；一例只计一次'],
  ['接种剂次', '同期同地区居住的受种者接种同种疫苗的剂次；单位和乡镇只按整月统计，批号和年龄不统计'],
  ['报告发生率', '报告例数 ÷ 接种剂次 × 100000；按分类或严重程度筛选时分母不变'],
];

async function* definitionRows(em: Em, report: Report, { filter: f }: Request): AsyncGenerator<OutputCell[]> {
  yield ['报表', TITLE];
  yield ['地区', report.division.code];
  yield ['期间', `${f.from} 至 ${f.to}`];
  if (f.unit) yield ['报告单位', (await organisationsById(em, [f.unit])).get(f.unit)?.name ?? f.unit];
  yield ['疫苗', f.vaccine === null ? '全部' : itemName(f.vaccine)];
  yield ['分类', f.cause === null ? '全部' : causeName(f.cause)];
  yield ['严重程度', f.isSerious === null ? '全部' : f.isSerious ? '严重' : '非严重'];
  yield ['统计截至', report.asOf.toISOString()];
  yield ['依据', report.source];
  for (const [name, definition] of DEFINITIONS) yield [name, definition];
}

/** Serves reports as .xlsx. The address is signed for the reader who got it, so it needs no further check. */
export function serveAdverseEvents({ files, orm, clock }: Services): void {
  files.onFetch('adverse-events', async (id: string, response: ServerResponse) => {
    const request = parseReportId(id);
    if (!request) throw new MiaobenError('NOT_FOUND');
    const em = orm.em.fork() as Em;
    const report = await readFigures(em, request, clock);
    const nameOf = await namesFor(em, report, request.by);
    response.writeHead(200, {
      'content-type': XLSX_TYPE,
      'content-disposition': `attachment; filename="adverse-events-${report.division.code}-${report.from}-${report.to}.xlsx"`,
    });
    const sheet = writeSheets([
      { name: TITLE, columns: [{ width: 28 }], rows: sheetRows(report, request.by, nameOf) },
      { name: '说明', columns: [{ width: 16 }, { width: 80 }], rows: definitionRows(em, report, request) },
    ]);
    await pipeline(sheet, response);
  });
}
