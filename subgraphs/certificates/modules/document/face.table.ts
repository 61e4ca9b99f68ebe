import type { PageItem } from '@miaoben/sealed-file';
import type { RecordDose } from './document.record.ts';
import { box, GREEN, INK, inCell, line, MUTED, RULE, TINT } from './face.drawing.ts';
import { SITES } from './face.words.ts';

/** Left edge and columns of the table of doses, millimetres. */
export const TABLE = { x: 12, width: 186, head: 8, section: 6, row: 7.4 };

interface Column {
  readonly head: string;
  readonly width: number;
  readonly align?: 'centre';
  readonly value: (dose: RecordDose) => string;
}
const COLUMNS: readonly Column[] = [
  { head: '疫苗名称', width: 43, value: (d) => d.vaccine },
  { head: '剂次', width: 10, align: 'centre', value: (d) => (d.doseNumber === null ? '—' : String(d.doseNumber)) },
  { head: '接种日期', width: 21, align: 'centre', value: (d) => d.date },
  { head: '接种部位', width: 15, align: 'centre', value: (d) => (d.site === null ? '—' : (SITES[d.site] ?? d.site)) },
  { head: '疫苗批号', width: 24, value: (d) => d.lot ?? '—' },
  { head: '生产企业', width: 27, value: (d) => d.maker ?? '—' },
  { head: '接种单位', width: 32, value: (d) => d.clinic ?? '—' },
  { head: '接种者', width: 14, align: 'centre', value: (d) => d.vaccinator ?? '—' },
];

/** A line of the table: the name of a section, or a dose. */
export type TableLine = { readonly section: string } | { readonly dose: RecordDose };
export const heightOf = (entry: TableLine): number => ('section' in entry ? TABLE.section : TABLE.row);

function head(y: number): PageItem[] {
  let x = TABLE.x;
  return COLUMNS.flatMap((column) => {
    const cell = { x, y, width: column.width, height: TABLE.head };
    x += column.width;
    return inCell(cell, column.head, 3, { align: 'centre', colour: '#ffffff' });
  });
}

function doseRow(dose: RecordDose, y: number): PageItem[] {
  let x = TABLE.x;
  return COLUMNS.flatMap((column, i) => {
    const cell = { x, y, width: column.width, height: TABLE.row };
    x += column.width;
    const tag = i === 0 ? { tag: '疫苗名称' } : i === 2 ? { tag: '接种日期' } : {};
    return inCell(cell, column.value(dose), 2.9, { align: column.align ?? 'left', colour: INK, ...tag });
  });
}

/** Draws lines of the table from a height on. @returns the items and the height below them */
export function drawTable(entries: readonly TableLine[], top: number): { items: PageItem[]; bottom: number } {
  const items: PageItem[] = [box(TABLE.x, top, TABLE.width, TABLE.head, GREEN), ...head(top)];
  // Over the tints of the rows.
  const rules: PageItem[] = [];
  const verticals: [number, number][] = [];
  let y = top + TABLE.head;
  let isEven = false;
  for (const entry of entries) {
    const height = heightOf(entry);
    if ('section' in entry) {
      const cell = { x: TABLE.x, y, width: TABLE.width, height };
      items.push(box(TABLE.x, y, TABLE.width, height, TINT), ...inCell(cell, entry.section, 2.9, { colour: GREEN }));
      isEven = false;
    } else {
      if (isEven) items.push(box(TABLE.x, y, TABLE.width, height, '#f7faf8'));
      items.push(...doseRow(entry.dose, y));
      verticals.push([y, y + height]);
      isEven = !isEven;
    }
    y += height;
    rules.push(line(TABLE.x, y, TABLE.x + TABLE.width, y, 0.15, RULE));
  }
  if (entries.length === 0) {
    items.push(
      ...inCell({ x: TABLE.x, y, width: TABLE.width, height: 12 }, '暂无接种记录', 3.2, {
        align: 'centre',
        colour: MUTED,
      }),
    );
    y += 12;
    items.push(line(TABLE.x, y, TABLE.x + TABLE.width, y, 0.15, RULE));
  }
  for (const x of columnEdges()) for (const [from, to] of verticals) rules.push(line(x, from, x, to, 0.12, RULE));
  items.push(...rules);
  items.push(
    line(TABLE.x, top, TABLE.x, y, 0.3, GREEN),
    line(TABLE.x + TABLE.width, top, TABLE.x + TABLE.width, y, 0.3, GREEN),
  );
  items.push(line(TABLE.x, y, TABLE.x + TABLE.width, y, 0.3, GREEN));
  return { items, bottom: y };
}

function columnEdges(): number[] {
  let x = TABLE.x;
  return COLUMNS.slice(0, -1).map((column) => {
    x += column.width;
    return x;
  });
}
