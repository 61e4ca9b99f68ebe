import { addDays } from '../school-pupil/days.ts';

/** Pupils are checked within thirty days after term start (儿童入托、入学预防接种证查验办法). */
const CHECK_DAYS = 30;
const CODE = /^(\d{4})([12])$/;

export interface RoundDates {
  readonly termStart: string;
  readonly deadline: string;
  readonly recheckFrom: string;
  readonly recheckTo: string;
}

/** School year and term of a round's code `YYYYS`: 20261 is autumn 2026, 20262 the spring after it; undefined for anything else. */
export function readRoundCode(code: string): { year: number; term: 'autumn' | 'spring' } | undefined {
  const match = CODE.exec(code);
  if (!match) return undefined;
  return { year: Number(match[1]), term: match[2] === '1' ? 'autumn' : 'spring' };
}

/** Dates of a round: the check ends 30 days after term start, the re-check is the December that follows it. */
export function roundDates(
  termStart: string,
  given: { deadline?: string | null; recheckFrom?: string | null; recheckTo?: string | null },
): RoundDates {
  const year = termStart.slice(0, 4);
  return {
    termStart,
    deadline: given.deadline ?? addDays(termStart, CHECK_DAYS),
    recheckFrom: given.recheckFrom ?? `${year}-12-01`,
    recheckTo: given.recheckTo ?? `${year}-12-31`,
  };
}

/** The first date of a round that stands before the one it follows; null when they are in order. */
export function misplacedDate({ termStart, deadline, recheckFrom, recheckTo }: RoundDates): keyof RoundDates | null {
  if (deadline < termStart) return 'deadline';
  if (recheckFrom < termStart) return 'recheckFrom';
  return recheckTo < recheckFrom ? 'recheckTo' : null;
}
