import { t } from '../../i18n/statistics.ts';

/** How a figure stands against an earlier one (J-101); a rate only where there was something before. */
export function changeText(now: number, before: number): string {
  if (now === before) return t('change.same');
  const change = new Intl.NumberFormat(undefined, { signDisplay: 'always' }).format(now - before);
  if (before === 0) return change;
  const rate = new Intl.NumberFormat(undefined, { signDisplay: 'always', style: 'percent', maximumFractionDigits: 1 });
  return t('change.rate', { change, rate: rate.format((now - before) / before) });
}
