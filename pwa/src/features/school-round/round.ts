import type { RoundPupilsQuery, SchoolRoundsQuery } from '../../data/generated/school.ts';
import { t } from '../../i18n/school.ts';

export type Round = SchoolRoundsQuery['schoolRounds'][number];
export type RoundPupil = RoundPupilsQuery['schoolPupils']['nodes'][number];

/** e.g. 2026年秋季 */
export const roundName = ({ schoolYear, term }: Pick<Round, 'schoolYear' | 'term'>): string =>
  term === 'autumn'
    ? t('round.autumn', { year: String(schoolYear) })
    : t('round.spring', { year: String(schoolYear + 1) });

/** Where a pupil stands, as the school works with it: one of these and no other. */
export const STANDINGS = ['decide', 'tell', 'told', 'overdue', 'caughtUp', 'done'] as const;
export type Standing = (typeof STANDINGS)[number];

const NEEDS = ['missing_doses', 'no_file', 'candidate'];

/** A pupil nobody has to do anything about any more is done; with doses given after the check, caught up. */
export function standingOf({ state, verdict }: Pick<RoundPupil, 'state' | 'verdict'>): Standing {
  if (state === 'caught_up') return 'caughtUp';
  if (state === 'exempt' || !NEEDS.includes(verdict)) return 'done';
  if (verdict === 'candidate') return 'decide';
  if (state === 'overdue') return 'overdue';
  return state === 'notified' ? 'told' : 'tell';
}

/** Pupils by where they stand; every standing has its number. */
export function countStandings(pupils: readonly Pick<RoundPupil, 'state' | 'verdict'>[]): Record<Standing, number> {
  const counts = Object.fromEntries(STANDINGS.map((s) => [s, 0])) as Record<Standing, number>;
  for (const pupil of pupils) counts[standingOf(pupil)] += 1;
  return counts;
}

const DAY_MS = 86_400_000;
/** Days from one calendar date to another; negative when it is over. */
export const daysUntil = (date: string, today: string): number =>
  Math.round((Date.parse(date) - Date.parse(today)) / DAY_MS);
