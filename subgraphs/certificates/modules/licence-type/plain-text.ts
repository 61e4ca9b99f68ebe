import { normaliseText } from '@miaoben/identifiers';

/** A text as it is stored: as written, without white space around it; null when it holds characters that deceive a reader. */
export function plainText(raw: string): string | null {
  return normaliseText(raw).suspicions.length > 0 ? null : raw.replace(/\s+/gu, ' ').trim();
}

/** The form by which texts are compared: 全角 folded to 半角, letters in upper case, no white space. */
export const folded = (text: string): string => normaliseText(text).text.replace(/\s/gu, '').toUpperCase();
