import { DOCUMENT_TYPES, parseDocument } from '@miaoben/identifiers';
import { documentBlind, type Keyring } from '@miaoben/kernel';

/** Blind indexes of a number as typed, read as each type of document it may be; empty for what is no number of a document. */
export function documentBlinds(keyring: Keyring, text: string): string[] {
  const numbers = DOCUMENT_TYPES.flatMap((type) => {
    const parsed = parseDocument(type, text);
    return parsed.ok ? [parsed.value.number] : [];
  });
  return [...new Set(numbers)].map((number) => documentBlind(keyring, number));
}
