import { todayInChina } from '../i18n/format.ts';

const KEY = 'miaoben.dayOffset';
const DAY_MS = 86_400_000;
const days = (date: string): number => Date.parse(`${date}T00:00Z`) / DAY_MS;

/** Remembers how far this device's calendar is from the server's: a tablet's clock may be wrong for weeks. */
export function learnServerDay(serverDay: string): void {
  localStorage.setItem(KEY, String(days(serverDay) - days(todayInChina())));
}

/** Today in China as the server counts it; without a network by the difference last seen. */
export function currentDay(): string {
  const offset = Number(localStorage.getItem(KEY) ?? 0);
  const day = new Date((days(todayInChina()) + (Number.isInteger(offset) ? offset : 0)) * DAY_MS);
  return day.toISOString().slice(0, 10);
}
