import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { writeSheets } from '@miaoben/kernel/sheets/writer';
import { describe, expect, it } from 'vitest';
import { headersOf, isSourceName, type SourceRow, sourceRows } from './source.ts';

const FIELDS = [
  { key: 'name', label: { zh: '姓名', en: 'Name' } },
  { key: 'number', label: { zh: '证书编号', en: 'Number' } },
];
const NAMES = headersOf(FIELDS);
const EXPECTED = [
  { number: 2, cells: { name: '张三', number: 'A1', $flag: '1' } },
  { number: 4, cells: { name: '李，"四"', number: 'A2', $flag: '0' } },
];
const CSV = '姓名*,证书编号（必填）,有效标志,备注\r\n张三,A1,1,x\r\n,,,\r\n"李，""四""",A2,0,\r\n';
/** 姓名,证书编号 / 张三,A1 as older systems write it */
const GB = Buffer.from([
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd6, 0xa4, 0xca, 0xe9, 0xb1, 0xe0, 0xba, 0xc5, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c,
  0x41, 0x31, 0x0a,
]);

async function read(name: string, bytes: Uint8Array | string, required = ['name', 'number']): Promise<SourceRow[]> {
  const content = Buffer.from(bytes);
  const source = { name, size: async () => content.length, open: async () => Readable.from([content]) };
  const rows: SourceRow[] = [];
  for await (const { row } of sourceRows(source, NAMES, required)) rows.push(row);
  return rows;
}
async function workbook(rows: string[][]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeSheets([{ name: 's', columns: [], rows }])) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('J-42 files that systems send', () => {
  it.each<[string, string, () => Promise<Uint8Array | string> | string | Uint8Array]>([
    ['a table', 'a.csv', () => CSV],
    ['a table with a byte order mark', 'a.csv', () => `\uFEFF${CSV}`],
    ['a packed table', 'a.csv.gz', () => gzipSync(CSV)],
    ['a packed table that does not say so', 'a.csv', () => gzipSync(CSV)],
    [
      'a workbook',
      'a.xlsx',
      () => workbook([['姓名', '证书编号', '有效标志'], ['张三', 'A1', '1'], [], ['李，"四"', 'A2', '0']]),
    ],
  ])('reads %s with the rows numbered as a spreadsheet shows them', async (_what, name, make) => {
    expect(await read(name, await make())).toEqual(EXPECTED);
  });

  it('reads a line of JSON a row, by label or by key, plain and packed', async () => {
    const text = '{"姓名":"张三","number":"A1","有效标志":"1"}\n\nno json\n{"name":"李","number":"A2","extra":1}';
    const expected = [EXPECTED[0]!.cells, {}, { name: '李', number: 'A2' }].map((cells, i) => ({
      number: [1, 3, 4][i],
      cells,
    }));
    expect(await read('a.ndjson', text)).toEqual(expected);
    expect(await read('a.ndjson.gz', gzipSync(text))).toEqual(expected);
  });

  it('reads a table in GB 18030', async () => {
    expect(await read('a.csv', GB)).toEqual([{ number: 2, cells: { name: '张三', number: 'A1' } }]);
  });

  it.each<[string, string, Uint8Array | string, string]>([
    ['a table without a column it needs', 'a.csv', '姓名\n张三\n', 'missing_column'],
    ['an empty file', 'a.csv', '', 'missing_column'],
    ['an old workbook', 'a.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file_type'],
    ['a workbook that is none', 'a.xlsx', 'x', 'file_type'],
    ['a package cut off', 'a.csv.gz', gzipSync(CSV).subarray(0, 30), 'file_type'],
    ['a cell without an end', 'a.csv', `姓名,证书编号\n"${'x'.repeat(400_000)}`, 'file_type'],
  ])('refuses %s', async (_what, name, bytes, reason) => {
    await expect(read(name, bytes)).rejects.toMatchObject({ reason });
  });

  it('takes the names of such files only', () => {
    expect(['a.csv', 'A.CSV.GZ', 'a.ndjson', 'a.ndjson.gz', 'a.xlsx'].every(isSourceName)).toBe(true);
    expect(['a.xls', 'a.zip', 'a.xlsx.gz', 'csv'].some(isSourceName)).toBe(false);
  });
});
