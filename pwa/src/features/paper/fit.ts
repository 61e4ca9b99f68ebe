/** 9 pt, the size the booklet's own print has. */
const NORMAL = 3.2;
const SMALLEST = 1.4;
const STEP = 0.2;
export const LINE = 1.15;

/** A Chinese character, or a run of others: a number is never broken over two lines. */
const PIECES = /[\u2e80-\u{10ffff}]|[^\u2e80-\u{10ffff}]+/gu;
/** Width of a character in its size: fonts differ by a few per cent, a cell leaves that much room. */
const advance = (char: string): number => ((char.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.58);
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + advance(char) * size, 0);

function wrap(pieces: readonly string[], size: number, width: number): string[] {
  const lines = [''];
  for (const piece of pieces) {
    const line = lines.at(-1)!;
    if (line !== '' && widthOf(line + piece, size) > width) lines.push(piece);
    else lines[lines.length - 1] = line + piece;
  }
  return lines;
}

/** Text in a cell: as large as it fits, in one line or more. All of it is there as long as it can be read. Lengths in mm. */
export function fit(text: string, width: number, height: number): { size: number; lines: string[] } {
  const pieces = text.match(PIECES) ?? [];
  for (let size = NORMAL; ; size -= STEP) {
    const lines = wrap(pieces, size, width);
    const room = Math.max(1, Math.floor(height / (size * LINE)));
    if (lines.length <= room && lines.every((line) => widthOf(line, size) <= width)) return { size, lines };
    if (size - STEP < SMALLEST) return { size, lines: wrap([...text], size, width).slice(0, room) };
  }
}
