import './compare.css';
import type { Schedule } from '@miaoben/schedule';
import { t } from '../../i18n/desk.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { type ChartSeries, chartOf, isSameAge } from './chart.ts';
import { agesOfBoth, type Difference, type Mark, markOf } from './differences.ts';
import { ageName } from './period-text.ts';

type Side = 'older' | 'newer';

/**
 * Two versions line by line, aligned by vaccine and age: the older above, the newer below. What differs carries a word,
 * never colour alone.
 */
export function CompareTable({
  older,
  newer,
  differences,
}: {
  older: Schedule;
  newer: Schedule;
  differences: readonly Difference[];
}) {
  const ages = agesOfBoth(older, newer);
  const a = new Map(chartOf(older).series.map((series) => [series.id, series]));
  const b = new Map(chartOf(newer).series.map((series) => [series.id, series]));
  const ids = [...new Set([...b.keys(), ...a.keys()])];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="matrix-wrap chart-wide" aria-label={t('diff.table')} tabIndex={0}>
      <table class="matrix compare">
        <caption class="sr-only">{t('diff.caption', { older: older.id, newer: newer.id })}</caption>
        <thead class="matrix-head">
          <tr>
            <th scope="col">{t('schedule.vaccine')}</th>
            <th scope="col">{t('schedule.version')}</th>
            {ages.map((age) => (
              <th key={`${age.months}-${age.days}`} scope="col">
                {ageName(age)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((id) => {
            const sides: [Side, Schedule, ChartSeries | undefined][] = [
              ['older', older, a.get(id)],
              ['newer', newer, b.get(id)],
            ];
            return sides.map(([side, version, series]) => (
              <tr key={`${id} ${side}`} class={`compare-${side}`}>
                {side === 'older' && (
                  <th scope="rowgroup" rowSpan={2}>
                    {seriesTitle(id)}
                  </th>
                )}
                <th scope="row" class="compare-version">
                  {version.id}
                </th>
                {series ? (
                  ages.map((age) => (
                    <td key={`${age.months}-${age.days}`}>
                      {series.doses
                        .filter((dose) => isSameAge(dose.age, age))
                        .map((dose) => (
                          <Dose key={dose.dose} dose={dose.dose} mark={markOf(differences, id, dose, side)} />
                        ))}
                    </td>
                  ))
                ) : (
                  <td colSpan={ages.length} class="muted small">
                    {t('diff.notIn')}
                  </td>
                )}
              </tr>
            ));
          })}
        </tbody>
      </table>
    </section>
  );
}

function Dose({ dose, mark }: { dose: number; mark: Mark }) {
  return (
    <span class="compare-dose" data-mark={mark ?? undefined}>
      <span class="chart-dose">
        <span class="sr-only">{t('schedule.dose', { dose })}</span>
        <span aria-hidden="true">{dose}</span>
      </span>
      {mark && <span class="compare-mark">{t(`diff.mark.${mark}`)}</span>}
    </span>
  );
}
