import { t } from '../../i18n/desk.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { type Chart, isSameAge } from './chart.ts';
import { ageName } from './period-text.ts';
import { SeriesNotes } from './series-notes.tsx';

/** The table on a wide screen: vaccines down, ages across, the dose's number where it is planned. */
export function ChartTable({ chart, division }: { chart: Chart; division: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="matrix-wrap chart-wide" aria-label={t('schedule.chart')} tabIndex={0}>
      <table class="matrix chart">
        <caption class="sr-only">{t('schedule.chart')}</caption>
        <thead class="matrix-head">
          <tr>
            <th scope="col">{t('schedule.vaccine')}</th>
            {chart.ages.map((age) => (
              <th key={`${age.months}-${age.days}`} scope="col">
                {ageName(age)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.series.map(({ id, doses, rules }) => (
            <tr key={id}>
              <th scope="row">
                {seriesTitle(id)}
                <SeriesNotes rules={rules} division={division} />
              </th>
              {chart.ages.map((age) => {
                const here = doses.find((dose) => isSameAge(dose.age, age));
                return (
                  <td key={`${age.months}-${age.days}`}>
                    {here && (
                      <span class="chart-dose">
                        <span class="sr-only">{t('schedule.dose', { dose: here.dose })}</span>
                        <span aria-hidden="true">{here.dose}</span>
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The same on a phone: age by age. */
export function ChartList({ chart }: { chart: Chart }) {
  return (
    <ol class="chart-narrow">
      {chart.ages.map((age) => (
        <li key={`${age.months}-${age.days}`} class="chart-age">
          <h2>{ageName(age)}</h2>
          <ul>
            {chart.series.flatMap(({ id, doses }) =>
              doses
                .filter((dose) => isSameAge(dose.age, age))
                .map(({ dose }) => (
                  <li key={`${id}-${dose}`} class="row">
                    <span class="chart-dose" aria-hidden="true">
                      {dose}
                    </span>
                    {t('schedule.otherDose', { series: seriesTitle(id), dose })}
                  </li>
                )),
            )}
          </ul>
        </li>
      ))}
    </ol>
  );
}
