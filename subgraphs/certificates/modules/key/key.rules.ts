import { dateInShanghai } from '@miaoben/kernel';

/** What a key signs; `root` signs the trust list. One key, one use (certificates note, attack 7). */
export const SIGNING_USES = ['root', 'result', 'presentation', 'status', 'class_list'] as const;
export type SigningUse = (typeof SIGNING_USES)[number];
export type SeasonalUse = Exclude<SigningUse, 'root'>;
/** What a verifier of codes needs. */
export const CODE_USES = ['result', 'presentation', 'status'] as const;
export const SEASONAL_USES: readonly SeasonalUse[] = [...CODE_USES, 'class_list'];

/** Windows in seconds since 1970-01-01T00:00Z. */
export interface KeyWindow {
  readonly signFrom: number;
  readonly signTo: number;
  readonly verifyTo: number;
}

export const DAY = 86_400;
/** Ceiling of a static code's validity, and how much longer its key still verifies (certificates note, section 1.5). */
const LONGEST_CODE = 150 * DAY;
const VERIFY_AFTER = 90 * DAY;
/** A key must stand in the trust list at least 14 days before its first use; devices off the network want more. */
const PUBLISH_BEFORE = 60 * DAY;

/** Years are those of Shanghai, UTC+8 without summer time. */
const startOfYear = (year: number): number => Date.UTC(year, 0, 1) / 1000 - 8 * 3600;

/** A season (查验季) is a calendar year: a code for entry lives at most to 31 December. */
export const seasonOf = (seconds: number): string => dateInShanghai(new Date(seconds * 1000)).slice(0, 4);

/** Last second of the calendar year in which an instant lies. */
export const endOfSeason = (seconds: number): number => startOfYear(Number(seasonOf(seconds)) + 1) - 1;

/** When the key of a season may sign and is still taken. */
export function windowOf(season: string): KeyWindow {
  const year = Number(season);
  const signTo = startOfYear(year + 1) - 1;
  return { signFrom: startOfYear(year), signTo, verifyTo: signTo + LONGEST_CODE + VERIFY_AFTER };
}

/** Seasons whose keys must stand in the trust list now: the present one, and the next when it is near. */
export function seasonsWanted(now: number): string[] {
  const season = seasonOf(now);
  return windowOf(season).signTo - now < PUBLISH_BEFORE ? [season, String(Number(season) + 1)] : [season];
}

/** One status list per season and kind of code; null for keys that sign no codes. */
export const statusListOf = (use: SigningUse, season: string): string | null =>
  use === 'result' || use === 'presentation' ? `${season}-${use}` : null;

export const KEY_STATES = ['prepared', 'signing', 'verifying', 'ended', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** What a key is good for at an instant (seconds since 1970-01-01T00:00Z). */
export function keyStateAt(
  key: KeyWindow & { readonly use: SigningUse; readonly season: string; readonly revokedAt: number | null },
  at: number,
): KeyState {
  if (key.revokedAt !== null) return 'revoked';
  if (key.use === 'root') return key.season === 'current' ? 'signing' : key.season === 'next' ? 'prepared' : 'ended';
  if (at < key.signFrom) return 'prepared';
  if (at <= key.signTo) return 'signing';
  return at <= key.verifyTo ? 'verifying' : 'ended';
}

/** Devices off the network for two weeks have too old lists anyhow: by then all others have heard which root comes next. */
const ANNOUNCE_FOR = 14 * DAY;
export const earliestHandover = (announced: number): number => announced + ANNOUNCE_FOR;
export const announcedEnough = (announced: number, now: number): boolean => now >= earliestHandover(announced);
