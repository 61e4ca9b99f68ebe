import type { Bytes } from './bytes.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import {
  CLASS_LIST_LABEL,
  CLASS_LIST_TYPE,
  type ClassListContent,
  classListDigest,
  classListIssued,
} from './class-list.ts';
import { writeSign1 } from './cose-sign.ts';
import type { Signer } from './signer.ts';

/** Signs a class list: a COSE_Sign1 over the time it was made and its digest, about 150 bytes whatever the size of the class. */
export function issueClassList(content: ClassListContent, signer: Signer): Promise<Bytes> {
  const payload = encodeDeterministic(
    new Map<number, unknown>([
      [CLASS_LIST_LABEL.type, CLASS_LIST_TYPE],
      [CLASS_LIST_LABEL.issued, classListIssued(content)],
      [CLASS_LIST_LABEL.digest, classListDigest(content)],
    ]),
  );
  return writeSign1(payload, signer);
}
