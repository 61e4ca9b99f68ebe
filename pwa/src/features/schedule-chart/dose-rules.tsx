import { t } from '../../i18n/desk.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { ChartDose, ChartSeries } from './chart.ts';
import { ageName, intervalText, spanText } from './period-text.ts';

/** The rules behind one line of the chart, with the texts they are taken from. */
export function DoseRules({ series: { id, doses, rules } }: { series: ChartSeries }) {
  return (
    <details class="card">
      <summary>{seriesTitle(id)}</summary>
      <Table
        caption={seriesTitle(id)}
        hideCaption
        rows={doses}
        rowKey={({ dose }) => dose}
        columns={[
          { key: 'dose', head: t('coverage.dose'), lead: true, cell: ({ dose }) => t('schedule.dose', { dose }) },
          { key: 'min', head: t('schedule.minAge'), cell: minAge },
          { key: 'complete', head: t('schedule.complete'), cell: completeBefore },
          {
            key: 'catchUp',
            head: t('schedule.catchUp'),
            cell: ({ rule }) => t('schedule.before', { age: ageName(rule.catchUpBefore) }),
          },
          {
            key: 'interval',
            head: t('schedule.interval'),
            cell: ({ rule }) => rule.intervals.map(intervalText).join(t('diff.and')),
          },
          { key: 'source', head: t('schedule.source'), cell: ({ rule }) => <Marks marks={rule.source} /> },
        ]}
      />
      <p class="muted small">{t('schedule.marks', { marks: rules.source.join(', ') })}</p>
    </details>
  );
}

function minAge({ rule }: ChartDose): string {
  if (rule.recommendedAfterFirst)
    return t('schedule.afterFirst', { period: spanText(rule.intervals[0]?.min ?? rule.recommendedAfterFirst) });
  return rule.minAge ? ageName(rule.minAge) : '';
}

function completeBefore({ rule }: ChartDose): string {
  if (rule.completeAfterFirst) return t('schedule.afterFirst', { period: spanText(rule.completeAfterFirst) });
  return rule.completeBefore ? t('schedule.before', { age: ageName(rule.completeBefore) }) : t('schedule.unlimited');
}

/** The texts a rule is taken from; what is no document says so in words. */
function Marks({ marks }: { marks: readonly string[] }) {
  return (
    <span class="stack-tight">
      <span>{marks.filter((mark) => mark !== 'GK' && mark !== 'derived').join(', ')}</span>
      {marks.includes('GK') && <Badge tone="warn">{t('mark.GK')}</Badge>}
      {marks.includes('derived') && <Badge>{t('mark.derived')}</Badge>}
    </span>
  );
}
