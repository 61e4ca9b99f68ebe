import { ExchangeError } from './errors.ts';
import { isObject, type PublicJwk } from './jwk.ts';

/** Revocation id of a card: unique under its key, up to 24 characters, telling nothing of the person. */
export const isRid = (text: string): boolean => /^[A-Za-z0-9_-]{1,24}$/.test(text);

/** What an issuer serves at `<issuer>/.well-known/crl/<kid>.json`. */
export interface RevocationFile {
  readonly kid: string;
  readonly method: 'rid';
  /** the `crlVersion` of the key, raised with each change */
  readonly ctr: number;
  readonly rids: readonly string[];
}

/** Revoked ids with the second before which a card was issued to be meant; `Infinity`: every card of that id. */
export type Revoked = ReadonlyMap<string, number>;

const MAX_ENTRIES = 1_000_000;

/**
 * The list of one key. Cards of an id issued again after the time given stay good; without a time none does.
 * @param key with the `crlVersion` it is published with.
 * @throws ExchangeError `bad_key` without a `crlVersion`, `bad_code` for an id, `bad_date` for a time.
 */
export function revocationFile({ kid, crlVersion }: PublicJwk, revoked: Revoked): RevocationFile {
  if (crlVersion === undefined) throw new ExchangeError('bad_key', 'crlVersion');
  const rids = [...revoked].map(([rid, before], i) => {
    if (!isRid(rid)) throw new ExchangeError('bad_code', `rids[${i}]`);
    if (before === Number.POSITIVE_INFINITY) return rid;
    if (!Number.isSafeInteger(before) || before < 0) throw new ExchangeError('bad_date', `rids[${i}]`);
    return `${rid}.${before}`;
  });
  return { kid, method: 'rid', ctr: crlVersion, rids };
}

/**
 * The list of an issuer elsewhere. An id named twice counts with the wider of its two entries.
 * @throws ExchangeError `bad_list` naming the member; `ctr` when the list is not the one the key set speaks of.
 */
export function readRevocations(json: string, key: PublicJwk): Revoked {
  const refuse = (member: string): never => {
    throw new ExchangeError('bad_list', member);
  };
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return refuse('json');
  }
  if (!isObject(list)) return refuse('json');
  if (list.kid !== key.kid) return refuse('kid');
  if (list.method !== 'rid') return refuse('method');
  if (key.crlVersion === undefined || list.ctr !== key.crlVersion) return refuse('ctr');
  if (!Array.isArray(list.rids) || list.rids.length > MAX_ENTRIES) return refuse('rids');
  const revoked = new Map<string, number>();
  for (const [i, entry] of list.rids.entries()) {
    const [, rid, before] = /^([A-Za-z0-9_-]{1,24})(?:\.(\d{1,10}))?$/.exec(String(entry)) ?? refuse(`rids[${i}]`);
    const until = before === undefined ? Number.POSITIVE_INFINITY : Number(before);
    revoked.set(rid!, Math.max(until, revoked.get(rid!) ?? 0));
  }
  return revoked;
}
