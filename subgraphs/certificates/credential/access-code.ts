import { decodeBase45, encodeBase45 } from './base45.ts';
import { type Bytes, platformRandom, type RandomSource } from './bytes.ts';
import { CredentialError } from './errors.ts';

const PREFIX = 'VT1:';
const TOKEN_BYTES = 16;

/** An access code (亮码): 128 random bits and nothing else; what it opens stands on the server. */
export function makeAccessCode(random: RandomSource = platformRandom): string {
  return PREFIX + encodeBase45(random(new Uint8Array(TOKEN_BYTES)));
}

/** The token of a scanned text; null for what is no access code. */
export function readAccessCode(text: string): Bytes | null {
  if (!text.startsWith(PREFIX) || text.length !== PREFIX.length + (TOKEN_BYTES / 2) * 3) return null;
  try {
    return decodeBase45(text.slice(PREFIX.length));
  } catch (error) {
    if (error instanceof CredentialError) return null;
    throw error;
  }
}
