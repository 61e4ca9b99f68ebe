import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fontkit, { type Font } from '@cantoo/fontkit';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { certificateFont } from '../document/document.font.ts';

/** Units the drawing is made in, and pixels a side of the picture: 40 mm at 300 dots an inch. */
const SIDE = 800;
const PIXELS = 480;
const RED = '#c8161d';
/** Of the ring of letters: radius, height of a letter, and how far round they may go. */
const RING = { radius: 302, size: 88, most: Math.PI * 1.22, step: 0.36 };

const require = createRequire(import.meta.url);
let started: Promise<void> | undefined;
/** The renderer may be initialised once a process. */
const renderer = () => {
  started ??= readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm));
  return started;
};

function glyph(font: Font, char: string): { path: string; width: number } {
  const drawn = font.glyphForCodePoint(char.codePointAt(0)!);
  if (!drawn) throw new Error('the font has no glyphs');
  return { path: drawn.path.toSVG(), width: drawn.advanceWidth / font.unitsPerEm };
}

/** Letters along the upper arc, upright from the middle outwards. */
function ringOfLetters(font: Font, text: string): string {
  const letters = [...text];
  const step = Math.min(RING.step, RING.most / Math.max(letters.length - 1, 1));
  const size = Math.min(RING.size, step * RING.radius);
  return letters
    .map((char, i) => {
      const angle = (i - (letters.length - 1) / 2) * step;
      const { path, width } = glyph(font, char);
      const scale = size / font.unitsPerEm;
      const at = `rotate(${(angle * 180) / Math.PI} ${SIDE / 2} ${SIDE / 2}) translate(${SIDE / 2 - (width * size) / 2} ${SIDE / 2 - RING.radius + size * 0.36})`;
      return `<path transform="${at} scale(${scale} ${-scale})" d="${path}"/>`;
    })
    .join('');
}

function line(font: Font, text: string, y: number, size: number): string {
  const glyphs = [...text].map((char) => glyph(font, char));
  const scale = size / font.unitsPerEm;
  let x = SIDE / 2 - (glyphs.reduce((sum, g) => sum + g.width, 0) * size) / 2;
  return glyphs
    .map(({ path, width }) => {
      const drawn = `<path transform="translate(${x} ${y}) scale(${scale} ${-scale})" d="${path}"/>`;
      x += width * size;
      return drawn;
    })
    .join('');
}

function star(radius: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 === 0 ? radius : radius * 0.382;
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    return `${SIDE / 2 + r * Math.cos(angle)},${SIDE / 2 - 14 + r * Math.sin(angle)}`;
  });
  return `<polygon points="${points.join(' ')}"/>`;
}

/**
 * A round seal in red with the issuer's name in a ring, a star and the words under it, on a transparent ground: for demonstrations,
 * where nobody has a picture of a real one. The words say so.
 * @returns PNG
 */
export async function drawSeal(name: string): Promise<Uint8Array> {
  const font = fontkit.create(await certificateFont.whole('bold'));
  if ('fonts' in font) throw new Error('the font file holds several fonts');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><g fill="${RED}">
    <circle cx="${SIDE / 2}" cy="${SIDE / 2}" r="${SIDE / 2 - 16}" fill="none" stroke="${RED}" stroke-width="22"/>
    ${star(112)}${ringOfLetters(font, name)}${line(font, '预防接种专用章', 610, 58)}${line(font, '（演示）', 684, 48)}</g></svg>`;
  await renderer();
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: PIXELS }, font: { loadSystemFonts: false } }).render();
  const png = image.asPng().slice();
  image.free();
  return png;
}
