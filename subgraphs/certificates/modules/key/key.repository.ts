import { type Algorithm, type KeyRecord, loadSigner, type Signer } from '@miaoben/credential';
import { change, type Em, type Keyring, query } from '@miaoben/kernel';
import type { KeyWindow, SigningUse } from './key.rules.ts';

const SEALED = 'signing_key.private';

/** A signing key without its private half. */
export interface KeyRow extends KeyWindow {
  kid: string;
  use: SigningUse;
  season: string;
  alg: Algorithm;
  spki: Uint8Array;
  revokedAt: number | null;
  /** words of who revoked it */
  revokedReason: string | null;
  statusList: string | null;
}

const PUBLIC = `kid, use, season, alg, spki, floor(extract(epoch from sign_from))::float8 as "signFrom",
  floor(extract(epoch from sign_to))::float8 as "signTo", floor(extract(epoch from verify_to))::float8 as "verifyTo",
  floor(extract(epoch from revoked_at))::float8 as "revokedAt", revoked_reason as "revokedReason", status_list as "statusList"`;

/** All keys, roots first. */
export async function allKeys(em: Em): Promise<KeyRow[]> {
  return query<KeyRow>(em, `select ${PUBLIC} from signing_key order by use = 'root' desc, season, use`);
}

/** Ready to sign with the key of a use and season; undefined when there is none, or when it was revoked. */
export async function findSigner(
  em: Em,
  keyring: Keyring,
  use: SigningUse,
  season: string,
): Promise<Signer | undefined> {
  const [row] = await query<{ alg: Algorithm; private_sealed: string }>(
    em,
    'select alg, private_sealed from signing_key where use = $1 and season = $2 and revoked_at is null',
    [use, season],
  );
  return row && loadSigner(row.alg, Buffer.from(keyring.open(row.private_sealed, SEALED), 'base64'));
}

export async function insertKey(em: Em, keyring: Keyring, key: KeyRow, pkcs8: Uint8Array): Promise<void> {
  await change(
    em,
    `insert into signing_key (kid, use, season, alg, spki, private_sealed, sign_from, sign_to, verify_to, status_list)
     values ($1, $2, $3, $4, $5, $6, to_timestamp($7), to_timestamp($8), to_timestamp($9), $10)`,
    [
      key.kid,
      key.use,
      key.season,
      key.alg,
      Buffer.from(key.spki),
      keyring.seal(Buffer.from(pkcs8).toString('base64'), SEALED),
      key.signFrom,
      key.signTo,
      key.verifyTo,
      key.statusList,
    ],
  );
}

/** The record of a key as the trust list holds it; roots have none. */
export function toRecord(key: KeyRow): KeyRecord | null {
  if (key.use === 'root') return null;
  const { alg, use, spki, signFrom, signTo, verifyTo, revokedAt, statusList } = key;
  return { alg, use, spki: new Uint8Array(spki), signFrom, signTo, verifyTo, revokedAt, statusList };
}

/** A key is revoked for good. */
export async function markKeyRevoked(
  em: Em,
  kid: string,
  by: { account: string; reason: string },
  at: Date,
): Promise<void> {
  await change(
    em,
    'update signing_key set revoked_at = $2, revoked_by = $3, revoked_reason = $4 where kid = $1 and revoked_at is null',
    [kid, at, by.account, by.reason],
  );
}

/** Valid certificates by the key that signed them. */
export async function certificatesByKey(em: Em): Promise<Map<string, number>> {
  const rows = await query<{ kid: string; n: number }>(
    em,
    `select kid, count(*)::int as n from certificate where state = 'valid' and kid is not null group by kid`,
  );
  return new Map(rows.map((r) => [r.kid, r.n]));
}

/** kids of the two roots. */
export async function nextKids(em: Em): Promise<{ current: string; next: string }> {
  const roots = (await allKeys(em)).filter((k) => k.use === 'root');
  const of = (season: string) => roots.find((k) => k.season === season)?.kid ?? '';
  return { current: of('current'), next: of('next') };
}
