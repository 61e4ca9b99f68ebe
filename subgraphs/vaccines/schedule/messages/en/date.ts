import type { IsoDate } from '../../dates.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** 2026-10-01 becomes 1 October 2026. */
export const date = (day: IsoDate): string =>
  `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(0, 4))}`;
