import type { Bytes } from '@miaoben/credential';
import { type Zippable, zipSync } from 'fflate';
import { SealedFileError } from './errors.ts';
import { type FontFace, loadFontFace, SONGTI } from './font-face.ts';
import { type OfdIds, pagePart } from './ofd-page.ts';
import { requireDocument } from './page-document.ts';
import type { ImageItem, PageDocument } from './page-model.ts';
import { foreignPart, numbers, ofd, ofdPart, text } from './xml-write.ts';

/** The parts of a file by name, in the order they are stored. */
export type OfdParts = Map<string, Bytes>;

/** Name of the signature's index; in OFD.xml only when the file gets sealed. */
export const SIGNATURES_PART = 'Doc_0/Signs/Signatures.xml';
const FONT_FILE = 'font_0.ttf';

/**
 * An OFD without a seal, for preview.
 * @param font TrueType file to embed, best a subset of `charactersOf(document)`; 宋体 by name when left out.
 * @throws SealedFileError `argument` for text XML cannot hold, names that are none, a QR that is not square or bytes
 * that are no font, `glyph` for a character the font does not draw.
 */
export function writeOfd(document: PageDocument, font?: Uint8Array): Bytes {
  return packOfd(ofdParts(document, { sealed: false, font }).parts, Date.parse(`${document.createdOn}T00:00:00+08:00`));
}

/** The parts of a document; `pageIds` are what a stamp refers to. */
export function ofdParts(
  document: PageDocument,
  { sealed, font }: { readonly sealed: boolean; readonly font: Uint8Array | undefined },
): { parts: OfdParts; pageIds: readonly number[] } {
  requireDocument(document);
  const face = font ? loadFontFace(font) : SONGTI;
  const parts = new Map<string, string | Uint8Array>();
  const ids = newIds(face);
  const pageIds = document.pages.map(() => ids.next());
  parts.set('OFD.xml', rootPart(document, sealed));
  const pages = document.pages.map((page, i) => pagePart(page, pageIds[i]!, ids));
  parts.set('Doc_0/Document.xml', documentPart(document, pageIds, ids));
  parts.set('Doc_0/PublicRes.xml', fontResource(ids));
  if (face.file) parts.set(`Doc_0/Res/${FONT_FILE}`, face.file);
  if (ids.images.length > 0) parts.set('Doc_0/DocumentRes.xml', imageResources(ids.images));
  pages.forEach((xml, i) => {
    parts.set(`Doc_0/Pages/Page_${i}/Content.xml`, xml);
  });
  for (const { item, file } of ids.images) parts.set(`Doc_0/Res/${file}`, item.data);
  if (ids.tagged.length > 0) {
    const tag = ofd('CustomTag', { NameSpace: document.index.namespace }, ofd('FileLoc', {}, 'CustomTag.xml'));
    parts.set('Doc_0/Tags/CustomTags.xml', ofdPart('CustomTags', {}, tag));
    parts.set('Doc_0/Tags/CustomTag.xml', tagPart(document, ids));
  }
  if (document.record) {
    parts.set('Doc_0/Attachs/Attachments.xml', attachmentsPart(document));
    parts.set('Doc_0/Attachs/record.json', document.record.json);
  }
  const encoder = new TextEncoder();
  const bytes = [...parts].map(([name, content]): [string, Bytes] => [
    name,
    typeof content === 'string' ? encoder.encode(content) : new Uint8Array(content),
  ]);
  return { parts: new Map(bytes), pageIds };
}

/** @param at milliseconds since 1970, for the entries' times. The same parts and time give the same bytes. */
export function packOfd(parts: OfdParts, at: number): Bytes {
  // What a ZIP entry can date.
  if (!(at >= Date.UTC(1981) && at < Date.UTC(2099))) throw new SealedFileError('argument', 'time');
  const entries: Zippable = {};
  for (const [name, content] of parts) entries[name] = content;
  // ZIP knows no zone and fflate writes the machine's local one; this is China's clock on every machine.
  const china = new Date(at + 8 * 3600_000);
  const mtime = new Date(
    china.getUTCFullYear(),
    china.getUTCMonth(),
    china.getUTCDate(),
    china.getUTCHours(),
    china.getUTCMinutes(),
    china.getUTCSeconds(),
  );
  return new Uint8Array(zipSync(entries, { level: 9, mtime }));
}

