import type { Bytes } from '@miaoben/credential';
import type { XmlElement } from '@rgrove/parse-xml';
import { Refusal } from './reasons.ts';
import { childrenOf, onlyChild, optionalChild, readXml, xmlText } from './xml-read.ts';
import { unpack } from './zip-read.ts';

/** Files of an archive by name, without a slash in front. */
export type OfdFiles = ReadonlyMap<string, Bytes>;

/** An OFD (GB/T 33190) with one document whose index files are there and can be read. */
export interface OfdStructure {
  readonly files: OfdFiles;
  readonly docInfo: XmlElement;
  /** Name of Document.xml and its root. */
  readonly documentName: string;
  readonly document: XmlElement;
  /** Name of Signatures.xml; null in a file without one. */
  readonly signaturesName: string | null;
}

/** @throws Refusal with a reason of the structure. */
export function readStructure(bytes: Uint8Array): OfdStructure {
  const files = unpack(bytes);
  for (const [name, content] of files) {
    if (name.toLowerCase().endsWith('.xml')) xmlText(content);
  }
  const bodies = childrenOf(readXml(partOf(files, 'OFD.xml'), 'OFD'), 'DocBody');
  const [body] = bodies;
  if (body === undefined || bodies.length !== 1) throw new Refusal('doc_body_count');
  const documentName = locate('OFD.xml', onlyChild(body, 'DocRoot').text);
  const document = readXml(partOf(files, documentName), 'Document');
  for (const page of childrenOf(onlyChild(document, 'Pages'), 'Page')) {
    partOf(files, locate(documentName, page.attributes.BaseLoc));
  }
  const signatures = optionalChild(body, 'Signatures');
  return {
    files,
    docInfo: onlyChild(body, 'DocInfo'),
    documentName,
    document,
    signaturesName: signatures && locate('OFD.xml', signatures.text),
  };
}

/** @throws Refusal `part_missing`. */
export function partOf(files: OfdFiles, name: string): Bytes {
  const content = files.get(name);
  if (content === undefined) throw new Refusal('part_missing');
  return content;
}

/**
 * The name an ST_Loc points to: from the root with a slash in front, else from the folder of the file it stands in.
 * @throws Refusal `part_missing` where there is none or it climbs.
 */
export function locate(from: string, location: string | undefined): string {
  const path = (location ?? '').trim();
  const folder = path.startsWith('/') ? [] : from.split('/').slice(0, -1);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..')) throw new Refusal('part_missing');
  return [...folder, ...parts].join('/');
}
