import { type Bytes, concat, platformRandom, type RandomSource, utf8 } from './bytes.ts';
import { CredentialError } from './errors.ts';
import { hmacSm3 } from './sm3.ts';

const SALT_LENGTH = 8;

/**
 * Salt (8 bytes) and tag (1 byte) of an ID number for the answer code: the first byte of HMAC-SM3(salt, number).
 * One byte on purpose: with the birth date known, more would publish the number; 8 bits leave some 400 candidates of a
 * province and still tell twins and namesakes apart 255 times in 256.
 */
export function makeIdTag(idNumber: string, random: RandomSource = platformRandom): Bytes {
  const salt = random(new Uint8Array(SALT_LENGTH));
  return concat(salt, Uint8Array.of(tagByte(idNumber, salt)));
}

/** False means another person; true is not a proof by itself (1 in 256 by chance). `saltAndTag` is 9 bytes. */
export function matchesIdTag(saltAndTag: Uint8Array, idNumber: string): boolean {
  if (saltAndTag.length !== SALT_LENGTH + 1) throw new CredentialError('argument', 'tag');
  return tagByte(idNumber, saltAndTag.subarray(0, SALT_LENGTH)) === saltAndTag[SALT_LENGTH];
}

function tagByte(idNumber: string, salt: Uint8Array): number {
  return hmacSm3(salt, utf8(idNumber.normalize('NFKC').replace(/\s/gu, '').toUpperCase()))[0]!;
}
