import { addDays } from './cells.rules.ts';

/** Calendar dates, both with them. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** The equally long span just before. */
export function spanBefore({ from, to }: Span): Span {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return { from: addDays(from, -days), to: addDays(from, -1) };
}

/** The same dates a year earlier; the 29th of February becomes the 28th. */
export function spanOfLastYear({ from, to }: Span): Span {
  return { from: yearEarlier(from), to: yearEarlier(to) };
}

function yearEarlier(day: string): string {
  const rest = day.slice(4);
  return `${Number(day.slice(0, 4)) - 1}${rest === '-02-29' ? '-02-28' : rest}`;
}
