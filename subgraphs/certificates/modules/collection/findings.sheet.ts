import type { Em, Services } from '@miaoben/kernel';
import type { OutputCell, OutputSheet } from '@miaoben/kernel/sheets/writer';
import { openValues } from '../licence/licence.entry.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import { openCells } from './gate.ts';
import { FILE, FLAG, headerOf, ROW } from './source.ts';
import { type FindingRow, findingsOfRows, rowsWithFindings } from './staging.repository.ts';

const PAGE = 500;
const WORDS: Record<string, string> = {
  key: '主键',
  business_date: '业务日期',
  completeness: '完整性',
  accuracy: '准确性',
  uniqueness: '唯一性',
};
export const ruleWords = (rule: string): string => WORDS[rule] ?? rule;

type Needs = Pick<Services, 'orm' | 'keyring'>;
interface WrongRow {
  file: number;
  number: number;
  validFlag: number;
  cells: Readonly<Record<string, unknown>>;
  findings: FindingRow[];
}

async function* wrongRows({ orm, keyring }: Needs, batchId: string): AsyncGenerator<WrongRow> {
  const em = () => orm.em.fork() as Em;
  let key: [number, number] = [0, 0];
  for (;;) {
    const rows = await rowsWithFindings(em(), batchId, key, PAGE);
    const findings = Map.groupBy(await findingsOfRows(em(), batchId, rows), (f) => `${f.file}/${f.number}`);
    for (const row of rows) {
      const cells =
        row.cells !== null ? openCells(keyring, row.cells) : row.sealed !== null ? openValues(keyring, row.sealed) : {};
      yield {
        file: row.file,
        number: row.number,
        validFlag: row.valid_flag,
        cells,
        findings: findings.get(`${row.file}/${row.number}`) ?? [],
      };
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    key = [last.file, last.number];
  }
}

const text = (cell: unknown): string =>
  cell === undefined || cell === null ? '' : Array.isArray(cell) ? cell.join('；') : String(cell);

/** Rows with findings, the wrong cells marked: mended and sent back it replaces exactly these rows (J-50). */
export function findingsSheet(services: Needs, batchId: string, { fields }: LicenceDefinition): OutputSheet {
  const labels = new Map(fields.map((f) => [f.key, f.label.zh]));
  async function* rows(): AsyncGenerator<OutputCell[]> {
    const headers = [headerOf(FILE), headerOf(ROW), ...fields.map((f) => f.label.zh), headerOf(FLAG), '问题'];
    yield headers.map((value) => ({ value, style: 'header' as const }));
    for await (const row of wrongRows(services, batchId)) {
      const marked = new Set(row.findings.map((f) => f.field));
      const cell = (key: string, value: string): OutputCell => ({ value, style: marked.has(key) ? 'error' : 'text' });
      const sentences = row.findings.map(
        (f) => `${f.field === null ? '' : `${labels.get(f.field) ?? headerOf(f.field)}：`}${f.message}`,
      );
      yield [
        String(row.file),
        String(row.number),
        ...fields.map((f) => cell(f.key, text(row.cells[f.key]))),
        cell(FLAG, text(row.cells[FLAG] ?? row.validFlag)),
        sentences.join('；'),
      ];
    }
  }
  return {
    name: '问题清单',
    columns: [{ width: 8 }, { width: 8 }, ...fields.map(() => ({ width: 18 })), { width: 10 }, { width: 60 }],
    rows: rows(),
  };
}

/** A spreadsheet would run a cell that begins like a formula. */
const csvCell = (value: string): string =>
  `"${(/^[=+\-@\t\r]/u.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** The findings alone, one a line, without what the cells hold. */
export async function* findingLines(
  services: Needs,
  batchId: string,
  { fields }: LicenceDefinition,
): AsyncGenerator<string> {
  const labels = new Map(fields.map((f) => [f.key, f.label.zh]));
  yield `\uFEFF${csvLine(['文件号', '原行号', '字段', '规则', '代码', '问题'])}`;
  for await (const row of wrongRows(services, batchId))
    for (const f of row.findings) {
      const field = f.field === null ? '' : (labels.get(f.field) ?? headerOf(f.field));
      yield csvLine([String(f.file), String(f.number), field, ruleWords(f.rule), f.code, f.message]);
    }
}
