import { normaliseProse } from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';

const LONGEST = 200;

/** A reason, remark or name in words. @throws BAD_INPUT required, too_long or suspicious_characters */
export function readWords(raw: string, field: string, longest = LONGEST): string {
  const { text, suspicions } = normaliseProse(raw);
  if (suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  if (text === '') throw badInput(field, 'required');
  if (text.length > longest) throw badInput(field, 'too_long', { max: longest });
  return text;
}