interface WriterIds extends OfdIds {
  readonly images: { readonly id: number; readonly item: ImageItem; readonly file: string }[];
  readonly tagged: { tag: string; page: number; objects: readonly number[] }[];
}

function newIds(face: FontFace): WriterIds {
  let last = 1;
  const next = () => ++last;
  const images: WriterIds['images'] = [];
  return {
    next,
    font: 1,
    face,
    tagged: [],
    images,
    image(item) {
      const known = images.find((other) => other.item.data === item.data);
      if (known) return known.id;
      const id = next();
      images.push({ id, item, file: `image_${images.length}.${item.format === 'PNG' ? 'png' : 'jpg'}` });
      return id;
    },
  };
}

function rootPart(document: PageDocument, sealed: boolean): string {
  const metadata = document.metadata.map(({ name, value }) => ofd('CustomData', { Name: name }, text(value)));
  return ofdPart(
    'OFD',
    { Version: '1.0', DocType: 'OFD' },
    ofd(
      'DocBody',
      {},
      ofd(
        'DocInfo',
        {},
        ofd('DocID', {}, document.id),
        ofd('Title', {}, text(document.title)),
        ofd('CreationDate', {}, document.createdOn),
        ofd('Creator', {}, text(document.creator)),
        ...(metadata.length > 0 ? [ofd('CustomDatas', {}, ...metadata)] : []),
      ),
      ofd('DocRoot', {}, 'Doc_0/Document.xml'),
      ...(sealed ? [ofd('Signatures', {}, SIGNATURES_PART)] : []),
    ),
  );
}

/** Written after the pages: only then is the highest id known. */
function documentPart(document: PageDocument, pageIds: readonly number[], ids: WriterIds): string {
  const [first] = document.pages;
  const pages = pageIds.map((ID, i) => ofd('Page', { ID, BaseLoc: `Pages/Page_${i}/Content.xml` }));
  return ofdPart(
    'Document',
    {},
    ofd(
      'CommonData',
      {},
      ofd('MaxUnitID', {}, String(ids.next())),
      ofd('PageArea', {}, ofd('PhysicalBox', {}, numbers(0, 0, first!.width, first!.height))),
      ofd('PublicRes', {}, 'PublicRes.xml'),
      ...(ids.images.length > 0 ? [ofd('DocumentRes', {}, 'DocumentRes.xml')] : []),
    ),
    ofd('Pages', {}, ...pages),
    ...(ids.tagged.length > 0 ? [ofd('CustomTags', {}, 'Tags/CustomTags.xml')] : []),
    ...(document.record ? [ofd('Attachments', {}, 'Attachs/Attachments.xml')] : []),
  );
}

function fontResource({ font, face }: WriterIds): string {
  const file = face.file ? [ofd('FontFile', {}, FONT_FILE)] : [];
  const attributes = { ID: font, FontName: face.family, FamilyName: face.family, Charset: 'unicode' };
  return ofdPart('Res', { BaseLoc: 'Res' }, ofd('Fonts', {}, ofd('Font', attributes, ...file)));
}

function imageResources(images: WriterIds['images']): string {
  const media = images.map(({ id, item, file }) =>
    ofd('MultiMedia', { ID: id, Type: 'Image', Format: item.format }, ofd('MediaFile', {}, file)),
  );
  return ofdPart('Res', { BaseLoc: 'Res' }, ofd('MultiMedias', {}, ...media));
}

/** 数据索引: which objects of which page show which field. */
function tagPart(document: PageDocument, ids: WriterIds): string {
  const { namespace, root } = document.index;
  const fields = ids.tagged.map(({ tag, page, objects }) => {
    const refs = objects.map((id) => ofd('ObjectRef', { PageRef: page }, String(id)));
    return `<t:${tag}>${refs.join('')}</t:${tag}>`;
  });
  return foreignPart(namespace, root, ...fields);
}

function attachmentsPart(document: PageDocument): string {
  const attachment = ofd(
    'Attachment',
    {
      ID: 'A1',
      Name: document.record!.title,
      Format: 'json',
      CreationDate: `${document.createdOn}T00:00:00`,
      Visible: 'false',
    },
    ofd('FileLoc', {}, 'record.json'),
  );
  return ofdPart('Attachments', {}, attachment);
}
