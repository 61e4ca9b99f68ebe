import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import type { FileStore } from '@miaoben/kernel';
import { SheetError, SheetReader } from '@miaoben/kernel/sheets/reader';
import { parse } from 'csv-parse';

/** Cells of one row by the key of their field, as they came. */
export type Cells = Record<string, unknown>;
export interface SourceRow {
  /** line of the table as a spreadsheet shows it (the header is 1), or line of an .ndjson */
  readonly number: number;
  readonly cells: Cells;
}

/** Columns that say something about a row and are no field of the licence. */
export const FLAG = '$flag';
export const FILE = '$file';
export const ROW = '$row';
const OWN_HEADERS: Record<string, string> = {
  [FLAG]: '有效标志',
  [FILE]: '文件号',
  [ROW]: '原行号',
};

/** What a file may be called; each also packed, `.csv.gz`. An .xlsx is packed already. */
const NAMES = /\.(csv|ndjson|xlsx)$|\.(csv|ndjson)\.gz$/iu;
/** For who is told what is taken. */
export const SOURCE_ENDINGS = ['xlsx', 'csv', 'ndjson', 'csv.gz', 'ndjson.gz'] as const;
export const isSourceName = (name: string): boolean => NAMES.test(name);

/** What a file may be once it is unpacked: a table of a million rows has about 200 MB. */
const MAX_UNPACKED = 2 * 1024 ** 3;
const MAX_RECORD = 256 * 1024;
const MAX_SHEET_ROWS = 50_000;
/** Enough to tell UTF-8 from GB 18030. */
const SNIFF = 64 * 1024;

const fold = (header: string): string => header.replace(/^\uFEFF|[（(].*?[)）]|[*＊:：\s]/gu, '').toLowerCase();

/** Names of columns → keys: the label of a field in either language, or its key. */
export function headersOf(
  fields: readonly { key: string; label: { zh: string; en: string } }[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { key, label } of fields) for (const name of [label.en, label.zh, key]) names.set(fold(name), key);
  for (const [key, name] of Object.entries(OWN_HEADERS)) names.set(fold(name), key);
  for (const key of Object.keys(OWN_HEADERS)) names.set(key.slice(1), key);
  return names;
}
export const headerOf = (key: string): string => OWN_HEADERS[key] ?? key;

/** Passes text on as UTF-8, whether it came so or in GB 18030 as older systems write it; ends at the limit. */
class Decode extends Transform {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #total = 0;
  #decoder: TextDecoder | 'utf-8' | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#total += chunk.length;
    if (this.#total > MAX_UNPACKED) {
      done(new SheetError('file_too_large'));
      return;
    }
    if (this.#decoder === undefined) this.#hold(chunk);
    else this.#pass(chunk);
    done();
  }
  override _flush(done: TransformCallback): void {
    if (this.#decoder === undefined) this.#decide();
    if (this.#decoder instanceof TextDecoder) this.push(this.#decoder.decode());
    done();
  }
  #hold(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes >= SNIFF) this.#decide();
  }
  #decide(): void {
    const head = Buffer.concat(this.#held);
    this.#held = [];
    this.#decoder = isUtf8(head) ? 'utf-8' : new TextDecoder('gb18030');
    this.#pass(head);
  }
  #pass(chunk: Buffer): void {
    this.push(this.#decoder instanceof TextDecoder ? this.#decoder.decode(chunk, { stream: true }) : chunk);
  }
}

function isUtf8(head: Buffer): boolean {
  try {
    // A character cut in two at the end is no mistake while more may come.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A stored file; it is sealed on the disk and opened as it is read. */
export interface Source {
  readonly name: string;
  size(): Promise<number>;
  open(): Promise<Readable>;
}
export const sourceOf = (files: FileStore, id: string, name: string): Source => ({
  name,
  size: () => files.size(id),
  open: () => files.open(id),
});

async function firstBytes(source: Source): Promise<Buffer> {
  for await (const chunk of (await source.open()) as AsyncIterable<Buffer>) return chunk.subarray(0, 4);
  return Buffer.alloc(0);
}

/** Unpacks by what the bytes are, not by what the name says. */
function textOf(file: Readable, head: Buffer): Readable {
  const text = new Decode();
  const fail = (error: NodeJS.ErrnoException) =>
    text.destroy(error.code?.startsWith('Z_') ? new SheetError('file_type') : error);
  file.on('error', fail);
  // Who stops reading early leaves no file open.
  text.on('close', () => file.destroy());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return file.pipe(text);
  const unpack = createGunzip();
  unpack.on('error', fail);
  text.on('close', () => unpack.destroy());
  return file.pipe(unpack).pipe(text);
}

/** Where the columns of a table stand. @throws SheetError missing_column when a required one is not there */
function columnsOf(header: readonly unknown[], names: ReadonlyMap<string, string>, required: readonly string[]) {
  const keys = header.map((cell) => (typeof cell === 'string' ? names.get(fold(cell)) : undefined));
  if (required.some((key) => !keys.includes(key))) throw new SheetError('missing_column');
  return keys;
}

const isEmpty = (cell: unknown): boolean => cell === null || cell === undefined || cell === '';

function rowOf(keys: readonly (string | undefined)[], values: readonly unknown[], number: number): SourceRow | null {
  if (values.every(isEmpty)) return null;
  const cells: Cells = {};
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i];
    if (key !== undefined && !isEmpty(values[i])) cells[key] = values[i];
  }
  return { number, cells };
}

async function* csvRows(text: Readable, names: ReadonlyMap<string, string>, required: readonly string[]) {
  const records = text.pipe(
    parse({
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: MAX_RECORD,
      skip_records_with_error: false,
    }),
  );
  text.on('error', (error) => records.destroy(error));
  let keys: (string | undefined)[] | null = null;
  let number = 0;
  try {
    for await (const record of records as AsyncIterable<string[]>) {
      number += 1;
      if (keys === null) keys = columnsOf(record, names, required);
      else {
        const row = rowOf(keys, record, number);
        if (row) yield row;
      }
    }
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('CSV_') ? new SheetError('file_type') : error;
  } finally {
    text.destroy();
  }
  if (keys === null) throw new SheetError('missing_column');
}

async function* lines(text: Readable): AsyncGenerator<string> {
  let rest = '';
  text.setEncoding('utf8');
  for await (const chunk of text as AsyncIterable<string>) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > MAX_RECORD) throw new SheetError('file_type');
    yield* parts;
  }
  yield rest;
}

