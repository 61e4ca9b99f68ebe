import { useMemo } from 'preact/hooks';
import { ClinicVisits } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
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
  /** why the server's visits are not there, where it answered and no earlier answer is kept */
  problem: Problem | undefined;
  refresh: () => void;
} {
  const { data, answeredAt, entries, isLoading, problem, refresh } = useJournaled(ClinicVisits, {});
  const isAway = problem?.code === 'OFFLINE' || problem?.code === 'UNAVAILABLE';
  const refused = data || isAway ? undefined : problem;
  const day = currentDay();
  const visits = useMemo(
    () => visitsOn(day, data?.visits.nodes ?? [], answeredAt, entries),
    [day, data, answeredAt, entries],
  );
  return { visits, running: data?.runningObservations ?? NOBODY, isLoading, problem: refused, refresh };
}
