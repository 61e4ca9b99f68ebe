import { Tagged } from 'cborg';
import { COSE_ALGORITHM } from './algorithms.ts';
import type { Bytes } from './bytes.ts';
import { COSE_SIGN1_TAG } from './cbor.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { toBeSigned } from './cose.ts';
import type { Signer } from './signer.ts';

/** Wraps a payload into the COSE_Sign1 form that `readSign1` reads. */
export async function writeSign1(payload: Uint8Array, signer: Signer): Promise<Bytes> {
  const protectedHeader = encodeDeterministic(
    new Map<number, unknown>([
      [1, COSE_ALGORITHM[signer.alg]],
      [4, signer.kid],
    ]),
  );
  const signature = await signer.sign(toBeSigned(protectedHeader, payload));
  return encodeDeterministic(new Tagged(COSE_SIGN1_TAG, [protectedHeader, new Map(), payload, signature]));
}
