import { seriesName } from '@miaoben/schedule';
import { locale } from './locale.ts';

/** The name of a vaccine series, fit to begin a line. */
export function seriesTitle(series: string): string {
  const name = seriesName(series, locale.value);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
