import { type AnswerClaims, readClaims } from './claims.ts';
import { MAX_CODE_BYTES, readCodeText } from './code-text.ts';
import { readSign1 } from './cose.ts';
import { CredentialError } from './errors.ts';

/**
 * What a code says that the issuer keeps itself; the signature is not looked at.
 * @throws CredentialError for what is no code
 */
export function readOwnClaims(text: string): AnswerClaims {
  const read = readCodeText(text);
  if (read.form !== 'code') throw new CredentialError('argument', 'code');
  return readClaims(readSign1(read.bytes, MAX_CODE_BYTES).payload);
}
