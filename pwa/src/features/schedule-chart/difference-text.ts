import { isoOf } from '@miaoben/schedule';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { seriesTitle } from '../../i18n/series.ts';
import type { Bound, Difference } from './differences.ts';
import { ageName, intervalText, spanText } from './period-text.ts';

function boundText(bound: Bound | null): string {
  switch (bound?.kind) {
    case undefined:
      return t('diff.none');
    case 'age':
      return ageName(bound.age);
    case 'afterFirst':
      return t('schedule.afterFirst', { period: spanText(bound.span) });
    case 'intervals':
      return bound.intervals.map(intervalText).join(t('diff.and'));
    case 'codes':
      return bound.codes.join(t('diff.and'));
    case 'span':
      return spanText(bound.span);
    case 'typeTwo':
      return bound.oneIfBornBefore === null
        ? t('diff.typeTwoForAll')
        : t('diff.typeTwoByBirth', { date: formatDate(isoOf(bound.oneIfBornBefore)) });
    case 'text': {
      const [sex, bornFrom] = bound.text.split(' ');
      return sex === 'F' && bornFrom ? t('schedule.girls', { date: formatDate(isoOf(Number(bornFrom))) }) : bound.text;
    }
  }
}

/** One difference in a sentence. */
export function differenceText({ series, dose, what, before, after }: Difference): string {
  const of = dose === null ? seriesTitle(series) : t('schedule.otherDose', { series: seriesTitle(series), dose });
  switch (what) {
    case 'seriesAdded':
    case 'seriesRemoved':
      return t(`diff.${what}`, { of });
    case 'doseAdded':
    case 'vaccinesAdded':
      return t(`diff.${what}`, { of, after: boundText(after) });
    case 'doseRemoved':
    case 'vaccinesRemoved':
      return t(`diff.${what}`, { of, before: boundText(before) });
    default:
      return t(`diff.${what}`, { of, before: boundText(before), after: boundText(after) });
  }
}
