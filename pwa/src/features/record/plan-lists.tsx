import { addYears } from '@miaoben/schedule';
import { t as clinic } from '../../i18n/clinic.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/judgement.ts';
import { Table } from '../../ui/table.tsx';
import { marksText } from './validity.tsx';
import type { PlannedView, SeriesView } from './view.ts';

/** Every dose of the programme still to come, with its expected day. */
export function Remaining({ doses }: { doses: readonly PlannedView[] }) {
  return (
    <details class="card">
      <summary>
        <h2>{t('remaining.title')}</h2>
      </summary>
      {doses.length === 0 ? (
        <p class="muted">{t('remaining.none')}</p>
      ) : (
        <>
          <p class="small muted">{t('remaining.hint')}</p>
          <Table
            caption={t('remaining.title')}
            hideCaption
            rows={doses}
            rowKey={({ series, dose }) => `${series} ${dose}`}
            columns={[
              {
                key: 'dose',
                head: t('remaining.dose'),
                lead: true,
                cell: ({ seriesName, dose }) => `${seriesName} ${clinic('dose.number', { dose })}`,
              },
              {
                key: 'date',
                head: t('remaining.date'),
                cell: ({ date, overdueFrom }) => (
                  <span class="number">
                    {formatDate(date)}
                    {overdueFrom && overdueFrom > date && (
                      <span class="small muted"> {t('remaining.before', { date: formatDate(overdueFrom) })}</span>
                    )}
                  </span>
                ),
              },
            ]}
          />
        </>
      )}
    </details>
  );
}

/** What comes later than this is nothing to decide on now: zoster for an infant. */
const YEARS_AHEAD = 2;

/** The vaccines that can be given now or before long, the earliest first. */
function inReach(series: readonly SeriesView[], asOf: string): SeriesView[] {
  const until = addYears(asOf, YEARS_AHEAD);
  const day = ({ recommended }: SeriesView) => recommended ?? '';
  return series
    .filter((s) => (s.status === 'due' || s.status === 'not_yet' || s.status === 'deferred') && day(s) <= until)
    .sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0));
}

/** What the family may choose besides the programme, apart, with how well each rule is known (H-07). */
export function Others({ series, asOf }: { series: readonly SeriesView[]; asOf: string }) {
  const shown = inReach(series, asOf);
  if (series.length === 0) return null;
  return (
    <details class="card">
      <summary>
        <h2>{t('others.title')}</h2>
      </summary>
      <p class="small muted">{t('others.hint')}</p>
      {shown.length === 0 && <p class="muted">{t('others.none')}</p>}
      <ul class="visit">
        {shown.map((one) => (
          <li key={one.series} class="visit-row">
            <div class="grow stack-tight">
              <span class="row">
                <strong>{one.seriesName}</strong>
                {one.dose !== null && one.dose !== undefined && (
                  <span class="number">{clinic('dose.number', { dose: one.dose })}</span>
                )}
              </span>
              <span class="small muted row">
                {one.recommended && (
                  <span class="number">{clinic('plan.from', { date: formatDate(one.recommended) })}</span>
                )}
                <span>{t('basis.source', { source: marksText(one.mark) })}</span>
              </span>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
