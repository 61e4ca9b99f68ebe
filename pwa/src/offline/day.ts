import { todayInChina } from '../i18n/format.ts';

const KEY = 'miaoben.dayOffset';
const DAY_MS = 86_400_000;
const days = (date: string): number => Date.parse(`${date}T00:00Z`) / DAY_MS;

/** Remembers how far this device's calendar is from the server's: a tablet's clock may be wrong for weeks. */
export function learnServerDay(serverDay: string): void {
  localStorage.setItem(KEY, String(days(serverDay) - days(todayInChina())));
}

function offsetDays(): number {
  const offset = Number(localStorage.getItem(KEY) ?? 0);
  return Number.isInteger(offset) ? offset : 0;
}

/** Now, on the server's calendar: the moment at which something is done here. */
export const currentInstant = (): string => new Date(Date.now() + offsetDays() * DAY_MS).toISOString();

/** Today in China as the server counts it; without a network by the difference last seen. */
export const currentDay = (): string => todayInChina(Date.now() + offsetDays() * DAY_MS);
