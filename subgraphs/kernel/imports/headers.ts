import type { SheetCell } from '../sheets/reader.ts';
import { cellText } from './cells.ts';
import type { Columns } from './define.ts';

/** `姓名*（必填）` and `姓 名` are the same header as `姓名`. */
const fold = (text: string): string => text.replace(/[（(].*?[)）]|[*＊:：\s]/gu, '').toLowerCase();

/** Position of each column in the sheet, or the headers of required ones that are missing. */
export interface HeaderMap {
  at: Map<string, number>;
  missing: string[];
}

/** Takes a row for the header when it names at least two columns (or the only one). */
export function mapHeader(columns: Columns, cells: readonly SheetCell[]): HeaderMap | null {
  const names = new Map<string, string>();
  for (const [key, column] of Object.entries(columns)) {
    for (const name of [column.header, ...(column.synonyms ?? [])]) names.set(fold(name), key);
  }
  const at = new Map<string, number>();
  for (const [i, cell] of cells.entries()) {
    const key = typeof cell === 'string' ? names.get(fold(cellText(cell))) : undefined;
    if (key !== undefined && !at.has(key)) at.set(key, i);
  }
  if (at.size < Math.min(2, Object.keys(columns).length)) return null;
  const missing = Object.entries(columns)
    .filter(([key, column]) => column.required && !at.has(key))
    .map(([, column]) => column.header);
  return { at, missing };
}
