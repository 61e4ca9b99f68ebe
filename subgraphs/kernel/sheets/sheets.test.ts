import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { zipSync } from 'fflate';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SheetCell, SheetError, SheetReader, type SheetRow } from './reader.ts';
import { type OutputCell, writeSheets } from './writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'miaoben-sheets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${Math.random()}.xlsx`);
  await writeFile(path, bytes);
  return path;
}
async function rowsOf(path: string): Promise<SheetRow[]> {
  const reader = await SheetReader.open(path);
  const rows: SheetRow[] = [];
  for await (const batch of reader.batches()) rows.push(...batch);
  return rows;
}
async function written(rows: OutputCell[][], columns = rows[0]!.map(() => ({}))): Promise<string> {
  const path = join(folder, `${Math.random()}.xlsx`);
  await pipeline(writeSheets([{ name: '一', columns, rows }]), createWriteStream(path));
  return path;
}
/** A workbook as other programs write them: shared strings, and whatever sheet XML the test needs. */
function workbook(sheet: string, options: { date1904?: boolean; extra?: Record<string, Uint8Array> } = {}): Uint8Array {
  const text = (s: string) => new TextEncoder().encode(s);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': text(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ),
    '_rels/.rels': text(
      `<Relationships xmlns="x"><Relationship Id="r" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': text(
      `<workbook xmlns="${main}" xmlns:r="${rel}"><workbookPr${options.date1904 ? ' date1904="1"' : ''}/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': text(
      `<Relationships xmlns="x"><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rel}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/styles.xml': text(
      `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
    'xl/worksheets/sheet1.xml': text(`<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`),
    'xl/sharedStrings.xml': text(
      `<sst xmlns="${main}"><si><t>张伟</t></si><si><r><t>李</t></r><r><t>娜</t></r></si></sst>`,
    ),
    ...options.extra,
  });
}

describe('reading spreadsheets', () => {
  it('Q-09 reads shared, rich and inline strings, numbers, truth values and date cells as typed', async () => {
    const path = await stored(
      workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>甲</t></is></c></row>' +
          '<row r="4"><c r="B4"><v>630101201901011234</v></c><c r="C4" s="1"><v>43891</v></c><c r="D4"><v>43891</v></c><c r="E4" t="b"><v>1</v></c></row>',
      ),
    );
    expect(await rowsOf(path)).toEqual([
      { number: 1, cells: ['张伟', '李娜', '甲'] },
      // the ID number typed as a number has already lost its last digits in the file
      { number: 4, cells: [null, 630101201901011200, '2020-03-01', 43891, true] },
    ]);
  });

  it('Q-09 knows workbooks that count from 1904', async () => {
    const path = await stored(workbook('<row r="1"><c r="A1" s="1"><v>42429</v></c></row>', { date1904: true }));
    const reader = await SheetReader.open(path);
    expect(reader.date1904).toBe(true);
    const batches: SheetRow[][] = [];
    for await (const batch of reader.batches()) batches.push(batch);
    expect(batches).toEqual([[{ number: 1, cells: ['2020-03-01'] }]]);
  });

  it('refuses what is no .xlsx, has macros, a password, too many rows, or would unpack too large', async () => {
    const refusal = async (bytes: Uint8Array, limits = {}) => {
      const error = await SheetReader.open(await stored(bytes), limits).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(SheetError);
      return (error as SheetError).reason;
    };
    const row = '<row r="1"><c r="A1"><v>1</v></c></row>';
    expect(await refusal(new TextEncoder().encode('姓名,性别\n张伟,男'))).toBe('file_type');
    expect(await refusal(new Uint8Array(0))).toBe('file_type');
    expect(await refusal(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1))).toBe('file_type');
    expect(await refusal(workbook(row).subarray(0, 300))).toBe('file_type');
    expect(await refusal(workbook(row, { extra: { 'xl/vbaProject.bin': Uint8Array.of(1) } }))).toBe('file_type');
    const secret = await writeXlsx({
      sheets: [{ name: 'a', rows: [['x']] }],
      encryption: { password: 'x', spinCount: 10 },
    });
    expect(await refusal(secret)).toBe('file_type');
    expect(await refusal(workbook(row + row.replaceAll('1"', '2"')), { maxRows: 1 })).toBe('file_too_large');
    // 40 MB of zeros in 40 kB: the directory says so before anything is unpacked
    const bomb = workbook(row, { extra: { 'xl/sharedStrings.xml': new Uint8Array(40_000_000) } });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(bomb, { maxUnpacked: 10_000_000 })).toBe('file_too_large');
  });
});

describe('writing spreadsheets', () => {
  it('writes what it reads back, 全角, markup and control characters included', async () => {
    const rows: SheetCell[][] = [
      ['姓名', '备注'],
      ['张　伟<b>&"', '_x0041_ stays'],
      ['tab\tand\u0001control', 12.5],
    ];
    const back = await rowsOf(await written(rows as OutputCell[][]));
    expect(back.map((r) => r.cells)).toEqual(rows);
  });

  it('certificates #23 writes text that begins like a formula as text', async () => {
    const texts = ['=HYPERLINK("http://x")', '+1', '-1', '@sum', '<img onerror=x>'];
    const path = await written([['a'], ...texts.map((t) => [t])]);
    const book = await readXlsx(await (await import('node:fs/promises')).readFile(path), { readStyles: true });
    const sheet = book.sheets[0]!;
    expect(sheet.rows.slice(1).map((r) => r[0])).toEqual(texts);
    expect([...(sheet.cells?.values() ?? [])].some((cell) => cell.formula !== undefined)).toBe(false);
  });

  it('ends with the error of its rows, not half a file', async () => {
    const rows = (function* (): Generator<OutputCell[]> {
      yield ['a'];
      throw new Error('source gone');
    })();
    const stream = writeSheets([{ name: 'a', columns: [{}], rows }]);
    await expect(pipeline(stream, createWriteStream(join(folder, 'x.xlsx')))).rejects.toThrow('source gone');
  });

  it('offers drop-down lists', async () => {
    const path = await written([['性别']], [{ choices: ['男', '女'], width: 8 }] as never);
    const book = await readXlsx(await (await import('node:fs/promises')).readFile(path));
    expect(book.sheets[0]?.dataValidations?.[0]?.values).toEqual(['男', '女']);
  });
});
