import { isoOf, type SeriesRules } from '@miaoben/schedule';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';

/** For whom a series is not, beneath its name. */
export function SeriesNotes({ rules, division }: { rules: SeriesRules; division: string }) {
  const isExempt = rules.exemptDivisions.some((code) => division.startsWith(code));
  const isForGirls = rules.sex === 'F' && rules.bornFrom !== null;
  return (
    <>
      {isExempt && <span class="muted small chart-note">{t('schedule.exempt')}</span>}
      {isForGirls && (
        <span class="muted small chart-note">
          {t('schedule.girls', { date: formatDate(isoOf(rules.bornFrom ?? 0)) })}
        </span>
      )}
    </>
  );
}
