import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { Refusal } from './reasons.ts';

/** For the parts the checker parses: the index files, never the drawing of a page. */
const MAX_INDEX_BYTES = 1024 * 1024;

/**
 * Text of an XML part. Strict UTF-8 and no document type: with neither, there are no entities to expand and no second
 * encoding in which to hide one.
 * @throws Refusal `xml_doctype`, `xml_malformed`.
 */
export function xmlText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('xml_malformed');
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Refusal('xml_doctype');
  if (text.includes('\0')) throw new Refusal('xml_malformed');
  return text;
}

/** The root element of an index file of at most 1 MB. @throws Refusal `xml_doctype`, `xml_malformed`, `unpacked_too_large`. */
export function readXml(bytes: Uint8Array, rootName: string): XmlElement {
  if (bytes.length > MAX_INDEX_BYTES) throw new Refusal('unpacked_too_large');
  const text = xmlText(bytes);
  let root: XmlElement | null;
  try {
    root = parseXml(text).root;
  } catch {
    throw new Refusal('xml_malformed');
  }
  if (root === null || localName(root.name) !== rootName) throw new Refusal('xml_malformed');
  return root;
}

/** Children by local name: writers differ in the prefix, and one prefix more must not hide an element. */
export function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && localName(child.name) === name,
  );
}

/** The one child of that name; null where there is none. @throws Refusal `xml_malformed` for several. */
export function optionalChild(parent: XmlElement, name: string): XmlElement | null {
  const found = childrenOf(parent, name);
  if (found.length > 1) throw new Refusal('xml_malformed');
  return found[0] ?? null;
}

/** @throws Refusal `xml_malformed` unless there is exactly one. */
export function onlyChild(parent: XmlElement, name: string): XmlElement {
  const child = optionalChild(parent, name);
  if (child === null) throw new Refusal('xml_malformed');
  return child;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
