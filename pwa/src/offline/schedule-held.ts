import { signal } from '@preact/signals';
import { scheduleReference } from '../data/schedule-reference.ts';
import { openStore } from './store.ts';

/** The schedule document this device judges by. */
export interface HeldSchedule {
  /** Id of the province's active document; null: the one this app brought with it. */
  documentId: string | null;
  document: unknown;
  /** What provinces lay on it. */
  layers: readonly unknown[];
}

let held: Promise<HeldSchedule> | undefined;

/** Which document is in use; changes when another one was kept. `undefined` until it was first read. */
export const heldDocumentId = signal<string | null | undefined>(undefined);

/** The active document as last fetched, else the app's own. Asked for once, then in memory. */
export function heldSchedule(): Promise<HeldSchedule> {
  held ??= read().catch((error: unknown) => {
    held = undefined;
    throw error;
  });
  return held;
}

async function read(): Promise<HeldSchedule> {
  const kept = await (await openStore()).get('schedule', 'active');
  const found = kept ?? { documentId: null, document: await scheduleReference(), layers: [] };
  heldDocumentId.value = found.documentId;
  return found;
}

/** Takes a fetched document into use, from the next question on. It must have been read by the engine before. */
export async function keepSchedule(next: HeldSchedule): Promise<void> {
  await (await openStore()).put('schedule', next, 'active');
  held = Promise.resolve(next);
  heldDocumentId.value = next.documentId;
}
