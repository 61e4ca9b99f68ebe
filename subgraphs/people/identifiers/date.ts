import { type IsoDate, isoDate } from './civil-date.ts';
import { accept, type IdentifierResult, refuse } from './errors.ts';
import { describeSuspicions, normaliseText } from './text.ts';

export interface ReadDateOptions {
  /** True when the workbook counts days from 1904 (`<workbookPr date1904="1"/>`, files from old Macs). */
  readonly date1904?: boolean;
  /** Latest day that makes sense, usually today; later days are refused with `DATE_FUTURE`. */
  readonly latest?: IsoDate;
  /** Earliest day that makes sense; default 1900-01-01. */
  readonly earliest?: IsoDate;
}

/** Serial of 9999-12-31 in the 1900 system: the last day a spreadsheet knows. */
const LAST_SERIAL = 2_958_465;
const MS_PER_DAY = 86_400_000;

/**
 * Reads a date of birth or of vaccination from a spreadsheet cell or a form field: a date cell (Date, taken by its UTC
 * day, as spreadsheet libraries make it), a serial number, `2020-03-01`, `2020/3/1`, `2020.3.1`, `20200301`,
 * `2020年3月1日`, each also in 全角 and with a time behind it. What has two readings (`3/1/2020`, `20/3/1`) is refused.
 */
export function readDate(cell: string | number | Date, options: ReadDateOptions = {}): IdentifierResult<IsoDate> {
  const read =
    cell instanceof Date
      ? fromDateCell(cell)
      : typeof cell === 'number'
        ? fromNumber(cell, options)
        : fromText(cell, options);
  if (!read.ok) return read;
  if (read.value < (options.earliest ?? '1900-01-01')) return refuse('DATE_TOO_EARLY');
  if (options.latest !== undefined && read.value > options.latest) return refuse('DATE_FUTURE');
  return read;
}

function fromParts(year: number, month: number, day: number): IdentifierResult<IsoDate> {
  const date = isoDate(year, month, day);
  return date === null ? refuse('DATE_IMPOSSIBLE') : accept(date);
}

function fromDateCell(cell: Date): IdentifierResult<IsoDate> {
  if (Number.isNaN(cell.getTime())) return refuse('DATE_IMPOSSIBLE');
  return fromParts(cell.getUTCFullYear(), cell.getUTCMonth() + 1, cell.getUTCDate());
}

function fromNumber(value: number, options: ReadDateOptions): IdentifierResult<IsoDate> {
  if (!Number.isFinite(value)) return refuse('DATE_FORMAT');
  // 20200301 typed into a cell of type number is far beyond any serial.
  if (Number.isInteger(value) && value > LAST_SERIAL) return fromCompact(String(value));
  return fromSerial(Math.floor(value), options.date1904 === true);
}

function fromSerial(serial: number, date1904: boolean): IdentifierResult<IsoDate> {
  if (serial < (date1904 ? 0 : 1) || serial > LAST_SERIAL) return refuse('DATE_IMPOSSIBLE');
  if (date1904) return fromEpochDay(serial, Date.UTC(1904, 0, 1));
  // Spreadsheets keep a bug of 1983: serial 60 is 29 February 1900, a day that never was.
  if (serial === 60) return refuse('DATE_IMPOSSIBLE');
  return fromEpochDay(serial < 60 ? serial - 1 : serial - 2, Date.UTC(1900, 0, 1));
}

function fromEpochDay(days: number, origin: number): IdentifierResult<IsoDate> {
  return fromDateCell(new Date(origin + days * MS_PER_DAY));
}

function fromCompact(digits: string): IdentifierResult<IsoDate> {
  if (digits.length !== 8) return refuse('DATE_FORMAT');
  return fromParts(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));
}

const TIME = String.raw`(?:[T ]\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?(?:Z|[+-]\d{2}:?\d{2})?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`, 'u');
const CHINESE = new RegExp(String.raw`^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?${TIME}$`, 'u');
const YEAR_LAST = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?: .*)?$/u;
const SHORT_YEAR = /^(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{2}年\d{1,2}月\d{1,2}[日号]?|\d{6})$/u;

function fromText(raw: string, options: ReadDateOptions): IdentifierResult<IsoDate> {
  const { text: normalised, suspicions } = normaliseText(raw);
  if (suspicions.length > 0) return refuse('TEXT_SUSPICIOUS', describeSuspicions(suspicions));
  const text = normalised.replace(/ ?([-/.年月]) ?/gu, '$1').replace(/[‐‑–—−]/gu, '-');
  if (text === '') return refuse('EMPTY');
  const parts = YEAR_FIRST.exec(text);
  if (parts) return fromParts(Number(parts[1]), Number(parts[3]), Number(parts[4]));
  const chinese = CHINESE.exec(text);
  if (chinese) return fromParts(Number(chinese[1]), Number(chinese[2]), Number(chinese[3]));
  if (/^\d{8}$/u.test(text)) return fromCompact(text);
  if (/^\d{5}(?:\.\d+)?$/u.test(text)) return fromSerial(Math.floor(Number(text)), options.date1904 === true);
  if (YEAR_LAST.test(text)) return refuse('DATE_AMBIGUOUS', 'YYYY-MM-DD');
  if (SHORT_YEAR.test(text)) return refuse('DATE_TWO_DIGIT_YEAR', 'YYYY-MM-DD');
  return refuse('DATE_FORMAT', 'YYYY-MM-DD');
}
