import { signal } from '@preact/signals';
import { answersOfAccount, pagesOfAccount, underAccount } from './packs-keys.ts';
import { openStore, type Sealed, seal, unseal } from './store.ts';
import { isExpired, isStrongPin, LAST_TRY, type Vault, waitAfter } from './unlock-state.ts';

const ITERATIONS = 600_000;

/** The pack key of the unlocked account; in memory only, so a reload asks for the PIN. */
let open: { account: string; key: CryptoKey } | null = null;

export type LockState = 'unknown' | 'none' | 'locked' | 'expired' | 'open';
/** Where the packs of the signed-in account stand. `none`: no PIN was set yet. */
export const lockState = signal<LockState>('unknown');

async function wrappingKey(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['wrapKey', 'unwrapKey'],
  );
}

/** Reads how things stand for an account, without opening anything. */
export async function readLock(account: string): Promise<LockState> {
  const vault = await (await openStore()).get('vaults', account);
  if (!vault) lockState.value = 'none';
  else if (isExpired(vault, Date.now())) lockState.value = 'expired';
  else lockState.value = open?.account === account ? 'open' : 'locked';
  return lockState.value;
}

/**
 * Sets the PIN of an account and opens. What was packed under an older PIN is unreadable from here on and is dropped by
 * the caller. @throws RangeError for a weak PIN
 */
export async function setPin(account: string, pin: string): Promise<void> {
  if (!isStrongPin(pin)) throw new RangeError('weak PIN');
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  // Extractable for the one moment in which it is wrapped; from then on only the unwrapped, non-extractable copy works.
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const wrapper = await wrappingKey(pin, salt, ITERATIONS);
  const bytes = new Uint8Array(await crypto.subtle.wrapKey('raw', made, wrapper, { name: 'AES-GCM', iv }));
  const wrapped = await seal({ iv: [...iv], bytes: [...bytes] });
  const vault: Vault = {
    account,
    salt,
    iterations: ITERATIONS,
    wrapped,
    failures: 0,
    waitUntil: 0,
    lastContact: Date.now(),
  };
  await (await openStore()).put('vaults', vault, account);
  await unlock(account, pin);
}

export type UnlockAnswer = { ok: true } | { ok: false; waitUntil: number; failures: number; isWiped: boolean };

/**
 * Opens the packs of an account. A wrong PIN counts on disk, so that a reload wins no try; the count is written before
 * the PIN is tried. The tenth in a row wipes PIN, packs and kept answers; they are loaded anew when there is a network.
 */
export async function unlock(account: string, pin: string): Promise<UnlockAnswer> {
  const db = await openStore();
  const counting = db.transaction('vaults', 'readwrite');
  const vault = await counting.store.get(account);
  if (!vault) throw new Error('no vault');
  const now = Date.now();
  if (vault.waitUntil > now) {
    await counting.done;
    return { ok: false, waitUntil: vault.waitUntil, failures: vault.failures, isWiped: false };
  }
  const failures = vault.failures + 1;
  const failed: Vault = { ...vault, failures, waitUntil: now + waitAfter(failures) };
  await counting.store.put(failed, account);
  await counting.done;

  const held = await unseal<{ iv: number[]; bytes: number[] }>(vault.wrapped);
  const key = held && (await unwrap(held, await wrappingKey(pin, vault.salt, vault.iterations)));
  if (!key) {
    const isWiped = failures >= LAST_TRY;
    if (isWiped) await dropVault(account);
    return { ok: false, waitUntil: failed.waitUntil, failures, isWiped };
  }
  await db.put('vaults', { ...failed, failures: 0, waitUntil: 0 }, account);
  open = { account, key };
  lockState.value = isExpired(vault, now) ? 'expired' : 'open';
  return { ok: true };
}

async function unwrap(held: { iv: number[]; bytes: number[] }, wrapper: CryptoKey): Promise<CryptoKey | null> {
  try {
    const iv = Uint8Array.from(held.iv);
    return await crypto.subtle.unwrapKey(
      'raw',
      Uint8Array.from(held.bytes),
      wrapper,
      { name: 'AES-GCM', iv },
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    );
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null;
    throw error;
  }
}

/** Closes until the PIN is given again. */
export function lock(): void {
  open = null;
  if (lockState.value === 'open') lockState.value = 'locked';
}

/** Notes that the server was heard, which keeps the device from locking. */
export async function noteContact(account: string): Promise<void> {
  const db = await openStore();
  const transaction = db.transaction('vaults', 'readwrite');
  const vault = await transaction.store.get(account);
  if (vault) await transaction.store.put({ ...vault, lastContact: Date.now() }, account);
  await transaction.done;
  if (lockState.value === 'expired') lockState.value = open?.account === account ? 'open' : 'locked';
}

function openKey(account: string): CryptoKey {
  if (open?.account !== account || lockState.value !== 'open') throw new Error('the packs are locked');
  return open.key;
}

/** Encrypts under the pack key. Only while open. */
export async function sealInVault(account: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, openKey(account), plain) };
}

/** Decrypts what `sealInVault` made under the same PIN. @throws OperationError for anything else */
export async function unsealFromVault<T>(account: string, { iv, sealed }: Sealed): Promise<T> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, openKey(account), sealed);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

/** Forgets PIN and pack of an account on this device, and the answers kept for it: without the PIN nobody is to read on. */
export async function dropVault(account: string): Promise<void> {
  const db = await openStore();
  const samples = await db.getAll('samples', underAccount(account));
  const transaction = db.transaction(
    ['vaults', 'packs', 'packPages', 'classPacks', 'snapshots', 'samples'],
    'readwrite',
  );
  await Promise.all([
    transaction.objectStore('vaults').delete(account),
    transaction.objectStore('packs').delete(account),
    transaction.objectStore('packPages').delete(pagesOfAccount(account)),
    transaction.objectStore('classPacks').delete(underAccount(account)),
    transaction.objectStore('snapshots').delete(answersOfAccount(account)),
    // What was found on site is typed by a person and stays, as the journal does.
    ...samples.map((held) =>
      transaction.objectStore('samples').put({ ...held, sealed: null }, `${account}/${held.seed}`),
    ),
    transaction.done,
  ]);
  if (open?.account === account) open = null;
  lockState.value = 'none';
}
