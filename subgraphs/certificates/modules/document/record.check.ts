import { loadVerifyKey, type TrustedKey, verifyCodeAt } from '@miaoben/credential';
import type { Em } from '@miaoben/kernel';
import type { CertificateRow } from '../certificate/certificate.repository.ts';
import { allKeys, toRecord } from '../key/key.repository.ts';

/**
 * The record check before sealing (接种记录验证, Q-65): the certificate's own code was signed by a result key of this system and says
 * what the row says. A row changed in the store, by whatever hand, is found here. Revocation is the caller's to look at.
 */
export async function isAsIssued(em: Em, row: CertificateRow, now: Date): Promise<boolean> {
  const keys = new Map<string, TrustedKey>();
  for (const key of await allKeys(em)) {
    const record = toRecord(key);
    if (record) keys.set(key.kid, { ...record, key: await loadVerifyKey(record.alg, record.spki) });
  }
  const seconds = Math.floor(now.getTime() / 1000);
  const trust = {
    sequence: 1,
    issued: seconds,
    nextUpdate: seconds,
    hash: '',
    signedBy: '',
    successor: null,
    keys,
    statusLists: new Map<string, string>(),
  };
  const answer = await verifyCodeAt(row.code, { trust, statusLists: new Map(), now: seconds, clockHighWater: 0 });
  const missing = (list: readonly { vaccine: string; doses: number }[]) =>
    list.map((m) => `${m.vaccine}:${m.doses}`).join();
  // Everything holds but the status, of which no list was given.
  return (
    answer.reason === 'status_list_missing' &&
    answer.payloadHash === row.payload_hash &&
    answer.maskedName === row.masked_name &&
    answer.birthDate === row.birth_date &&
    answer.result === row.result &&
    missing(answer.missing) === missing(row.missing)
  );
}
