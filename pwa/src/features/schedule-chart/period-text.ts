import type { DoseRule, Period } from '@miaoben/schedule';
import { t } from '../../i18n/desk.ts';
import { seriesText } from '../../i18n/series.ts';

/** An age as the programme's table writes it: birth, months up to two years, then years. */
export function ageName({ months, days }: Period): string {
  if (months === 0) return days === 0 ? t('schedule.birth') : t('schedule.days', { days });
  if (months < 24) return t('schedule.months', { months });
  const years = Math.floor(months / 12);
  return months % 12 === 0 ? t('schedule.years', { years }) : t('schedule.yearsMonths', { years, months: months % 12 });
}

/** A span of time, e.g. 28 days, 3 months. */
export function spanText({ months, days }: Period): string {
  if (months === 0) return t('schedule.days', { days });
  return t('schedule.monthCount', { months });
}

export function intervalText({ from, min }: DoseRule['intervals'][number]): string {
  const dose =
    typeof from === 'number'
      ? t('schedule.doseNumber', { dose: from })
      : t('schedule.otherDose', { series: seriesText(from.series), dose: from.dose });
  return t('schedule.intervalFrom', { from: dose, period: spanText(min) });
}
