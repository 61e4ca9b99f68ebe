import { sm3, toHex } from '@miaoben/credential';
import { type PageDocument, type Stamp, sealOfd, sealPdf } from '@miaoben/sealed-file';
import type { OpenedSeal } from '../seal/seal.authority.ts';
import { certificateFont } from './document.font.ts';

export interface MadeFile {
  readonly bytes: Uint8Array;
  /** hexadecimal */
  readonly sm3: string;
}

const made = (bytes: Uint8Array): MadeFile => ({ bytes, sm3: toHex(sm3(bytes)) });

/** Draws and seals both forms of a file. @throws SealedFileError `glyph` for a name the font cannot draw */
export async function makeFiles(
  face: { document: PageDocument; stamps: readonly Stamp[] },
  seal: OpenedSeal & { picture: Uint8Array },
  signedAt: Date,
): Promise<{ ofd: MadeFile; pdf: MadeFile }> {
  const { document, stamps } = face;
  const font = await certificateFont.of(document);
  const at = signedAt.getTime();
  const ofd = await sealOfd(document, { sealer: seal.ofd, signedAt: at, stamps }, font);
  const pdf = await sealPdf(document, font, { by: seal.pdf, signedAt: at, picture: seal.picture, stamps });
  return { ofd: made(ofd), pdf: made(pdf) };
}
