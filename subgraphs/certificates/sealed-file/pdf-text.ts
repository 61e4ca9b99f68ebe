import { degrees, type PDFFont, type PDFPage, rgb } from '@cantoo/pdf-lib';
import { type FontFace, textWidth } from './font-face.ts';
import type { TextItem } from './page-model.ts';
import { rgbOf } from './pdf-colour.ts';

/** Points in a millimetre. */
export const MM = 72 / 25.4;

/** Draws a line of text where the page model has it. @throws SealedFileError `glyph`. */
export function drawPdfText(page: PDFPage, item: TextItem, font: PDFFont, face: FontFace): void {
  const width = textWidth(item.text, item.size, face);
  const left = item.x - width * { left: 0, centre: 0.5, right: 1 }[item.align ?? 'left'];
  const height = item.size * 1.3;
  const angle = ((item.angle ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // From the middle of the text to the start of its baseline, turned about the middle.
  const [dx, dy] = [-width / 2, item.size - height / 2];
  const x = left + width / 2 + dx * cos - dy * sin;
  const y = item.y + height / 2 + dx * sin + dy * cos;
  const { red, green, blue } = rgbOf(item.colour);
  page.drawText(item.text, {
    x: x * MM,
    y: page.getHeight() - y * MM,
    size: item.size * MM,
    font,
    color: rgb(red, green, blue),
    rotate: degrees(-(item.angle ?? 0)),
    ...(item.opacity !== undefined && { opacity: item.opacity }),
  });
}
