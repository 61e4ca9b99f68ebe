import { platformRandom, type RandomSource } from './bytes.ts';

// Crockford's base 32: no I, L, O, U.
const CHARACTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code to be typed when no camera works: 80 random bits, 16 characters, shown in groups of four. On line only. */
export function makeShortCode(random: RandomSource = platformRandom): string {
  return Array.from(random(new Uint8Array(16)), (byte) => CHARACTERS[byte & 31]).join('');
}

/** What a person typed, in canonical form: any case, I and L for 1, O for 0, spaces and hyphens; null if not a code. */
export function readShortCode(typed: string): string | null {
  if (typed.length > 64) return null;
  const code = typed.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase().replace(/[IL]/g, '1').replaceAll('O', '0');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : null;
}
