import {
  type Char,
  charsOf,
  DOUBTED,
  dateField,
  type Found,
  fieldOf,
  find,
  type Line,
  type PaperField,
  textOf,
} from './found.ts';
import type { Word } from './page.types.ts';

/** Two words that stand this many letters of the usual width apart are of two columns. */
const COLUMN_GAP = 1;
/** Any day of this century, as booklets print or stamp it. */
const DAY = /20\d{2}(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})/u;
const VACCINE =
  /[\p{Script=Han}A-Za-z0-9()（）+-]*(?:疫苗|卡介苗|类毒素|免疫球蛋白|百白破|麻腮风)[\p{Script=Han}A-Za-z0-9()（）+-]*/u;
const LOT = /^[A-Z]{0,4}\d[A-Z0-9-]{4,19}$/iu;
const UNIT = /[\p{Script=Han}()（）]{2,}(?:院|中心|服务站|卫生室|接种点|门诊部?|保健所|防疫站)$/u;
const BARCODE = /(?:接种证(?:编)?号码?|接种条码|条码号?|儿童编码|受种者编码)[:：]?(\d{8,24})/u;

/** The columns of a row of a table: words that stand close together are of one. */
function cellsOf(words: readonly Word[]): Line[] {
  const cells: Char[][] = [];
  const letters = words.map(({ text, box }) => box.width / Math.max(1, text.length)).sort((a, b) => a - b);
  const gap = COLUMN_GAP * (letters[letters.length >> 1] ?? 0);
  let end = Number.NEGATIVE_INFINITY;
  for (const word of words) {
    const chars = charsOf([word]);
    if (chars.length === 0) continue;
    const cell = cells.at(-1);
    if (cell && word.box.x - end < gap) cell.push(...chars);
    else cells.push(chars);
    end = word.box.x + word.box.width;
  }
  return cells;
}

const inCells = (cells: readonly Line[], pattern: RegExp): Found | null => {
  for (const cell of cells) {
    const found = find(cell, pattern);
    if (found) return found;
  }
  return null;
};

/** The number the booklet itself has, beside or below its bars. */
export function barcodeField(lines: readonly Line[]): PaperField | null {
  const found = inCells(lines, BARCODE);
  return found && fieldOf('barcode', found);
}

/**
 * The doses a page of a booklet (接种证) lists, row by row (Q-05, J-10): vaccine, day, lot, unit. A row without a vaccine or a day is none:
 * nothing is guessed.
 */
export function dosesOf(lines: readonly (readonly Word[])[], today: string): PaperField[] {
  const fields: PaperField[] = [];
  let dose = 0;
  for (const words of lines) {
    const cells = cellsOf(words);
    const at = cells.findIndex((cell) => DAY.test(textOf(cell)));
    const day = cells[at] && find(cells[at], DAY);
    const vaccine = at === -1 ? null : inCells(cells.slice(0, at + 1), VACCINE);
    if (!day || !vaccine) continue;
    dose += 1;
    const rest = cells.slice(at + 1);
    const [lot, unit] = [inCells(rest, LOT), inCells(rest.toReversed(), UNIT)];
    fields.push(
      fieldOf('vaccine', vaccine, undefined, dose),
      dateField(day, today, 'dose_date', dose) ?? fieldOf('dose_date', day, DOUBTED, dose),
    );
    if (lot) fields.push(fieldOf('lot_number', { ...lot, value: lot.value.toUpperCase() }, undefined, dose));
    if (unit) fields.push(fieldOf('unit', unit, undefined, dose));
  }
  return fields;
}
