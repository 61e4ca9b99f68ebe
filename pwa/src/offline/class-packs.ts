import { signal } from '@preact/signals';
import { client } from '../data/client.ts';
import { ClassPack, type ClassPackQuery } from '../data/generated/school.ts';
import { type Problem, problemOf } from '../data/problem.ts';
import { underAccount } from './packs-keys.ts';
import { type HeldClass, openStore } from './store.ts';
import { noteContact, sealInVault, unsealFromVault } from './unlock.ts';

/** A class of a round as the server gave it. */
export type Pack = NonNullable<ClassPackQuery['classPack']>;
export type PackPupil = Pack['pupils'][number];

/** A class stays on a device for so long (attack 35); what was done with it lies in the journal. */
const HELD_MS = 30 * 86_400_000;

/** The classes the account has on this device. */
export const heldClasses = signal<readonly Omit<HeldClass, 'sealed'>[]>([]);

const keyOf = (account: string, classId: string): string => `${account}/${classId}`;

/** Reads which classes are here, and drops those that lay here too long; a clock turned back does not keep one. */
export async function readHeldClasses(account: string): Promise<void> {
  const transaction = (await openStore()).transaction('classPacks', 'readwrite');
  const held: Omit<HeldClass, 'sealed'>[] = [];
  for (const { sealed: _sealed, ...head } of await transaction.store.getAll(underAccount(account))) {
    if (Math.abs(Date.now() - head.takenAt) > HELD_MS) await transaction.store.delete(keyOf(account, head.classId));
    else held.push(head);
  }
  await transaction.done;
  heldClasses.value = held;
}

/** Takes a class along, or brings the one that is here up to date. Only while unlocked. @returns what went wrong */
export async function takeClass(account: string, roundId: string, classId: string): Promise<Problem | null> {
  const { data, error } = await client
    .query(ClassPack, { roundId, classId }, { requestPolicy: 'network-only' })
    .toPromise();
  if (error) return problemOf(error);
  const pack = data?.classPack;
  if (!pack) return { code: 'NOT_FOUND' };
  const { grade, name } = pack.class;
  const head = { account, roundId, classId, title: `${grade} ${name}`.trim(), takenAt: Date.now() };
  const sealed = await sealInVault(account, pack);
  await (await openStore()).put('classPacks', { ...head, sealed }, keyOf(account, classId));
  await noteContact(account);
  await readHeldClasses(account);
  return null;
}

/** Opens a class. Only while unlocked. @returns null when it is not here, or was sealed under a PIN that is forgotten */
export async function openClass(account: string, classId: string): Promise<Pack | null> {
  const held = await (await openStore()).get('classPacks', keyOf(account, classId));
  return held ? unsealFromVault<Pack>(account, held.sealed) : null;
}

export async function dropClass(account: string, classId: string): Promise<void> {
  await (await openStore()).delete('classPacks', keyOf(account, classId));
  await readHeldClasses(account);
}
