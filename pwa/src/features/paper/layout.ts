import { fit, LINE } from './fit.ts';
import type { Box, ColumnKey, FieldKey, Form, FormRow, Part } from './form.ts';

/** Text at a place: `y` is where its line stands. All lengths are mm from the upper left corner of the sheet. */
export interface Word {
  x: number;
  y: number;
  size: number;
  text: string;
}
export interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
/** One pass through the printer: the form's own print (words, lines) and what is entered into it. */
export interface Sheet {
  number: number;
  /** printed on blank paper only; the pre-printed form has it */
  form: { words: Word[]; lines: Line[] };
  entries: Word[];
}

/** A dose as its row says it. */
export type DoseText = Record<ColumnKey, string>;
export interface Content {
  fields: Record<FieldKey, string>;
  parts: readonly Part[];
  /** by row, from 1 */
  doses: ReadonlyMap<number, DoseText>;
}
/** The words of the form itself. */
export interface FormWords {
  title: (sheet: number) => string;
  field: (key: FieldKey) => string;
  column: (key: ColumnKey) => string;
  series: (series: string) => string;
}

/** Room between a cell's line and its text. */
const PADDING = 0.8;
const TITLE_Y = 9;

function textIn(box: Box, text: string): Word[] {
  if (text === '') return [];
  const { size, lines } = fit(text, box.width - 2 * PADDING, box.height);
  const first = box.y + (box.height - lines.length * size * LINE) / 2 + size * 0.95;
  return lines.map((line, i) => ({ x: box.x + PADDING, y: first + i * size * LINE, size, text: line }));
}

const cell = (form: Form, key: ColumnKey, y: number, height: number): Box => {
  const column = form.columns.find((c) => c.key === key);
  if (!column) throw new Error(`no column ${key}`);
  return { x: column.x, y, width: column.width, height };
};

function fieldWords(form: Form, content: Content): Word[] {
  return form.info
    .filter(({ part }) => content.parts.includes(part))
    .flatMap((f) =>
      textIn({ x: f.x + f.label, y: f.y, width: f.width - f.label, height: f.height }, content.fields[f.key]),
    );
}

/** The pre-printed form names vaccine and dose of the programme's rows itself. */
function rowWords(form: Form, row: FormRow, dose: DoseText): Word[] {
  return form.columns
    .filter(({ key }) => row.programme === null || (key !== 'vaccine' && key !== 'dose'))
    .flatMap(({ key }) => textIn(cell(form, key, row.y, form.rowHeight), dose[key]));
}

/** The table of a sheet: its lines, the heads of the columns, vaccine and dose of the programme's rows. */
function tableOf(form: Form, rows: readonly FormRow[], words: FormWords): Sheet['form'] {
  const [first] = rows;
  if (!first) return { words: [], lines: [] };
  const top = first.y - form.headHeight;
  const bottom = first.y + rows.length * form.rowHeight;
  const edges = [...new Set(form.columns.flatMap(({ x, width }) => [x, x + width]))];
  const left = Math.min(...edges);
  const right = Math.max(...edges);
  const levels = [top, ...rows.map(({ y }) => y), bottom];
  return {
    words: [
      ...form.columns.flatMap(({ key }) => textIn(cell(form, key, top, form.headHeight), words.column(key))),
      ...rows.flatMap(({ programme, y }) =>
        programme === null
          ? []
          : [
              ...textIn(cell(form, 'vaccine', y, form.rowHeight), words.series(programme.series)),
              ...textIn(cell(form, 'dose', y, form.rowHeight), String(programme.dose)),
            ],
      ),
    ],
    lines: [
      ...levels.map((y) => ({ x1: left, y1: y, x2: right, y2: y })),
      ...edges.map((x) => ({ x1: x, y1: top, x2: x, y2: bottom })),
    ],
  };
}

/** Where everything stands on each sheet that gets an entry. */
export function layout(form: Form, content: Content, words: FormWords): Sheet[] {
  const entries = Map.groupBy(content.doses, ([row]) => form.rows[row - 1]?.sheet);
  const last = Math.max(...form.rows.map(({ sheet }) => sheet));
  const sheets = Array.from({ length: last + 1 }, (_, number): Sheet => {
    const rows = form.rows.filter(({ sheet }) => sheet === number);
    const table = tableOf(form, rows, words);
    const info = number === 0 ? form.info : [];
    const title = { x: form.columns[0]!.x, y: TITLE_Y, size: 4, text: words.title(number) };
    return {
      number,
      form: {
        words: [
          title,
          ...info.flatMap((f) => textIn({ x: f.x, y: f.y, width: f.label, height: f.height }, words.field(f.key))),
          ...table.words,
        ],
        lines: [
          ...info.map((f) => ({ x1: f.x + f.label, y1: f.y + f.height, x2: f.x + f.width, y2: f.y + f.height })),
          ...table.lines,
        ],
      },
      entries: [
        ...(number === 0 ? fieldWords(form, content) : []),
        ...(entries.get(number) ?? []).flatMap(([row, dose]) => rowWords(form, form.rows[row - 1]!, dose)),
      ],
    };
  });
  return sheets.filter(({ entries: e }) => e.length > 0);
}
