import { locale } from './locale.ts';

/** A number in the app's language, not the browser's. */
export const formatNumber = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(locale.value, options).format(value);

/** A share, 0.952 as 95.2 %. */
export const formatPercent = (share: number, options?: Intl.NumberFormatOptions): string =>
  formatNumber(share, { style: 'percent', maximumFractionDigits: 1, ...options });
