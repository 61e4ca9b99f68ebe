import { formatNumber, formatPercent } from '../../i18n/numbers.ts';
import { t } from '../../i18n/statistics.ts';

/** How a figure stands against an earlier one (J-101); a rate only where there was something before. */
export function changeText(now: number, before: number): string {
  if (now === before) return t('change.same');
  const change = formatNumber(now - before, { signDisplay: 'always' });
  if (before === 0) return change;
  return t('change.rate', { change, rate: formatPercent((now - before) / before, { signDisplay: 'always' }) });
}
