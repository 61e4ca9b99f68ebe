import { generatePrivateKey, loadSigner, type Signer } from '@miaoben/credential';
import { type CardKey, healthCardKeySet } from '@miaoben/exchange';
import { change, type Em, type Keyring, query } from '@miaoben/kernel';
import { seasonOf } from '../key/key.rules.ts';

const SEALED = 'travel_key.private';

/**
 * The ES256 key that signs the travel cards of a season; made when the first card of the season is. Apart from the keys of the
 * `VX1` codes: readers abroad find it at the issuer's address, not in the trust list.
 */
export async function travelSigner(em: Em, keyring: Keyring, now: Date): Promise<{ kid: string; signer: Signer }> {
  const season = seasonOf(Math.floor(now.getTime() / 1000));
  await query(em, 'select pg_advisory_xact_lock(7401)');
  const [row] = await query<{ kid: string; private_sealed: string }>(
    em,
    'select kid, private_sealed from travel_key where season = $1',
    [season],
  );
  if (row)
    return {
      kid: row.kid,
      signer: await loadSigner('ES256', Buffer.from(keyring.open(row.private_sealed, SEALED), 'base64')),
    };
  const pkcs8 = await generatePrivateKey('ES256');
  const signer = await loadSigner('ES256', pkcs8);
  const { keys } = await healthCardKeySet([signer]);
  const kid = keys[0]!.kid;
  await change(em, 'insert into travel_key (kid, season, spki, private_sealed) values ($1, $2, $3, $4)', [
    kid,
    season,
    Buffer.from(signer.spki),
    keyring.seal(Buffer.from(pkcs8).toString('base64'), SEALED),
  ]);
  return { kid, signer };
}

/** All keys whose cards go round, with the counters of their lists. */
export async function travelKeys(em: Em): Promise<Required<CardKey>[]> {
  const rows = await query<{ spki: Uint8Array; crl_version: number }>(
    em,
    'select spki, crl_version from travel_key order by season',
  );
  return rows.map((r) => ({ spki: new Uint8Array(r.spki), crlVersion: r.crl_version }));
}