/** One JSON object a line; a line that is none has no cells, and the row check says what is missing. */
async function* jsonRows(text: Readable, names: ReadonlyMap<string, string>): AsyncGenerator<SourceRow> {
  let number = 0;
  try {
    for await (const line of lines(text)) {
      number += 1;
      if (line.trim() === '' || line === '\uFEFF') continue;
      const cells: Cells = {};
      for (const [name, value] of Object.entries(objectOf(line))) {
        const key = names.get(fold(name));
        if (key !== undefined && !isEmpty(value)) cells[key] = value;
      }
      yield { number, cells };
    }
  } finally {
    text.destroy();
  }
}

function objectOf(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

async function* sheetRows(source: Source, names: ReadonlyMap<string, string>, required: readonly string[]) {
  const reader = await SheetReader.open(await buffer(await source.open()), { maxRows: MAX_SHEET_ROWS });
  let keys: (string | undefined)[] | null = null;
  for await (const batch of reader.batches(2_000)) {
    for (const { number, cells } of batch) {
      if (keys === null) keys = columnsOf(cells, names, required);
      else {
        const row = rowOf(keys, cells, number);
        if (row) yield row;
      }
    }
  }
  if (keys === null) throw new SheetError('missing_column');
}

/** A row and how much of the file is read so far, 0 to 1. */
export interface ReadRow {
  readonly row: SourceRow;
  readonly portion: number;
}

/**
 * The rows of an uploaded .csv (UTF-8 or GB 18030), .ndjson (both plain or gzip) or .xlsx (at most 50,000 rows), in flat memory.
 * @param names see `headersOf`
 * @param required keys that must have a column in a table
 * @throws SheetError file_type, file_too_large, missing_column
 */
export async function* sourceRows(
  source: Source,
  names: ReadonlyMap<string, string>,
  required: readonly string[],
): AsyncGenerator<ReadRow> {
  const head = await firstBytes(source);
  const signature = head.length === 4 ? head.readUInt32BE(0) : 0;
  if (signature === 0x504b0304) {
    for await (const row of sheetRows(source, names, required)) yield { row, portion: 1 };
    return;
  }
  // An old workbook, or one with a password.
  if (/\.xlsx$/iu.test(source.name) || signature === 0xd0cf11e0) throw new SheetError('file_type');
  const size = await source.size();
  let bytesRead = 0;
  const file = (await source.open()).on('data', (chunk: Buffer) => {
    bytesRead += chunk.length;
  });
  const text = textOf(file, head);
  const rows = /\.ndjson(\.gz)?$/iu.test(source.name) ? jsonRows(text, names) : csvRows(text, names, required);
  for await (const row of rows) yield { row, portion: size === 0 ? 1 : bytesRead / size };
}
