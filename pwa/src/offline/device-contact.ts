import { followed, forgotten, isOpen, type SupervisorAnswer, settledSinceTold, toKeep, told } from '@miaoben/sync';
import { ContactDevice } from '../data/generated/session.ts';
import { post } from '../data/post.ts';
import { accessToken } from '../data/session.ts';
import { t } from '../i18n/device.ts';
import { type DeviceSelf, ownSelf, readSelf } from './device-self.ts';
import { confirmWiped, wipeDevice } from './device-wipe.ts';
import { keepEntries } from './kept-entries.ts';
import { changeEntry, onJournalChange, storedEntries } from './outbox-store.ts';
import { openStore } from './store.ts';

const LOCK = 'miaoben-device';
const CONTACT_MS = 15 * 60_000;
/** Time for a flush to settle more than one entry. */
const TELL_MS = 1_000;
/** As many as one contact takes. */
const MOST_SETTLED = 200;

const wordsOf = ({ state, note }: SupervisorAnswer): string =>
  state === 'taken' ? t('kept.takenWords') : t('kept.asideWords', { note: note ?? '' });

/** When the packs on this device were taken; the newest counts. */
async function packTime(): Promise<string | null> {
  const states = await (await openStore()).getAll('packs');
  const newest = Math.max(...states.map(({ current }) => current?.takenAt ?? 0));
  return newest > 0 ? new Date(newest).toISOString() : null;
}

/**
 * Tells the server how this device stands, and does what it is told: wipes itself when it was reported lost, follows the supervisor,
 * leaves with her what needs a person. Without a session a device that is known is still told to wipe.
 * @param account who works here now; null: nobody
 */
export const contactDevice = (account: string | null): Promise<void> =>
  navigator.locks.request(LOCK, async () => {
    await confirmWiped();
    const self = account === null ? await readSelf() : await ownSelf();
    if (self) await contact(self, account);
  });

async function contact(self: DeviceSelf, account: string | null): Promise<void> {
  const entries = await storedEntries();
  const open = entries.filter(isOpen);
  const settled = account === null ? [] : settledSinceTold(entries, account).slice(0, MOST_SETTLED);
  const answer = await post(
    ContactDevice,
    {
      input: {
        ...self,
        waiting: open.length,
        attention: open.filter(({ state }) => state === 'attention').length,
        packAt: await packTime(),
        settled,
      },
    },
    accessToken() ?? undefined,
  );
  if (!answer.ok) return;
  const { wipe, answers } = answer.data.contactDevice;
  if (wipe !== null) return wipeDevice(self, wipe);
  // Without a token the server did not read who it was: it settled nothing.
  if (account === null || !accessToken()) return;
  for (const { seq, told: name } of entries)
    if (name && settled.includes(name)) await changeEntry(seq, (entry) => forgotten(entry, name));
  for (const one of answers as SupervisorAnswer[]) {
    const entry = entries.find((e) => e.commandId === one.id);
    if (entry) await changeEntry(entry.seq, (stored) => followed(stored, one, wordsOf(one), Date.now()));
  }
  const { kept } = await keepEntries(self, toKeep(await storedEntries(), account));
  for (const { seq, commandId } of await storedEntries())
    if (kept.includes(commandId)) await changeEntry(seq, (entry) => told(entry, commandId));
}

/** Keeps in contact as long as the page lives. @returns stops it */
export function startContact(account: string): () => void {
  const tell = () => void contactDevice(account).catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const entries = await storedEntries();
      if (toKeep(entries, account).length + settledSinceTold(entries, account).length > 0 && navigator.onLine) tell();
    }, TELL_MS);
  };
  const stopListening = onJournalChange(onChange);
  const round = setInterval(tell, CONTACT_MS);
  addEventListener('online', tell);
  tell();
  return () => {
    clearTimeout(timer);
    clearInterval(round);
    removeEventListener('online', tell);
    stopListening();
  };
}
