import { SealedFileError } from './errors.ts';

const OFD_NAMESPACE = 'http://www.ofdspec.org/2016';
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element as text; attributes that are undefined are left out. Children are elements already, or `text(…)`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? decimal(value) : text(value!)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** An element of the OFD namespace. */
export function ofd(name: string, attributes: Attributes, ...children: readonly string[]): string {
  return element(`ofd:${name}`, attributes, ...children);
}

/** A whole part whose root is an element of the OFD namespace. */
export function ofdPart(name: string, attributes: Attributes, ...children: readonly string[]): string {
  return part(ofd(name, { 'xmlns:ofd': OFD_NAMESPACE, ...attributes }, ...children));
}

/** A whole part with a root of another namespace, in which OFD elements may stand. */
export function foreignPart(namespace: string, root: string, ...children: readonly string[]): string {
  return part(element(`t:${root}`, { 'xmlns:t': namespace, 'xmlns:ofd': OFD_NAMESPACE }, ...children));
}

/** @throws SealedFileError `argument` for characters XML 1.0 cannot hold. */
export function text(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse.
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(value) || !value.isWellFormed()) {
    throw new SealedFileError('argument', 'text');
  }
  return value.replaceAll(/[&<>"\t\n\r]/g, (char) => ESCAPES[char]!);
}

/** A number as XML and OFD arrays take it: to a thousandth, no exponent. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) throw new SealedFileError('argument', 'number');
  return String(Math.round(value * 1000) / 1000 || 0);
}

/** Numbers of an OFD array (ST_Array, ST_Box). */
export function numbers(...values: readonly number[]): string {
  return values.map(decimal).join(' ');
}

function part(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}
