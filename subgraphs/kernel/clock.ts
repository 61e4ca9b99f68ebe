/** Time as the platform sees it: instants in UTC, calendar dates in Asia/Shanghai. A demo may fix the date. */
export interface Clock {
  /** the instant on the platform's calendar */
  now(): Date;
  /** the real instant, whatever the demo's date: signatures and their validity are judged by devices that know no demo */
  instant(): Date;
  /** 'YYYY-MM-DD' in Asia/Shanghai */
  today(): string;
}

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** Calendar date of an instant in Asia/Shanghai, 'YYYY-MM-DD'. */
export const dateInShanghai = (instant: Date): string => shanghai.format(instant);

/** @param fixedDate 'YYYY-MM-DD': the demo's date; the time of day still runs */
export function createClock(fixedDate?: string): Clock {
  const offset = fixedDate
    ? Math.round((Date.parse(fixedDate) - Date.parse(dateInShanghai(new Date()))) / 86_400_000) * 86_400_000
    : 0;
  const now = () => new Date(Date.now() + offset);
  return { now, instant: () => new Date(), today: () => dateInShanghai(now()) };
}
