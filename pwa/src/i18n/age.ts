import { t } from './common.ts';
import { ageOn } from './format.ts';

/** An age in the words of the trade: days in the first month, months of age (月龄) under two, then years. */
export function ageText(birthDate: string, day: string): string {
  const { years, months, days } = ageOn(birthDate, day);
  const total = years * 12 + months;
  if (total < 1) return t('age.days', { days });
  if (total < 24) return t('age.months', { months: total });
  return months === 0 ? t('age.years', { years }) : t('age.yearsMonths', { years, months });
}
