import { normaliseProse } from '@miaoben/identifiers';
import { badInput } from './errors.ts';

const LONGEST = 200;

/** A reason, remark or name in words, 1 to 200 characters. @throws BAD_INPUT required, too_long or suspicious_characters */
export function readWords(raw: string | null | undefined, field: string, longest = LONGEST): string {
  const { text, suspicions } = normaliseProse(raw ?? '');
  if (suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  if (text === '') throw badInput(field, 'required');
  if (text.length > longest) throw badInput(field, 'too_long', { max: longest });
  return text;
}

/** The same for words that may be left out. */
export const readNote = (raw: string | null | undefined, field: string): string | null =>
  raw?.trim() ? readWords(raw, field) : null;
