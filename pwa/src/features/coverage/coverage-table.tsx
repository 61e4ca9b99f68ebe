import { t } from '../../i18n/desk.ts';
import { childrenPath, isAtTarget, percent, type Report, type Row, slotText } from './figures.ts';
import { RateBar } from './rate-bar.tsx';

/**
 * Doses down, divisions or birth years across: the head and the dose stay in sight while it scrolls, on a phone as on a
 * screen on the wall.
 */
export function CoverageTable({ report, by }: { report: Report; by: 'division' | 'cohort' }) {
  const { rows, total } = report;
  const isSplit = rows.length > 1 || (rows.length === 1 && rows[0]?.division.code !== total.division.code);
  const columns = isSplit ? [total, ...rows] : [total];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="matrix-wrap" aria-label={t('coverage.table')} tabIndex={0}>
      <table class="matrix">
        <caption class="sr-only">{t('coverage.table')}</caption>
        <thead class="matrix-head">
          <tr>
            <th scope="col">{t('coverage.dose')}</th>
            {columns.map((row, index) => (
              <th key={index === 0 ? 'total' : columnKey(row)} scope="col">
                {index === 0 ? t('coverage.total') : <ColumnHead row={row} by={by} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <FigureRow head={t('coverage.children')} columns={columns} figure={({ children }) => children} />
          <FigureRow
            head={t('coverage.atTarget')}
            columns={columns}
            figure={({ dosesAtTarget, cells }) =>
              t('coverage.atTargetOf', { count: dosesAtTarget, total: cells.filter((c) => c.rate !== null).length })
            }
          />
          <FigureRow head={t('coverage.fullCourse')} columns={columns} figure={fullCourse} />
          {total.cells.map(({ slot }, line) => (
            <tr key={slot} data-slot={slot}>
              <th scope="row">{slotText(slot)}</th>
              {columns.map((row, index) => {
                const cell = row.cells[line];
                return (
                  <td key={index === 0 ? 'total' : columnKey(row)}>
                    {cell && <RateBar cell={cell} href={childrenPath(row, cell)} />}
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

const columnKey = ({ division, cohort }: Row): string => `${division.code} ${cohort}`;

const fullCourse = ({ fullyImmunised, fullCourseChildren }: Row) => {
  const rate = fullCourseChildren === 0 ? null : fullyImmunised / fullCourseChildren;
  return `${percent(rate)}${isAtTarget(rate) ? ' ✓' : ''}`;
};

function ColumnHead({ row, by }: { row: Row; by: 'division' | 'cohort' }) {
  if (by === 'cohort') return <>{t('coverage.year', { year: row.cohort })}</>;
  const { code, name } = row.division;
  return <a href={`#/coverage/${code}`}>{name}</a>;
}

function FigureRow({
  head,
  columns,
  figure,
}: {
  head: string;
  columns: readonly Row[];
  figure: (row: Row) => string | number;
}) {
  return (
    <tr class="matrix-figure">
      <th scope="row">{head}</th>
      {columns.map((row, index) => (
        <td key={index === 0 ? 'total' : columnKey(row)} class="number">
          {figure(row)}
        </td>
      ))}
    </tr>
  );
}
