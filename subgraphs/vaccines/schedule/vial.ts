/** The clock of an opened vial of several doses (多人份疫苗开启, Q-21, Q-22): the same rule on the server and on a device. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** China keeps one time all year. */
const CHINA_MS = 8 * 60 * MINUTE_MS;
/** Days since 1970 in China. */
const chinaDay = (instant: string): number => Math.floor((Date.parse(instant) + CHINA_MS) / DAY_MS);

/** Which vial: by its trace code, or, where it has none, by the id of the tablet that opened it. */
export interface VialName {
  readonly vialId?: string | null;
  readonly traceCode?: string | null;
}

/**
 * The id of a vial. One with a trace code has its digits in it (a UUID of version 8), so tablets that scan it without a network name the
 * same vial; null when nothing names one.
 */
export function vialIdOf({ vialId, traceCode }: VialName): string | null {
  if (!traceCode) return vialId || null;
  const [a, b, c, d, e] = [
    traceCode.slice(0, 8),
    traceCode.slice(8, 12),
    traceCode.slice(12, 15),
    traceCode.slice(15, 18),
    traceCode.slice(18),
  ];
  return `${a}-${b}-8${c}-8${d}-${e}0000000000`;
}

/**
 * The number a vial gets among those of its lot that were opened on the same day: the next one. It is kept with the vial, so that none
 * is called otherwise when another is taken back or comes late.
 */
export function nextVialNumber(
  vials: readonly {
    readonly number: number;
    readonly productId: string;
    readonly lotNumber: string;
    readonly openedAt: string;
  }[],
  opened: { readonly productId: string; readonly lotNumber: string; readonly openedAt: string },
): number {
  const day = chinaDay(opened.openedAt);
  const numbers = vials
    .filter((v) => v.productId === opened.productId && v.lotNumber === opened.lotNumber && chinaDay(v.openedAt) === day)
    .map((v) => v.number);
  return Math.max(0, ...numbers) + 1;
}

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
  const nextDay = (chinaDay(openedAt) + 1) * DAY_MS - CHINA_MS;
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
