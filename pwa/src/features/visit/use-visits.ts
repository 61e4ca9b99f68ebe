import { isOpen } from '@miaoben/sync';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { ClinicVisits } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { currentDay } from '../../offline/day.ts';
import { journal } from '../../offline/outbox-store.ts';
import type { Running } from '../dose/observations.tsx';
import { type ClinicVisit, visitsOn } from './visit-state.ts';

const NOBODY: readonly Running[] = [];

/** The visits of today in the clinic, with what this device has taken and not sent yet. */
export function useVisits(): {
  visits: readonly ClinicVisit[];
  /** under observation, as the server knows */
  running: readonly Running[];
  isLoading: boolean;
  refresh: () => void;
} {
  const { data, takenAt, isLoading, refresh } = useData(ClinicVisits, {}, { keep: true });
  const answered = useRef({ data, at: 0 });
  if (answered.current.data !== data) answered.current = { data, at: Date.now() };
  const answeredAt = takenAt ?? answered.current.at;
  const entries = journal.value;
  // What was sent meanwhile is the server's to tell.
  const waiting = entries.filter(isOpen).length;
  const before = useRef(waiting);
  useEffect(() => {
    if (waiting < before.current) refresh();
    before.current = waiting;
  }, [waiting, refresh]);
  const day = currentDay();
  const visits = useMemo(
    () => visitsOn(day, data?.visits.nodes ?? [], answeredAt, entries),
    [day, data, answeredAt, entries],
  );
  return { visits, running: data?.runningObservations ?? NOBODY, isLoading, refresh };
}
