import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import { divisions } from '@miaoben/seeds/reference/divisions';
import { organisationsById } from './summary.repository.ts';
import { schoolSummary } from './summary.service.ts';
import type { SchoolSummary, SchoolSummaryRow } from './summary.type.ts';

const COLUMNS: [string, (row: SchoolSummaryRow) => OutputCell][] = [
  ['应查人数', (r) => r.enrolled],
  ['实查人数', (r) => r.checked],
  ['查验率%', (r) => percent(r.checkRate)],
  ['持证人数', (r) => r.withCertificate],
  ['持证率%', (r) => percent(r.certificateRate)],
  ['补证数', (r) => r.reissued],
  ['全程人数', (r) => r.complete],
  ['需补种人数', (r) => r.needing],
  ['需补种剂次', (r) => r.neededDoses],
  ['补种完成人数', (r) => r.caughtUp],
  ['补种完成剂次', (r) => r.caughtUpDoses],
  ['补种率%', (r) => percent(r.catchUpRate)],
  ['禁忌人数', (r) => r.postponed],
  ['未到接种时间人数', (r) => r.notYetDue],
  ['无档案人数', (r) => r.noFile],
  ['复验人数', (r) => r.rechecked],
];
const percent = (rate: number | null): string | null => (rate === null ? null : (rate * 100).toFixed(2));
const header = (values: string[]): OutputCell[] => values.map((value) => ({ value, style: 'header' as const }));

type Named = (row: SchoolSummaryRow) => string;
type Table = Omit<SchoolSummary, 'exportUrl'>;

function* summaryRows({ rows, total }: Table, name: Named): Generator<OutputCell[]> {
  yield header(['地区或学校', ...COLUMNS.map(([title]) => title)]);
  for (const row of rows) yield [name(row), ...COLUMNS.map(([, cell]) => cell(row))];
  yield [`${name(total)} 合计`, ...COLUMNS.map(([, cell]) => cell(total))];
}

/** One line per place, vaccine and dose. */
function* doseRows({ rows, total }: Table, name: Named): Generator<OutputCell[]> {
  yield header(['地区或学校', '疫苗', '剂次', '需补种剂次', '补种完成剂次']);
  for (const row of rows) for (const d of row.doses) yield [name(row), d.seriesName, d.dose, d.needed, d.caughtUp];
  for (const d of total.doses) yield [`${name(total)} 合计`, d.seriesName, d.dose, d.needed, d.caughtUp];
}

/** Serves summaries as .xlsx. The address is signed for the reader who got it, so it needs no further check. */
export function serveSummaries({ files, orm, clock }: Services): void {
  files.onFetch('school-summary', async (id, response) => {
    const round = id.slice(0, 5);
    const place = id.slice(6);
    if (place === '') throw new MiaobenError('NOT_FOUND');
    const em = orm.em.fork() as Em;
    const table = await schoolSummary(em, round, place, clock.now());
    const schools = await organisationsById(
      em,
      [table.total, ...table.rows].flatMap((row) => row.school?.id ?? []),
    );
    const codes = new Map(divisions().map((d) => [d.code, d.name]));
    const name: Named = ({ division, school }) =>
      (division ? codes.get(division.code) : schools.get(school?.id ?? '')?.name) ?? division?.code ?? '';
    await sendSheets(response, `入托入学查验汇总-${round}-${name(table.total)}.xlsx`, [
      { name: '汇总', columns: [{ width: 28 }], rows: summaryRows(table, name) },
      { name: '需补种剂次', columns: [{ width: 28 }, { width: 24 }], rows: doseRows(table, name) },
    ]);
  });
}
