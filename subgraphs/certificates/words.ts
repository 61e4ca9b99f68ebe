import { normaliseProse } from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';

const LONGEST = 200;

/** A reason or remark in words. @throws BAD_INPUT required, too_long or suspicious_characters */
export function readWords(raw: string, field: string): string {
  const { text, suspicions } = normaliseProse(raw);
  if (suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  if (text === '') throw badInput(field, 'required');
  if (text.length > LONGEST) throw badInput(field, 'too_long', { max: LONGEST });
  return text;
}
