import { signal } from '@preact/signals';
import type { ClassPackQuery } from '../data/generated/school.ts';
import { type HeldClass, openStore } from './store.ts';
import { noteContact, sealInVault, unsealFromVault } from './unlock.ts';

/** A class of a round as the server gave it. */
export type Pack = NonNullable<ClassPackQuery['classPack']>;
export type PackPupil = Pack['pupils'][number];

/** A class stays on a device for so long (attack 35); what was done with it lies in the journal. */
const HELD_MS = 30 * 86_400_000;
/** A clock turned back does not keep one. */
const isOver = ({ takenAt }: Pick<HeldClass, 'takenAt'>): boolean => Math.abs(Date.now() - takenAt) > HELD_MS;

/** The classes the account has on this device. */
export const heldClasses = signal<readonly Omit<HeldClass, 'sealed'>[]>([]);

const keyOf = (account: string, classId: string): string => `${account}/${classId}`;

/** Reads which classes of an account are here, and drops those, of every account, that lay here too long. */
export async function readHeldClasses(account: string): Promise<void> {
  const transaction = (await openStore()).transaction('classPacks', 'readwrite');
  const held: Omit<HeldClass, 'sealed'>[] = [];
  for (const { sealed: _sealed, ...head } of await transaction.store.getAll()) {
    if (isOver(head)) await transaction.store.delete(keyOf(head.account, head.classId));
    else if (head.account === account) held.push(head);
  }
  await transaction.done;
  heldClasses.value = held;
}

/** Puts a class on the device, in the place of an older list of it. Only while unlocked. */
export async function keepClass(account: string, pack: Pack): Promise<void> {
  const { id: classId, grade, name } = pack.class;
  const head = { account, roundId: pack.round.id, classId, title: `${grade} ${name}`.trim(), takenAt: Date.now() };
  const sealed = await sealInVault(account, pack);
  await (await openStore()).put('classPacks', { ...head, sealed }, keyOf(account, classId));
  await noteContact(account);
  await readHeldClasses(account);
}

/** Opens a class. Only while unlocked. @returns null when it is not here, or lay here too long */
export async function readClass(account: string, classId: string): Promise<Pack | null> {
  const held = await (await openStore()).get('classPacks', keyOf(account, classId));
  return held && !isOver(held) ? unsealFromVault<Pack>(account, held.sealed) : null;
}

export async function dropClass(account: string, classId: string): Promise<void> {
  await (await openStore()).delete('classPacks', keyOf(account, classId));
  await readHeldClasses(account);
}
