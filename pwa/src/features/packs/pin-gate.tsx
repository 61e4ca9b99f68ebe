import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { lastReply } from '../../offline/outbox-sender.ts';
import { lockState, noteContact, readLock } from '../../offline/unlock.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { useJournal } from '../outbox/use-journal.ts';
import { online } from '../session/online.ts';
import { UnlockScreen } from './unlock-screen.tsx';

/** How often it is looked whether the device has gone without contact for too long. */
const EXPIRY_LOOK_MS = 15 * 60_000;
/** Somebody chose to work on line without opening what lies on the device. */
const isSkipped = signal(false);

/** Stands around every screen: opens the journal, and asks for the PIN where something lies locked on the device. */
export function PinGate({ children }: { children: ComponentChildren }) {
  const id = account.value?.id;
  const isJournalOpen = useJournal();
  useEffect(() => {
    if (!id) return;
    void readLock(id);
    // A tablet that is never switched off shuts too when it was not heard of for too long.
    const timer = setInterval(() => void readLock(id), EXPIRY_LOOK_MS);
    return () => clearInterval(timer);
  }, [id]);

  // Every reply of the server keeps the device from shutting.
  const reply = lastReply.value;
  useEffect(() => {
    if (id && reply) void noteContact(id);
  }, [id, reply]);

  const state = lockState.value;
  if (!id || !isJournalOpen || state === 'unknown') return <Skeleton lines={6} />;
  const isShut = state === 'locked' || state === 'expired';
  if (!isShut || isSkipped.value) return children;
  const skip = () => {
    isSkipped.value = true;
  };
  return <UnlockScreen account={id} {...(online.value && { onSkip: skip })} />;
}

/** Asks for the PIN again although it was put off. */
export function askForPin(): void {
  isSkipped.value = false;
}
