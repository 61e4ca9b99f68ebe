/** The clock of an opened vial of several doses (多人份疫苗开启, Q-21, Q-22): the same rule on the server and on a device. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** China keeps one time all year. */
const CHINA_MS = 8 * 60 * MINUTE_MS;

export const VIAL_STATES = ['open', 'empty', 'time_up', 'discarded'] as const;
export type VialState = (typeof VIAL_STATES)[number];

export interface VialFacts {
  /** doses in an unopened one */
  readonly doses: number;
  /** how long it may be used once opened; null: until the day of opening is over (same session) */
  readonly minutes: number | null;
  /** instants (ISO 8601, UTC) at which devices first scanned it, in any order */
  readonly openings: readonly string[];
  /** doses given from it */
  readonly given: number;
  /** somebody has thrown the rest away */
  readonly isDiscarded: boolean;
}

export interface VialStanding {
  readonly state: VialState;
  readonly openedAt: string;
  readonly usableUntil: string;
  /** doses that may still be given */
  readonly left: number;
}

/** The last instant at which a dose may be drawn from a vial opened then. */
export function usableUntil(openedAt: string, minutes: number | null): string {
  const at = Date.parse(openedAt);
  if (minutes !== null) return new Date(at + minutes * MINUTE_MS).toISOString();
  const nextDay = Math.floor((at + CHINA_MS) / DAY_MS + 1) * DAY_MS - CHINA_MS;
  return new Date(nextDay - 1).toISOString();
}

const MOST_WARNED_MS = 15 * MINUTE_MS;

/** From when on somebody is warned that a vial's time is nearly up: the last sixth of its life, 15 minutes at most. */
export function warnsFrom({ openedAt, usableUntil: until }: Pick<VialStanding, 'openedAt' | 'usableUntil'>): string {
  const end = Date.parse(until);
  return new Date(end - Math.min((end - Date.parse(openedAt)) / 6, MOST_WARNED_MS)).toISOString();
}

/** How it stands with a vial at an instant; null while nobody has opened it. Of several openings the earliest one counts. */
export function vialAt(facts: VialFacts, now: string): VialStanding | null {
  const [openedAt] = [...facts.openings].sort();
  if (openedAt === undefined) return null;
  const until = usableUntil(openedAt, facts.minutes);
  const rest = Math.max(facts.doses - facts.given, 0);
  const state = rest === 0 ? 'empty' : facts.isDiscarded ? 'discarded' : now > until ? 'time_up' : 'open';
  return { state, openedAt, usableUntil: until, left: state === 'open' ? rest : 0 };
}
