import { PDFArray, type PDFDocument, PDFHexString, PDFName, PDFNumber, type PDFRef, PDFString } from '@cantoo/pdf-lib';
import type { Bytes } from '@miaoben/credential';
import { type PdfSigner, requirePdfSigner, signDetached } from './cms.ts';
import { SealedFileError } from './errors.ts';
import type { PageDocument } from './page-model.ts';
import { MM } from './pdf-text.ts';
import { buildPdf, embedImage, savePdf } from './pdf-write.ts';
import type { Stamp } from './seal-ofd.ts';

export interface PdfSealing {
  readonly by: PdfSigner;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
  /** PNG of the seal, drawn at each stamp. */
  readonly picture: Uint8Array;
  readonly stamps: readonly Stamp[];
}

/** Room for the signature and its certificates, in bytes. */
const CONTENTS_BYTES = 8192;
/** Stands for a number not yet known, as wide as any. */
const UNKNOWN = '/**********';
const BYTE_RANGE = `/ByteRange [ 0 ${UNKNOWN} ${UNKNOWN} ${UNKNOWN} ]`;

/**
 * A PDF with one embedded signature over the whole file (ISO 32000-1 clause 12.8, ETSI.CAdES.detached).
 * @param font as in `writePdf`.
 * @throws SealedFileError as `writePdf` does, `key` for a key that is not ES256 or not the certificate's, `argument`
 * for a stamp on a page that is not there or certificates too long for the room.
 */
export async function sealPdf(document: PageDocument, font: Uint8Array, sealing: PdfSealing): Promise<Bytes> {
  requirePdfSigner(sealing.by);
  const pdf = await buildPdf(document, font);
  await drawStamps(pdf, sealing);
  addSignatureField(pdf, document, sealing.signedAt);
  const bytes = await savePdf(pdf);
  const { from, to } = fillByteRange(bytes);
  const covered = new Uint8Array(bytes.length - (to - from));
  covered.set(bytes.subarray(0, from));
  covered.set(bytes.subarray(to), from);
  const signature = await signDetached(covered, sealing.by);
  if (signature.length > CONTENTS_BYTES) throw new SealedFileError('argument', 'certificates');
  const hex = Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('');
  bytes.set(new TextEncoder().encode(hex), from + 1);
  return bytes;
}

async function drawStamps(pdf: PDFDocument, { picture, stamps }: PdfSealing): Promise<void> {
  const image = await embedImage(pdf, { format: 'PNG', data: picture });
  for (const stamp of stamps) {
    if (stamp.page < 0 || stamp.page >= pdf.getPageCount()) throw new SealedFileError('argument', 'stamps');
    const page = pdf.getPage(stamp.page);
    const y = page.getHeight() - (stamp.y + stamp.height) * MM;
    page.drawImage(image, { x: stamp.x * MM, y, width: stamp.width * MM, height: stamp.height * MM });
  }
}

function addSignatureField(pdf: PDFDocument, document: PageDocument, signedAt: number): void {
  const { context } = pdf;
  const byteRange = PDFArray.withContext(context);
  byteRange.push(PDFNumber.of(0));
  for (let i = 0; i < 3; i++) byteRange.push(PDFName.of(UNKNOWN.slice(1)));
  const signature = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: byteRange,
      Contents: PDFHexString.of('0'.repeat(2 * CONTENTS_BYTES)),
      Name: PDFHexString.fromText(document.creator),
      M: PDFString.fromDate(new Date(signedAt)),
    }),
  );
  const page = pdf.getPage(0);
  const widget: PDFRef = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      // The stamps are drawn on the pages; the field itself shows nothing. Printed and locked (12.5.3).
      Rect: [0, 0, 0, 0],
      F: 132,
      V: signature,
      T: PDFString.of('Signature1'),
      P: page.ref,
    }),
  );
  page.node.addAnnot(widget);
  // Signatures exist, and only appending leaves them valid.
  pdf.catalog.set(PDFName.of('AcroForm'), context.obj({ SigFlags: 3, Fields: [widget] }));
}

/** Writes the range, padded to the width of its placeholder. @returns the place of `<…>`, which it leaves out. */
function fillByteRange(bytes: Bytes): { from: number; to: number } {
  // One character a byte: positions in the text are positions in the file.
  const text = new TextDecoder('latin1').decode(bytes);
  const rangeAt = text.indexOf(BYTE_RANGE);
  const from = text.indexOf(`<${'0'.repeat(2 * CONTENTS_BYTES)}>`);
  if (rangeAt < 0 || from < 0) throw new SealedFileError('argument', 'document');
  const to = from + 2 * CONTENTS_BYTES + 2;
  const range = `/ByteRange [ 0 ${from} ${to} ${bytes.length - to} ]`;
  bytes.set(new TextEncoder().encode(range.padEnd(BYTE_RANGE.length)), rangeAt);
  return { from, to };
}
