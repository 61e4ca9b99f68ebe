import {
  fromHex,
  generatePrivateKey,
  issueStatusList,
  issueTrustList,
  loadSigner,
  type Signer,
  sm3,
  toHex,
} from '@miaoben/credential';
import { type Clock, change, type Em, type Keyring, MiaobenError, query } from '@miaoben/kernel';
import { finishHandover, type HandoverRow, insertHandover, openHandover } from '../key/handover.repository.ts';
import { allKeys, findSigner, insertKey, type KeyRow, toRecord } from '../key/key.repository.ts';
import {
  DAY,
  SEASONAL_USES,
  type SigningUse,
  seasonOf,
  seasonsWanted,
  statusListOf,
  windowOf,
} from '../key/key.rules.ts';
import { endPresentations } from '../presentation/presentation.repository.ts';
import {
  createStatusList,
  revokedPositions,
  type StatusListRow,
  statusLists,
  storeStatusList,
} from './status.repository.ts';

const TRUST_NEXT_UPDATE = 7 * DAY;
const STATUS_NEXT_UPDATE = DAY;
/** SM2-with-SM3 is the platform's default; ES256 by changing this before the first key is made. */
const ALGORITHM = 'SM2';

/** What signing needs of the process. */
export interface Issuing {
  readonly keyring: Keyring;
  readonly clock: Clock;
}

export const secondsOf = (clock: Clock): number => Math.floor(clock.instant().getTime() / 1000);

/** One writer of keys, lists and trust list at a time, to the end of the transaction; always the last lock taken. */
export async function lockTrust(em: Em): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', ['trust list']);
}

async function createKey(em: Em, keyring: Keyring, use: SigningUse, season: string): Promise<void> {
  const pkcs8 = await generatePrivateKey(ALGORITHM);
  const { kid, spki, alg } = await loadSigner(ALGORITHM, pkcs8);
  // Roots are bound by being pinned, not by time: their window spans what the lists can express.
  const window = use === 'root' ? { signFrom: 0, signTo: 0xffff_ffff, verifyTo: 0xffff_ffff } : windowOf(season);
  const statusList = statusListOf(use, season);
  const key: KeyRow = {
    kid: toHex(kid),
    use,
    season,
    alg,
    spki,
    ...window,
    revokedAt: null,
    revokedReason: null,
    statusList,
  };
  await insertKey(em, keyring, key, pkcs8);
  if (statusList !== null) await createStatusList(em, statusList);
}

/** Makes the keys that are wanted and missing. @returns true when it made one */
async function createMissingKeys(em: Em, { keyring, clock }: Issuing): Promise<boolean> {
  const usable = (await allKeys(em)).filter((k) => k.revokedAt === null);
  const have = new Set(usable.map((k) => `${k.use} ${k.season}`));
  const wanted: [SigningUse, string][] = [
    ['root', 'current'],
    ['root', 'next'],
    ...seasonsWanted(secondsOf(clock)).flatMap((s) => SEASONAL_USES.map((use): [SigningUse, string] => [use, s])),
  ];
  const missing = wanted.filter(([use, season]) => !have.has(`${use} ${season}`));
  for (const [use, season] of missing) await createKey(em, keyring, use, season);
  return missing.length > 0;
}

async function signerFor(em: Em, keyring: Keyring, use: SigningUse, season: string): Promise<Signer> {
  const signer = await findSigner(em, keyring, use, season);
  if (!signer) throw new Error(`no ${use} key for ${season}`);
  return signer;
}

/**
 * The signer of codes of a kind now, with the list its codes are entered in.
 * @throws UNAVAILABLE in the moments before the first keys are made
 */
export async function codeSigner(
  em: Em,
  issuing: Issuing,
  use: 'result' | 'presentation',
): Promise<{ signer: Signer; listId: string }> {
  const season = seasonOf(secondsOf(issuing.clock));
  const signer = await findSigner(em, issuing.keyring, use, season);
  const listId = statusListOf(use, season);
  if (!signer || listId === null) throw new MiaobenError('UNAVAILABLE', { part: 'signing keys' });
  return { signer, listId };
}

/** The signer of class lists now. @throws UNAVAILABLE in the moments before the first keys are made */
export async function classListSigner(em: Em, { keyring, clock }: Issuing): Promise<Signer> {
  const signer = await findSigner(em, keyring, 'class_list', seasonOf(secondsOf(clock)));
  if (!signer) throw new MiaobenError('UNAVAILABLE', { part: 'signing keys' });
  return signer;
}

async function signStatusList(em: Em, list: StatusListRow, signer: Signer, issued: number): Promise<StatusListRow> {
  const { id, size } = list;
  const revoked = await revokedPositions(em, id);
  const file = await issueStatusList({ id, size, issued, nextUpdate: issued + STATUS_NEXT_UPDATE, revoked }, signer);
  const fileSm3 = sm3(file);
  await storeStatusList(em, { id, issued, file, sm3: fileSm3 });
  return { ...list, issuedAt: issued, file, fileSm3 };
}

