import { normaliseProse } from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';

const LONGEST = 200;

/** Words a user gives for a decision, 1 to 200 characters. @throws BAD_INPUT required, too_long, suspicious_characters */
export function checkedReason(field: string, raw: string | null | undefined): string {
  const { text, suspicions } = normaliseProse(raw ?? '');
  if (suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  if (text === '') throw badInput(field, 'required');
  if (text.length > LONGEST) throw badInput(field, 'too_long', { max: LONGEST });
  return text;
}

/** The same for words that may be left out. */
export const checkedNote = (field: string, raw: string | null | undefined): string | null =>
  raw?.trim() ? checkedReason(field, raw) : null;
