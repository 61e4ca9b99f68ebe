import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** How a cell looks. All text cells are text to the spreadsheet too: nothing is taken for a formula. */
export type CellStyle = 'text' | 'header' | 'error' | 'warning';
const STYLES: CellStyle[] = ['text', 'header', 'error', 'warning'];
export interface StyledCell {
  value: string | number | null;
  style: CellStyle;
}
export type OutputCell = string | number | null | StyledCell;

export interface OutputColumn {
  /** in characters */
  width?: number;
  /** offered as a drop-down list below the first row (together at most 255 characters, else left out) */
  choices?: readonly string[];
}
export interface OutputSheet {
  name: string;
  columns: OutputColumn[];
  rows: AsyncIterable<OutputCell[]> | Iterable<OutputCell[]>;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const XLSX_TYPE = `${TYPES}.sheet`;

/** Characters XML cannot carry go as `_xHHHH_`; text that looks like such an escape is escaped itself (ECMA-376 part 1, 22.9.2.19). */
const escapeText = (text: string): string =>
  text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the XML
    .replace(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g, (c) => `_x${c.charCodeAt(0).toString(16).padStart(4, '0')}_`)
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

function columnName(index: number): string {
  let name = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

function cellXml(cell: OutputCell, reference: string): string {
  const { value, style } = cell !== null && typeof cell === 'object' ? cell : { value: cell, style: 'text' as const };
  const s = STYLES.indexOf(style) + 1;
  if (value === null || value === '') return style === 'text' ? '' : `<c r="${reference}" s="${s}"/>`;
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${reference}"><v>${value}</v></c>`;
  return `<c r="${reference}" s="${s}" t="inlineStr"><is><t xml:space="preserve">${escapeText(String(value))}</t></is></c>`;
}

async function* sheetXml(sheet: OutputSheet): AsyncGenerator<string> {
  const columns = sheet.columns
    .map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width ?? 14}" style="1" customWidth="1"/>`)
    .join('');
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns}</cols><sheetData>`;
  let number = 0;
  let text = '';
  for await (const row of sheet.rows) {
    number += 1;
    text += `<row r="${number}">${row.map((cell, i) => cellXml(cell, `${columnName(i)}${number}`)).join('')}</row>`;
    if (text.length > 60_000) {
      yield text;
      text = '';
    }
  }
  const lists = sheet.columns.flatMap(({ choices }, i) => {
    const list = choices?.join(',') ?? '';
    if (list === '' || list.length > 255) return [];
    const range = `${columnName(i)}2:${columnName(i)}50001`;
    return `<dataValidation type="list" allowBlank="1" sqref="${range}"><formula1>"${escapeText(list)}"</formula1></dataValidation>`;
  });
  const validations =
    lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>` : '';
  yield `${text}</sheetData>${validations}</worksheet>`;
}

const fill = (colour: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
// quotePrefix keeps text text when somebody edits the cell; format 49 is "text", so that typed ID numbers keep their digits.
const format = (font: number, fillId: number) =>
  `<xf numFmtId="49" fontId="${font}" fillId="${fillId}" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFill="1" applyFont="1"/>`;
const STYLE_SHEET = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('FFE7EEF7')}${fill('FFFFC7CE')}${fill('FFFFEB9C')}</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${format(0, 0)}${format(1, 2)}${format(0, 3)}${format(0, 4)}</cellXfs></styleSheet>`;

/**
 * An .xlsx as a stream, made while it is read: any number of rows in flat memory (one sheet holds 1,048,576).
 * An error in the rows ends the stream with that error.
 */
export function writeSheets(sheets: readonly OutputSheet[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error));
  const options = { mtime: new Date(Date.UTC(1980, 0, 1)), compressionLevel: 1 };
  const add = (path: string, text: string) => zip.addBuffer(Buffer.from(XML + text), path, options);
  const each = (shape: (sheet: OutputSheet, number: number) => string) =>
    sheets.map((sheet, i) => shape(sheet, i + 1)).join('');
  add(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${each((_s, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`,
  );
  add(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${each((s, n) => `<sheet name="${escapeText(s.name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${each((_s, n) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId0" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  );
  zip.addBuffer(Buffer.from(STYLE_SHEET), 'xl/styles.xml', options);
  sheets.forEach((sheet, i) => {
    zip.addReadStreamLazy(`xl/worksheets/sheet${i + 1}.xml`, options, (start) => {
      const xml = Readable.from(sheetXml(sheet), { objectMode: false, highWaterMark: 256 * 1024 });
      xml.on('error', (error) => output.destroy(error));
      start(null, xml);
    });
  });
  zip.end();
  return output;
}
