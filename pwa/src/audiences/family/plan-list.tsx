import type { ChildRecordQuery, SeriesStatus } from '../../data/generated/family.ts';
import { t } from '../../i18n/family.ts';
import { formatDate, formatDay } from '../../i18n/format.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';

type Plan = NonNullable<ChildRecordQuery['person']>['plan'];
type Forecast = Plan['series'][number];

const TONE: Record<SeriesStatus, Tone> = {
  overdue: 'bad',
  due: 'warn',
  not_yet: 'info',
  complete: 'good',
  contraindicated: 'neutral',
  deferred: 'neutral',
  aged_out: 'neutral',
  not_applicable: 'neutral',
};
const ICON: Partial<Record<SeriesStatus, IconName>> = { overdue: 'clock', due: 'syringe', not_yet: 'calendar' };
const NOW: readonly SeriesStatus[] = ['overdue', 'due'];
const OTHER: readonly SeriesStatus[] = ['deferred', 'contraindicated', 'aged_out'];
const byDate = (a: Forecast, b: Forecast): number => ((a.recommended ?? '9') < (b.recommended ?? '9') ? -1 : 1);

/** What is still to come, with the reason of each in a parent's words. */
export function PlanList({ plan }: { plan: Plan }) {
  const pick = (wanted: readonly SeriesStatus[]) =>
    plan.series.filter(({ status }) => wanted.includes(status)).sort(byDate);
  const now = pick(NOW);
  const complete = pick(['complete']);
  return (
    <div class="stack plan">
      {plan.nextDate && plan.nextDate > plan.asOf && (
        <p class="plan-next number">{t('plan.next', { date: formatDay(plan.nextDate) })}</p>
      )}
      <Group title={t('plan.now')} items={now} />
      <Group title={t('plan.later')} items={pick(['not_yet'])} />
      <Group title={t('plan.other')} items={pick(OTHER)} />
      {complete.length > 0 && (
        <details class="card">
          <summary>{t('plan.complete', { count: complete.length })}</summary>
          <ul class="row">
            {complete.map(({ series, seriesName }) => (
              <li key={series}>
                <Badge tone="good">{seriesName}</Badge>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="muted small">{t('plan.asOf', { date: formatDate(plan.asOf), version: plan.scheduleVersion })}</p>
    </div>
  );
}

function Group({ title, items }: { title: string; items: Forecast[] }) {
  if (items.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{title}</h2>
      <ul class="list">
        {items.map((item) => (
          <Item key={item.series} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item }: { item: Forecast }) {
  const dates = [
    item.recommended && t('plan.recommended', { date: formatDate(item.recommended) }),
    item.latest && t('plan.latest', { date: formatDate(item.latest) }),
  ].filter(Boolean);
  return (
    <li class="list-item">
      <div class="list-head">
        <strong>{item.seriesName}</strong>
        <Badge tone={TONE[item.status]} icon={ICON[item.status]}>
          {t(`status.${item.status}`)}
        </Badge>
      </div>
      <p class="muted small number">
        {[item.dose !== null && t('plan.dose', { dose: item.dose, needed: item.dosesNeeded }), ...dates]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {item.reasons.map((reason) => (
        <p key={reason.code} class="small" title={t('plan.source', { source: reason.source })}>
          {reason.text}
        </p>
      ))}
    </li>
  );
}
