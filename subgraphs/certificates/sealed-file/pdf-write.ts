import fontkit from '@cantoo/fontkit';
import {
  closePath,
  fill,
  lineTo,
  moveTo,
  PDFDocument,
  type PDFFont,
  type PDFImage,
  type PDFOperator,
  type PDFPage,
  rgb,
  setFillingRgbColor,
} from '@cantoo/pdf-lib';
import type { Bytes } from '@miaoben/credential';
import { SealedFileError } from './errors.ts';
import { type FontFace, loadFontFace } from './font-face.ts';
import { requireDocument } from './page-document.ts';
import type { ImageItem, LineItem, PageDocument, PageItem, QrItem } from './page-model.ts';
import { rgbOf } from './pdf-colour.ts';
import { drawPdfText, MM } from './pdf-text.ts';
import { qrRectangles } from './qr-rectangles.ts';

/**
 * The same drawing as a PDF without a signature, for preview.
 * @param font TrueType or OpenType file; only the glyphs used are embedded.
 * @throws SealedFileError `argument` as `writeOfd` does, `glyph` for a character the font does not draw.
 */
export async function writePdf(document: PageDocument, font: Uint8Array): Promise<Bytes> {
  return savePdf(await buildPdf(document, font));
}

export async function savePdf(pdf: PDFDocument): Promise<Bytes> {
  return new Uint8Array(await pdf.save({ useObjectStreams: false }));
}

/** The document drawn, its record and metadata attached, nothing taken from a clock. */
export async function buildPdf(document: PageDocument, fontFile: Uint8Array): Promise<PDFDocument> {
  requireDocument(document);
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const created = new Date(`${document.createdOn}T00:00:00Z`);
  pdf.setTitle(document.title, { showInWindowTitleBar: true });
  pdf.setCreator(document.creator);
  pdf.setProducer(document.creator);
  pdf.setCreationDate(created);
  pdf.setModificationDate(created);
  pdf.setLanguage('zh-CN');
  const face = loadFontFace(fontFile);
  pdf.registerFontkit(fontkit);
  const font = await pdf.embedFont(fontFile, { subset: true });
  const images = new Map<Uint8Array, PDFImage>();
  for (const model of document.pages) {
    const page = pdf.addPage([model.width * MM, model.height * MM]);
    for (const item of [...model.items, ...(model.overlay ?? [])]) {
      if (item.kind === 'image' && !images.has(item.data)) images.set(item.data, await embedImage(pdf, item));
      draw(page, item, { font, face, images });
    }
  }
  const json = new TextEncoder();
  const attached = { mimeType: 'application/json', creationDate: created, modificationDate: created };
  if (document.record) {
    await pdf.attach(json.encode(document.record.json), 'record.json', {
      ...attached,
      description: document.record.title,
    });
  }
  if (document.metadata.length > 0) {
    const metadata = Object.fromEntries(document.metadata.map(({ name, value }) => [name, value]));
    await pdf.attach(json.encode(JSON.stringify(metadata)), 'metadata.json', { ...attached, description: '元数据' });
  }
  return pdf;
}

export async function embedImage(pdf: PDFDocument, item: Pick<ImageItem, 'format' | 'data'>): Promise<PDFImage> {
  try {
    return item.format === 'PNG' ? await pdf.embedPng(item.data) : await pdf.embedJpg(item.data);
  } catch {
    throw new SealedFileError('argument', 'image');
  }
}

interface PdfResources {
  readonly font: PDFFont;
  readonly face: FontFace;
  readonly images: ReadonlyMap<Uint8Array, PDFImage>;
}

function draw(page: PDFPage, item: PageItem, { font, face, images }: PdfResources): void {
  const top = page.getHeight();
  switch (item.kind) {
    case 'text':
      drawPdfText(page, item, font, face);
      break;
    case 'line':
      drawLine(page, item);
      break;
    case 'qr':
      page.pushOperators(setFillingRgbColor(0, 0, 0), ...qrPath(item, top), fill());
      break;
    case 'image':
      page.drawImage(images.get(item.data)!, {
        x: item.x * MM,
        y: top - (item.y + item.height) * MM,
        width: item.width * MM,
        height: item.height * MM,
      });
  }
}

function drawLine(page: PDFPage, item: LineItem): void {
  const top = page.getHeight();
  const { red, green, blue } = rgbOf(item.colour);
  page.drawLine({
    start: { x: item.x1 * MM, y: top - item.y1 * MM },
    end: { x: item.x2 * MM, y: top - item.y2 * MM },
    thickness: item.width * MM,
    color: rgb(red, green, blue),
  });
}

function qrPath(item: QrItem, top: number): PDFOperator[] {
  return qrRectangles(item).flatMap(({ x, y, width, height }) => {
    const [left, right] = [(item.x + x) * MM, (item.x + x + width) * MM];
    const [upper, lower] = [top - (item.y + y) * MM, top - (item.y + y + height) * MM];
    return [moveTo(left, upper), lineTo(right, upper), lineTo(right, lower), lineTo(left, lower), closePath()];
  });
}
