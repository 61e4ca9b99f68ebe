import fontkit, { type Font } from '@cantoo/fontkit';
import { SealedFileError } from './errors.ts';
import type { PageDocument } from './page-model.ts';

/** How wide characters are set, and by what name a reader finds the font. */
export interface FontFace {
  readonly family: string;
  /** The file to embed; null for a font the reader brings. */
  readonly file: Uint8Array | null;
  /** Of one character, in em. @throws SealedFileError `glyph` when the font does not draw it. */
  advance(char: string): number;
}

/**
 * 宋体 by name, as every reader of OFD has it or something like it: half-width forms half an em, everything else a
 * whole one. Positions are written into the file, so a substitute moves nothing.
 */
export const SONGTI: FontFace = {
  family: '宋体',
  file: null,
  advance: (char) => (isHalfWidth(char.codePointAt(0)!) ? 0.5 : 1),
};

/**
 * A TrueType or OpenType file to embed.
 * @throws SealedFileError `argument` for bytes that are no single font.
 */
export function loadFontFace(file: Uint8Array): FontFace {
  const font = openFont(file);
  // A class of check sheets measures the same few hundred characters thousands of times.
  const known = new Map<string, number>();
  return {
    family: font.familyName ?? 'Embedded',
    file,
    advance(char) {
      const measured = known.get(char);
      if (measured !== undefined) return measured;
      const code = char.codePointAt(0)!;
      // A name must not lose a character unseen.
      const glyph = font.hasGlyphForCodePoint(code) ? font.glyphForCodePoint(code) : null;
      if (glyph === null) throw new SealedFileError('glyph', 'text');
      const advance = glyph.advanceWidth / font.unitsPerEm;
      known.set(char, advance);
      return advance;
    },
  };
}

/** Every character a document draws, once: what a subset of a font must have. */
export function charactersOf(document: PageDocument): string {
  const items = document.pages.flatMap((page) => [...page.items, ...(page.overlay ?? [])]);
  const texts = items.map((item) => (item.kind === 'text' ? item.text : ''));
  return [...new Set(texts.join(''))].toSorted().join('');
}

/** Width of a line in the unit of `size`. */
export function textWidth(text: string, size: number, face: FontFace): number {
  let width = 0;
  for (const char of text) width += face.advance(char) * size;
  return width;
}

function openFont(file: Uint8Array): Font {
  try {
    const font = fontkit.create(file);
    if ('fonts' in font) throw new SealedFileError('argument', 'font');
    return font;
  } catch {
    throw new SealedFileError('argument', 'font');
  }
}

function isHalfWidth(code: number): boolean {
  // U+00B7, the dot of minority names, is drawn a full em wide in Chinese fonts.
  return code < 0x250 ? code !== 0xb7 : code >= 0xff61 && code <= 0xffdc;
}
