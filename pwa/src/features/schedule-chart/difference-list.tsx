import { t } from '../../i18n/desk.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { Badge } from '../../ui/feedback.tsx';
import { differenceText } from './difference-text.ts';
import type { Difference } from './differences.ts';

/** The differences in sentences, vaccine by vaccine: what a narrow screen and a screen reader have of the table. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const series = [...new Set(differences.map((d) => d.series))];
  if (series.length === 0) return <p class="muted">{t('diff.same')}</p>;
  return (
    <ul class="diff-list">
      {series.map((id) => {
        const own = differences.filter((d) => d.series === id);
        return (
          <li key={id}>
            <div class="row">
              <strong>{seriesTitle(id)}</strong>
              <Badge tone="info">{t('diff.count', { count: own.length })}</Badge>
            </div>
            <ul class="diff-lines">
              {own.map((difference) => (
                <li key={`${difference.dose} ${difference.what}`}>{differenceText(difference)}</li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}
