/** Hours of the day, Asia/Shanghai, in which no short message goes out; equal ends: it is never quiet. */
export interface QuietHours {
  /** minute of the day */
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** China has one zone and no summer time. */
const SHANGHAI_MS = 8 * 3_600_000;

/** When a message may go out: at once, or at the end of the quiet hours it falls into. */
export function allowedAt(at: Date, quiet: QuietHours): Date {
  const local = at.getTime() + SHANGHAI_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const minute = Math.floor((local - midnight) / MINUTE_MS);
  const overnight = quiet.from > quiet.to;
  const isQuiet = overnight ? minute >= quiet.from || minute < quiet.to : minute >= quiet.from && minute < quiet.to;
  if (!isQuiet) return at;
  const end = midnight + quiet.to * MINUTE_MS + (overnight && minute >= quiet.from ? DAY_MS : 0);
  return new Date(end - SHANGHAI_MS);
}

/** Pauses between tries; after the last one the message has failed. */
const PAUSES_S = [10, 60, 300, 1_800, 7_200];
export const MAX_ATTEMPTS = PAUSES_S.length + 1;

/** When a message that was not taken is tried again; null after the last try. */
export function nextTry(attempts: number, now: Date): Date | null {
  const pause = PAUSES_S[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * 1_000);
}
