import { seriesName } from '@miaoben/schedule';
import { parentWords } from './parent-words.ts';

/** The name of a vaccine series in plain words. */
export const seriesText = (series: string): string => seriesName(series, parentWords());

/** The same, fit to begin a line. */
export function seriesTitle(series: string): string {
  const name = seriesText(series);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
