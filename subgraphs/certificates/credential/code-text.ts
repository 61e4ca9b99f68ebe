import { decodeBase45, encodeBase45 } from './base45.ts';
import { type Bytes, fromBase64url, toBase64url } from './bytes.ts';
import { CredentialError } from './errors.ts';

/** A code never exceeds this many bytes; longer ones are not decoded. */
export const MAX_CODE_BYTES = 512;

const PREFIX = 'VX1:';
const MAX_BASE45 = PREFIX.length + Math.ceil(MAX_CODE_BYTES / 2) * 3;
const MAX_LINK = 200 + Math.ceil((MAX_CODE_BYTES * 4) / 3);
const LINK = /^https:\/\/[^\s/?#]+\/[^\s#]*#VX1\.([A-Za-z0-9_-]+)$/;
const OTHER_VERSION = /^(?:[A-Z]{2}\d+:|https:\/\/[^\s#]+#VX(?!1\.)\d+\.)/;

/** What a scanned text is, before anything is decoded. */
export type CodeText =
  | { readonly form: 'code'; readonly bytes: Bytes }
  /** A prefix of this family that this version does not read (`VX2:`, also `VX0:` and `HC1:`). */
  | { readonly form: 'other_version' }
  /** `VT1:`, the 亮码 that shows a full record on line; it holds no answer. */
  | { readonly form: 'access_code' };

/** The text of the QR code: `VX1:` and base45. */
export function codeText(code: Uint8Array): string {
  return PREFIX + encodeBase45(code);
}

/**
 * The same code for paper that generic scanners open: `https://host/…#VX1.` and base64url. What follows # reaches no
 * server log.
 * @param page address of the verify page, without a fragment.
 */
export function codeLink(code: Uint8Array, page: string): string {
  const link = `${page}#VX1.${toBase64url(code)}`;
  if (!LINK.test(link)) throw new CredentialError('argument', 'page');
  return link;
}

/**
 * Takes both forms to bytes, strictly: text with anything around it is refused.
 * @throws CredentialError `too_long`, `text_encoding`.
 */
export function readCodeText(text: string): CodeText {
  if (text.length > Math.max(MAX_BASE45, MAX_LINK)) throw new CredentialError('too_long');
  if (text.startsWith(PREFIX)) {
    if (text.length > MAX_BASE45) throw new CredentialError('too_long');
    return { form: 'code', bytes: decodeBase45(text.slice(PREFIX.length)) };
  }
  const fragment = LINK.exec(text)?.[1];
  if (fragment !== undefined) return { form: 'code', bytes: fromBase64url(fragment) };
  if (text.startsWith('VT1:')) return { form: 'access_code' };
  if (OTHER_VERSION.test(text)) return { form: 'other_version' };
  throw new CredentialError('text_encoding', 'prefix');
}
