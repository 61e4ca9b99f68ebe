import type { IsoDate } from '../../dates.ts';

/** 2026-10-01 becomes 2026年10月1日. */
export const date = (day: IsoDate): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
