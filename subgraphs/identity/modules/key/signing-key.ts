import { type Em, type Keyring, newId, query } from '@miaoben/kernel';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { TOKEN_SECONDS } from './token-life.ts';

const DAY = 86_400_000;
/** a current key signs this long */
export const CURRENT_MS = 30 * DAY;
/** the next key stands in the key set this long before it signs, so that every verifier's copy knows it */
export const AHEAD_MS = DAY;
/** a retired key is accepted until its last token ended, and for clocks that differ */
export const ACCEPTED_MS = TOKEN_SECONDS * 1_000 + 5 * 60_000;

const ALGORITHM = 'ES256';
const SEAL = 'signing_key.private';

interface KeyRow {
  kid: string;
  state: 'next' | 'current' | 'retired';
  published_at: string;
  current_from: string | null;
}

async function createKey(em: Em, keyring: Keyring, state: 'next' | 'current', now: Date): Promise<void> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const kid = newId();
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg: ALGORITHM, use: 'sig' };
  await query(
    em,
    `insert into signing_key (kid, state, public_jwk, private_sealed, published_at, current_from)
     values ($1, $2, $3, $4, $5, case when $2 = 'current' then $5::timestamptz end)`,
    [kid, state, JSON.stringify(jwk), keyring.seal(JSON.stringify(await exportJWK(pair.privateKey)), SEAL), now],
  );
}

/**
 * Moves the keys on as the time asks for: a first key, a next key one day ahead, next → current after 30 days, a retired key
 * out of the set when its last token has ended. Doing it twice, or from several processes, is harmless.
 * @param now the time to act for; tests and drills pass others
 */
export async function rotateKeys(em: Em, keyring: Keyring, now = new Date()): Promise<void> {
  await em.fork().transactional(async (inner) => {
    const tx = inner as Em;
    await query(tx, 'select pg_advisory_xact_lock(8)');
    await query(tx, `delete from signing_key where state = 'retired' and accepted_until < $1`, [now]);
    const keys = await query<KeyRow>(tx, 'select kid, state, published_at, current_from from signing_key');
    const current = keys.find((k) => k.state === 'current');
    const next = keys.find((k) => k.state === 'next');
    if (!current) return createKey(tx, keyring, 'current', now);
    const age = now.getTime() - Date.parse(current.current_from ?? current.published_at);
    if (!next) {
      if (age >= CURRENT_MS - AHEAD_MS) await createKey(tx, keyring, 'next', now);
      return;
    }
    if (age < CURRENT_MS || now.getTime() - Date.parse(next.published_at) < AHEAD_MS) return;
    await query(
      tx,
      `update signing_key set state = 'retired', retired_at = $2, accepted_until = $3, private_sealed = null where kid = $1`,
      [current.kid, now, new Date(now.getTime() + ACCEPTED_MS)],
    );
    await query(tx, `update signing_key set state = 'current', current_from = $2 where kid = $1`, [next.kid, now]);
  });
}

/** imported private keys of this process; a handful, for keys change once a month */
const imported = new Map<string, CryptoKey>();

/** The key that signs now; makes the first one when there is none. */
export async function currentKey(em: Em, keyring: Keyring): Promise<{ kid: string; key: CryptoKey }> {
  const select = () =>
    query<{ kid: string; private_sealed: string }>(
      em,
      `select kid, private_sealed from signing_key where state = 'current'`,
    );
  let [row] = await select();
  if (!row) {
    await rotateKeys(em, keyring);
    [row] = await select();
  }
  if (!row) throw new Error('no signing key after rotation');
  let key = imported.get(row.kid);
  if (!key) {
    key = (await importJWK(JSON.parse(keyring.open(row.private_sealed, SEAL)) as JWK, ALGORITHM)) as CryptoKey;
    imported.set(row.kid, key);
  }
  return { kid: row.kid, key };
}

/** Public keys of every token that may still be valid, and of the next one (RFC 7517). */
export async function publicKeys(em: Em): Promise<{ keys: JWK[] }> {
  const rows = await query<{ public_jwk: JWK }>(em, 'select public_jwk from signing_key order by published_at, kid');
  return { keys: rows.map((r) => r.public_jwk) };
}