/** Signs the lists that changed, or all of them, and the trust list that carries their hashes. */
async function sign(em: Em, { keyring, clock }: Issuing, changed: ReadonlySet<string> | 'all'): Promise<Uint8Array> {
  const [previous] = await query<{ sequence: string; issued: number }>(
    em,
    'select sequence, floor(extract(epoch from issued_at))::float8 as issued from trust_list',
  );
  // Devices refuse a list older than the one they hold, so a clock set back must not show.
  const issued = Math.max(secondsOf(clock), previous?.issued ?? 0);
  const keys = (await allKeys(em)).flatMap((k) => toRecord(k) ?? []).filter((k) => k.verifyTo >= issued);
  const status = await signerFor(em, keyring, 'status', seasonOf(issued));
  const hashes = new Map<string, Uint8Array>();
  for (const list of await statusLists(em, [...new Set(keys.flatMap((k) => k.statusList ?? []))])) {
    const untouched = changed !== 'all' && !changed.has(list.id) && list.fileSm3 !== null;
    const current = untouched ? list : await signStatusList(em, list, status, issued);
    if (current.fileSm3) hashes.set(list.id, new Uint8Array(current.fileSm3));
  }
  const handover = await openHandover(em);
  const sequence = Number(previous?.sequence ?? 0) + 1;
  const content = {
    sequence,
    issued,
    nextUpdate: issued + TRUST_NEXT_UPDATE,
    keys,
    statusLists: hashes,
    successor: handover ? fromHex(handover.to_kid) : null,
  };
  const file = await issueTrustList(content, await signerFor(em, keyring, 'root', 'current'));
  await change(
    em,
    `insert into trust_list (sequence, issued_at, file) values ($1, to_timestamp($2), $3)
     on conflict (one) do update set sequence = excluded.sequence, issued_at = excluded.issued_at, file = excluded.file`,
    [sequence, issued, Buffer.from(file)],
  );
  return file;
}

/**
 * Signs the status lists named, and the trust list with their new hashes, in the caller's transaction: a revocation and the lists
 * that tell it become visible together. Call it last.
 */
export async function publishRevocations(em: Em, issuing: Issuing, changed: ReadonlySet<string>): Promise<void> {
  if (changed.size === 0) return;
  const ended = await endPresentations(em, issuing.clock.instant());
  await lockTrust(em);
  await createMissingKeys(em, issuing);
  await sign(em, issuing, new Set([...changed, ...ended]));
}

/**
 * Makes the keys that are due and signs every list anew, unless no key was due and all lists are younger than `maxAge` seconds.
 * @returns true when it signed
 */
export async function renewTrustIfDue(em: Em, issuing: Issuing, maxAge: number): Promise<boolean> {
  await lockTrust(em);
  const created = await createMissingKeys(em, issuing);
  const [oldest] = await query<{ issued: number | null }>(
    em,
    `select floor(extract(epoch from min(issued_at)))::float8 as issued from
       (select issued_at from trust_list union all select issued_at from status_list
        where id in (select status_list from signing_key where verify_to >= $1)) as lists`,
    [issuing.clock.instant()],
  );
  const due = created || oldest?.issued == null || secondsOf(issuing.clock) - oldest.issued >= maxAge;
  if (due) await sign(em, issuing, 'all');
  return due;
}

/** The trust list as it is served; undefined before the first is signed. */
export async function servedTrust(em: Em): Promise<{ sequence: string; issued: number; bytes: number } | undefined> {
  const [row] = await query<{ sequence: string; issued: number; bytes: number }>(
    em,
    'select sequence, floor(extract(epoch from issued_at))::float8 as issued, length(file) as bytes from trust_list',
  );
  return row;
}

/** Makes the keys that are missing and signs every list anew. The trust list is locked by the caller (`lockTrust`). */
export async function republish(em: Em, issuing: Issuing): Promise<void> {
  await createMissingKeys(em, issuing);
  await sign(em, issuing, 'all');
}

/** From now on the trust list names the next root as the one to take over. Locked by the caller. */
export async function announceRoot(em: Em, issuing: Issuing, fromKid: string, toKid: string): Promise<void> {
  await insertHandover(em, fromKid, toKid, issuing.clock.instant());
  await republish(em, issuing);
}

/**
 * Makes the announced root the current one. The old one signs a last list that names it, kept for devices that were away meanwhile;
 * from then on only the new one signs. Locked by the caller.
 */
export async function handOverRoot(em: Em, issuing: Issuing, handover: HandoverRow): Promise<void> {
  const last = await sign(em, issuing, 'all');
  await finishHandover(em, handover, last, issuing.clock.instant());
  await republish(em, issuing);
}
