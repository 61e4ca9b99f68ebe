import { useMemo } from 'preact/hooks';
import { ClinicVisits } from '../../data/generated/clinic.ts';
import { currentDay } from '../../offline/day.ts';
import type { Running } from '../dose/observations.tsx';
import { useJournaled } from '../outbox/use-journaled.ts';
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
  const { data, answeredAt, entries, isLoading, refresh } = useJournaled(ClinicVisits, {});
  const day = currentDay();
  const visits = useMemo(
    () => visitsOn(day, data?.visits.nodes ?? [], answeredAt, entries),
    [day, data, answeredAt, entries],
  );
  return { visits, running: data?.runningObservations ?? NOBODY, isLoading, refresh };
}
