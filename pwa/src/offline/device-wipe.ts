import { isOpen } from '@miaoben/sync';
import { ConfirmDeviceWiped } from '../data/generated/session.ts';
import { post } from '../data/post.ts';
import { forgetUser } from '../data/session.ts';
import type { DeviceSelf } from './device-self.ts';
import { keepEntries } from './kept-entries.ts';
import { storedEntries } from './outbox-store.ts';
import { openStore } from './store.ts';
import { lock } from './unlock.ts';

/** What is left of a device that wiped itself, until the server knows: no personal data. */
const WIPED = 'miaoben.wiped';
interface Wiped {
  deviceId: string;
  receipt: string;
  leftUnsent: number;
}

/** Deletes everything, the device's key too: what a copy of the disk still holds cannot be read any more. This tab and all others let go of it. */
async function deleteStore(): Promise<void> {
  const { name } = await openStore();
  await new Promise<void>((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = () => resolve();
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * Wipes this device. What was not sent is left with the supervisor of the unit first, and not done in the name of who typed it: the
 * device may be in other hands, so a person looks before any of it counts. Where the network fails, the order comes again at the next
 * contact; where the server refuses, the wipe goes first and says how many went with it.
 */
export async function wipeDevice(self: DeviceSelf, receipt: string): Promise<void> {
  const open = (await storedEntries()).filter(isOpen);
  const answer = await keepEntries(self, open);
  if (!answer.ok && (answer.problem.code === 'OFFLINE' || answer.problem.code === 'UNAVAILABLE')) return;
  const wiped: Wiped = { deviceId: self.id, receipt, leftUnsent: open.length - answer.kept.length };
  localStorage.setItem(WIPED, JSON.stringify(wiped));
  lock();
  await deleteStore();
  sessionStorage.clear();
  await confirmWiped();
  // In this tab and all others: without a user every screen leaves for the sign-in page, and what it held in memory goes.
  forgetUser();
  location.replace('/');
}

/** Sends the receipt of a wipe, as often as it takes. */
export async function confirmWiped(): Promise<void> {
  const held = localStorage.getItem(WIPED);
  if (!held) return;
  const answer = await post(ConfirmDeviceWiped, JSON.parse(held) as Wiped);
  if (answer.ok || answer.problem.code === 'FORBIDDEN') localStorage.removeItem(WIPED);
}
