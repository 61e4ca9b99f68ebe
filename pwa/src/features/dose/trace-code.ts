import { normaliseText } from '@miaoben/identifiers';

/**
 * The trace code (追溯码, 20 digits) in what a scanner or a person gave: bare, with spaces, or inside the address some
 * makers print. null when there is none, or more than one.
 */
export function readTraceCode(raw: string): string | null {
  const { text } = normaliseText(raw);
  const found = new Set(text.replace(/[\s-]/g, '').match(/(?<!\d)\d{20}(?!\d)/g));
  const [only] = found;
  return found.size === 1 && only ? only : null;
}
