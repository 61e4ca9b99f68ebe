import { isOpen, REFRESH_MS } from '@miaoben/sync';
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { account, beforeSignOut } from '../../data/session.ts';
import { t } from '../../i18n/device.ts';
import { lastReply, startSender } from '../../offline/outbox-sender.ts';
import { journal, openJournal } from '../../offline/outbox-store.ts';
import { closePack, openPack, pack, readPackState } from '../../offline/packs-data.ts';
import { loadPack } from '../../offline/packs-load.ts';
import { lockState, noteContact, readLock } from '../../offline/unlock.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { online } from '../session/online.ts';
import { UnlockScreen } from './unlock-screen.tsx';

/** How often a device asks whether another schedule document is active. */
const SCHEDULE_MS = 15 * 60_000;

/** Somebody chose to work on line without opening the pack. */
const isSkipped = signal(false);

/** Makes the device ready for its user: journal, sender, pack; asks for the PIN where a pack lies locked. */
export function Gate({ children }: { children: ComponentChildren }) {
  const id = account.value?.id;
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    if (!id) return;
    let stop = () => {};
    let isOver = false;
    void (async () => {
      await Promise.all([openJournal(id), readLock(id), readPackState(id)]);
      if (isOver) return;
      stop = startSender(id);
      setReady(true);
    })();
    const release = beforeSignOut(async () => {
      const count = journal.peek().filter(isOpen).length;
      return count > 0 ? t('signOut.waiting', { count }) : null;
    });
    return () => {
      isOver = true;
      stop();
      release();
      closePack();
    };
  }, [id]);

  const state = lockState.value;
  useEffect(() => {
    if (id && isReady && state === 'open') void openAndRefresh(id);
    if (state !== 'open') closePack();
  }, [id, isReady, state]);

  const isOnline = online.value;
  useEffect(() => {
    if (!id || !isReady || !isOnline) return;
    // The engine checks what it is to run on: not needed for the first screen.
    const ask = () => void import('../../offline/schedule-fetch.ts').then((module) => module.refreshSchedule());
    ask();
    const timer = setInterval(ask, SCHEDULE_MS);
    return () => clearInterval(timer);
  }, [id, isReady, isOnline]);

  // Every reply of the server keeps the pack from shutting.
  const reply = lastReply.value;
  useEffect(() => {
    if (id && reply) void noteContact(id);
  }, [id, reply]);

  if (!id || !isReady) return <Skeleton lines={6} />;
  const isShut = state === 'locked' || state === 'expired';
  if (isShut && !isSkipped.value) {
    return (
      <UnlockScreen
        account={id}
        {...(online.value && {
          onSkip: () => {
            isSkipped.value = true;
          },
        })}
      />
    );
  }
  return children;
}

/** Asks for the PIN again although it was put off. */
export function askForPin(): void {
  isSkipped.value = false;
}

async function openAndRefresh(id: string): Promise<void> {
  const held = pack.peek() ?? (await openPack(id));
  if (!held || !navigator.onLine) return;
  const { division, divisionName, takenAt } = held.generation;
  if (Date.now() - (takenAt ?? 0) > REFRESH_MS) await loadPack(id, { code: division, name: divisionName });
}
