import { MAX_PASSWORD } from './password.ts';

const KINDS = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}\s]/u];
const MIN = 8;
/** from here on a pass phrase need not mix kinds of characters */
const LONG = 16;

/**
 * Complexity of credentials: 8 to 128 characters of at least three kinds (upper, lower, digit, other), or 16 and more;
 * at least five different characters; without the holder's own numbers.
 * @param own phone, document number, login
 */
export function isStrongPassword(password: string, own: readonly string[]): boolean {
  const { length } = password;
  if (length < MIN || length > MAX_PASSWORD || new Set(password).size < 5) return false;
  if (length < LONG && KINDS.filter((k) => k.test(password)).length < 3) return false;
  const lower = password.toLowerCase();
  return !own.some(
    (text) => text.length >= 4 && (lower.includes(text.toLowerCase()) || lower.includes(text.slice(-8).toLowerCase())),
  );
}
