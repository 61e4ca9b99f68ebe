import { degrees, type PDFFont, type PDFPage, rgb, setCharacterSqueeze } from '@cantoo/pdf-lib';
import { SealedFileError } from './errors.ts';
import type { TextItem } from './page-model.ts';
import { rgbOf } from './pdf-colour.ts';
import { advances, textWidth } from './text-metrics.ts';

/** Points in a millimetre. */
export const MM = 72 / 25.4;

/**
 * Draws a line of text where the page model has it. Runs of half-width characters are squeezed or stretched to their
 * place, so that the drawing is the one of the OFD whatever the font's own widths.
 */
export function drawPdfText(page: PDFPage, item: TextItem, font: PDFFont): void {
  const width = textWidth(item.text, item.size);
  const left = item.x - width * { left: 0, centre: 0.5, right: 1 }[item.align ?? 'left'];
  const height = item.size * 1.3;
  const angle = ((item.angle ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const { red, green, blue } = rgbOf(item.colour);
  let offset = 0;
  for (const run of runsOf(item.text)) {
    const runWidth = textWidth(run, item.size);
    const natural = font.widthOfTextAtSize(run, item.size);
    // From the middle of the text to the start of the run's baseline, turned about the middle.
    const [dx, dy] = [offset - width / 2, item.size - height / 2];
    const x = left + width / 2 + dx * cos - dy * sin;
    const y = item.y + height / 2 + dx * sin + dy * cos;
    page.pushOperators(setCharacterSqueeze(natural > 0 ? (runWidth / natural) * 100 : 100));
    page.drawText(run, {
      x: x * MM,
      y: page.getHeight() - y * MM,
      size: item.size * MM,
      font,
      color: rgb(red, green, blue),
      rotate: degrees(-(item.angle ?? 0)),
      ...(item.opacity !== undefined && { opacity: item.opacity }),
    });
    offset += runWidth;
  }
  page.pushOperators(setCharacterSqueeze(100));
}

/** @throws SealedFileError `glyph` for a character the font does not draw: a name must not lose one unseen. */
export function requireGlyphs(text: string, drawn: ReadonlySet<number>): void {
  for (const char of text) {
    if (!drawn.has(char.codePointAt(0)!)) throw new SealedFileError('glyph', 'text');
  }
}

/** Neighbours of one width class, so that one factor fits them all. */
function runsOf(text: string): string[] {
  const steps = advances(text);
  const runs: string[] = [];
  [...text].forEach((char, i) => {
    if (i > 0 && steps[i] === steps[i - 1]) runs[runs.length - 1] += char;
    else runs.push(char);
  });
  return runs;
}
