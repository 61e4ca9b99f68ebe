import { type PageItem, SONGTI, type TextItem } from '@miaoben/sealed-file';

/** Colours of the booklet: a deep green, its tints, and two greys. */
export const INK = '#1a1a1a';
export const MUTED = '#5c6661';
export const GREEN = '#0b5a45';
export const TINT = '#e9f2ee';
export const RULE = '#9dbdb0';

type TextRest = Omit<TextItem, 'kind' | 'x' | 'y' | 'size' | 'text'>;

export const text = (x: number, y: number, size: number, value: string, rest: TextRest = {}): TextItem => ({
  kind: 'text',
  x,
  y,
  size,
  text: value,
  colour: INK,
  ...rest,
});

export const line = (x1: number, y1: number, x2: number, y2: number, width = 0.2, colour = RULE): PageItem => ({
  kind: 'line',
  x1,
  y1,
  x2,
  y2,
  width,
  colour,
});

/** A filled box: a line as wide as the box is high. */
export const box = (x: number, y: number, width: number, height: number, colour: string): PageItem =>
  line(x, y + height / 2, x + width, y + height / 2, height, colour);

export function frame(x: number, y: number, width: number, height: number, stroke: number, colour: string): PageItem[] {
  const half = stroke / 2;
  return [
    line(x - half, y, x + width + half, y, stroke, colour),
    line(x - half, y + height, x + width + half, y + height, stroke, colour),
    line(x, y, x, y + height, stroke, colour),
    line(x + width, y, x + width, y + height, stroke, colour),
  ];
}

/** Latin letters and digits of the embedded font are a little wider than half an em. */
const LATIN = 1.13;
const widthOf = (value: string, size: number): number => {
  let width = 0;
  for (const char of value) width += SONGTI.advance(char) * size * (char.codePointAt(0)! < 0x250 ? LATIN : 1);
  return width;
};

/** What may not begin a line. */
const CLOSING = '）)、，。；：”';

/** Lines as even as can be, each at most as wide as told. */
export function wrap(value: string, width: number, size: number): string[] {
  const least = Math.max(1, Math.ceil(widthOf(value, size) / width));
  // A little more than the even share, so that the last line is not one character alone.
  const even = least === 1 ? width : Math.min(width, widthOf(value, size) / least + size);
  const lines: string[] = [];
  let current = '';
  for (const char of value) {
    if (current !== '' && widthOf(current + char, size) > even && !CLOSING.includes(char)) {
      lines.push(current);
      current = '';
    }
    current += char;
  }
  return current === '' ? lines : [...lines, current];
}

/** Sizes tried, largest first, in shares of the wished one. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.4];
/** Down to this share one line is better than two. */
const ONE_LINE = 0.82;

/**
 * Sets a value into a cell, in as few and as large lines as it takes; nothing is ever cut off: what does not fit at the smallest size
 * is set in more lines than the cell has room for.
 * @param lines most lines at which the size stays as large as can be
 */
export function inCell(
  cell: { x: number; y: number; width: number; height: number },
  value: string,
  size: number,
  { align = 'left', lines = 2, ...rest }: TextRest & { lines?: number } = {},
): TextItem[] {
  const room = cell.width - 1.6;
  const share =
    [1, 0.9, ONE_LINE].find((s) => widthOf(value, size * s) <= room) ??
    SHARES.find((s) => {
      const set = wrap(value, room, size * s);
      return set.length <= lines && set.length * size * s * 1.12 <= cell.height - 0.6;
    }) ??
    SHARES.at(-1)!;
  const used = size * share;
  const set = wrap(value, room, used);
  const x = align === 'left' ? cell.x + 0.8 : align === 'centre' ? cell.x + cell.width / 2 : cell.x + cell.width - 0.8;
  const leading = used * 1.12;
  const top = cell.y + (cell.height - set.length * leading) / 2 + (leading - used) / 2;
  return set.map((part, i) => text(x, top + i * leading, used, part, { align, ...rest }));
}
