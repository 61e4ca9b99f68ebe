import { parsePeriod } from '@miaoben/schedule';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { ageName } from '../schedule-chart/period-text.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A bound as the server tells it: ISO 8601 durations and dates in words, everything else as it stands. */
export function boundInWords(bound: string | null): string {
  if (bound === null) return t('diff.none');
  if (DATE.test(bound)) return formatDate(bound);
  const period = parsePeriod(bound);
  return period ? ageName(period) : bound;
}
