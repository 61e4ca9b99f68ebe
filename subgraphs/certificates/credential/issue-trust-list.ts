import { COSE_ALGORITHM } from './algorithms.ts';
import { type Bytes, toHex } from './bytes.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { writeSign1 } from './cose-sign.ts';
import type { Signer } from './signer.ts';
import { isLaterUse, KEY_USES, type KeyRecord, readTrustPayload, TRUST_LABEL, TRUST_TYPE } from './trust-list.ts';

/** What a root signs. Times are seconds since 1970-01-01T00:00Z. */
export interface TrustListContent {
  /** Raised by one with each list. */
  readonly sequence: number;
  readonly issued: number;
  /** When a device should look for the next one; 7 days on as a rule. */
  readonly nextUpdate: number;
  readonly keys: readonly KeyRecord[];
  /** SM3 (32 bytes) of the file of each status list by its id. */
  readonly statusLists: ReadonlyMap<string, Uint8Array>;
  /** kid of the root to take over, in the last lists before a change of root. */
  readonly successor: Uint8Array | null;
}

/** Signs `trust.cose`. @throws CredentialError `trust_format`, `trust_duplicate_key`, `key` for what no verifier takes. */
export async function issueTrustList(content: TrustListContent, root: Signer): Promise<Bytes> {
  const map = new Map<number, unknown>([
    [TRUST_LABEL.type, TRUST_TYPE],
    [TRUST_LABEL.sequence, content.sequence],
    [TRUST_LABEL.issued, content.issued],
    [TRUST_LABEL.nextUpdate, content.nextUpdate],
    [TRUST_LABEL.keys, content.keys.filter(({ use }) => !isLaterUse(use)).map(encodeKeyRecord)],
    [TRUST_LABEL.statusLists, content.statusLists],
  ]);
  const later = content.keys.filter(({ use }) => isLaterUse(use));
  if (later.length > 0) map.set(TRUST_LABEL.laterKeys, later.map(encodeKeyRecord));
  if (content.successor) map.set(TRUST_LABEL.successor, content.successor);
  const payload = encodeDeterministic(map);
  await readTrustPayload(payload, { signedBy: toHex(root.kid), hash: '' });
  return writeSign1(payload, root);
}

function encodeKeyRecord(record: KeyRecord): unknown[] {
  return [
    COSE_ALGORITHM[record.alg],
    KEY_USES.indexOf(record.use) + 1,
    record.spki,
    record.signFrom,
    record.signTo,
    record.verifyTo,
    record.revokedAt,
    record.statusList,
  ];
}
