import { REFRESH_MS } from '@miaoben/sync';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { todayInChina } from '../../i18n/format.ts';
import { closePack, openPack, pack, readPackState } from '../../offline/packs-data.ts';
import { loadPack } from '../../offline/packs-load.ts';
import { lockState } from '../../offline/unlock.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { online } from '../session/online.ts';
import { PinGate } from './pin-gate.tsx';

/** How often a device asks whether another schedule document is active. */
const SCHEDULE_MS = 15 * 60_000;

/** Makes the clinic's device ready for its user: pack and schedule, behind the PIN. */
export function Gate({ children }: { children: ComponentChildren }) {
  const id = account.value?.id;
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    if (!id) return;
    void readPackState(id).then(() => setRead(true));
    return closePack;
  }, [id]);

  const state = lockState.value;
  useEffect(() => {
    if (id && isRead && state === 'open') void openAndRefresh(id);
    if (state !== 'open') closePack();
  }, [id, isRead, state]);

  const isOnline = online.value;
  useEffect(() => {
    if (!id || !isOnline) return;
    // The engine checks what it is to run on: not needed for the first screen.
    const ask = () => void import('../../offline/schedule-fetch.ts').then((module) => module.refreshSchedule());
    ask();
    const timer = setInterval(ask, SCHEDULE_MS);
    return () => clearInterval(timer);
  }, [id, isOnline]);

  return <PinGate>{isRead ? children : <Skeleton lines={6} />}</PinGate>;
}

async function openAndRefresh(id: string): Promise<void> {
  const held = pack.peek() ?? (await openPack(id));
  // The engine compiles beside the page while the first screen is drawn; what fails shows where it is asked.
  if (held)
    void import('../../offline/judge-host.ts')
      .then(({ readyJudge }) => readyJudge(todayInChina()))
      .catch(() => undefined);
  if (!held || !navigator.onLine) return;
  const { division, divisionName, takenAt } = held.generation;
  if (Date.now() - (takenAt ?? 0) > REFRESH_MS) await loadPack(id, { code: division, name: divisionName });
}
