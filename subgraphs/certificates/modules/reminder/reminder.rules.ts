const DAY_MS = 86_400_000;
/** Older ends are no news: the first run on an old stock tells nobody of what ended long ago. */
export const EXPIRED_WITHIN_DAYS = 30;

/** What a holder is reminded of: so many days before the end, or the end itself. */
export type ReminderStep = `${number}` | 'expired';

/**
 * The reminder that is due at an instant; null for none. A reminder of d days is left out for what was never valid for longer than
 * that: it would come with the document itself.
 */
export function reminderDue(
  { from, until }: { readonly from: Date; readonly until: Date },
  remindDays: readonly number[],
  now: Date,
): ReminderStep | null {
  const left = until.getTime() - now.getTime();
  if (left <= 0) return left > -EXPIRED_WITHIN_DAYS * DAY_MS ? 'expired' : null;
  const validFor = until.getTime() - from.getTime();
  const due = remindDays.filter((d) => left <= d * DAY_MS && validFor > d * DAY_MS);
  return due.length > 0 ? `${Math.min(...due)}` : null;
}
