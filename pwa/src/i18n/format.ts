import { locale } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale.value + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale.value, options);
    formats.set(key, made);
  }
  return made;
}

/** A calendar date YYYY-MM-DD, with the year; it has no zone, so it is shown in the one it is parsed in. */
export const formatDate = (date: string): string =>
  format({ year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00Z`));

/** A calendar date YYYY-MM-DD with the weekday, for what is near; with the year unless it is this one. */
export const formatDay = (date: string, today: string = todayInChina()): string =>
  format({
    ...(date.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }),
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00Z`));

/** An instant (ISO text or ms since 1970), in China's time. */
export const formatInstant = (at: string | number): string =>
  format({
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  }).format(new Date(at));

/** The time of day of an instant, in China's time. */
export const formatTime = (at: string | number): string =>
  format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai' }).format(new Date(at));

/** Today as a calendar date in China. */
export const todayInChina = (now: number = Date.now()): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now);

/** How long ago, in the largest fitting unit. */
export function formatAgo(at: number, now: number = Date.now()): string {
  const relative = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' });
  const minutes = Math.round((now - at) / 60_000);
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 48 * 60) return relative.format(-Math.round(minutes / 60), 'hour');
  return relative.format(-Math.round(minutes / 1440), 'day');
}

/** Age on a day, in the words parents use: months under two years, then years. Whole calendar months are counted. */
export function ageOn(birthDate: string, day: string): { years: number; months: number; days: number } {
  const [birthYear = 0, birthMonth = 0, birthDay = 0] = birthDate.split('-').map(Number);
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const total = (year - birthYear) * 12 + (month - birthMonth) - (dayOfMonth < birthDay ? 1 : 0);
  const days = Math.round((Date.parse(`${day}T00:00Z`) - Date.parse(`${birthDate}T00:00Z`)) / 86_400_000);
  return { years: Math.floor(total / 12), months: total % 12, days };
}
