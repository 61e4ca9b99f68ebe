import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { charactersOf, loadFontFace, type PageDocument, SealedFileError } from '@miaoben/sealed-file';
import subsetFont from 'subset-font';

/** Noto Serif SC (OFL 1.1), from the package. */
const FILES = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
} as const;

const require = createRequire(import.meta.url);
const held = new Map<keyof typeof FILES, Promise<Buffer>>();

/** 15 MB a weight: read at first use and kept. */
function whole(weight: keyof typeof FILES): Promise<Buffer> {
  const known = held.get(weight) ?? readFile(require.resolve(FILES[weight]));
  held.set(weight, known);
  return known;
}

export const certificateFont = {
  whole,
  /** The characters a document draws, and no others, as TrueType. */
  async of(document: PageDocument): Promise<Uint8Array> {
    return new Uint8Array(
      await subsetFont(await whole('regular'), charactersOf(document), { targetFormat: 'truetype' }),
    );
  },
  /** Puts 〓, the printers' mark of a lacking letter, for what the font has no drawing of: one rare name must not stop a whole class. */
  async drawable(): Promise<(text: string) => string> {
    const face = loadFontFace(new Uint8Array(await whole('regular')));
    const isDrawn = (char: string): boolean => {
      try {
        face.advance(char);
        return true;
      } catch (error) {
        if (error instanceof SealedFileError && error.code === 'glyph') return false;
        throw error;
      }
    };
    return (text) => [...text].map((char) => (isDrawn(char) ? char : '〓')).join('');
  },
};
