import { t } from '../../i18n/clinic.ts';
import { formatDate, formatDay } from '../../i18n/format.ts';
import { t as judgement } from '../../i18n/judgement.ts';
import { t as outreach } from '../../i18n/outreach.ts';
import { pack } from '../../offline/packs-data.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import { offeredAt } from '../outreach/sessions.ts';
import { useGivenHere } from '../visit/use-given-here.ts';
import { Others, Remaining } from './plan-lists.tsx';
import { SeriesTrace } from './series-trace.tsx';
import { Doubts } from './validity.tsx';
import type { RecordView, SeriesView, VisitView } from './view.ts';

const TONES: Partial<Record<SeriesView['status'], Tone>> = {
  due: 'info',
  overdue: 'warn',
  complete: 'good',
  contraindicated: 'bad',
  deferred: 'warn',
};

/** What may be given today first, with its reasons; then what waits; then every series. */
export function Plan({ record, onSkinTest }: { record: RecordView; onSkinTest: () => void }) {
  const { plan, person } = record;
  const onHand = vaccinesOnHand(plan.asOf);
  // What the point does not give is told, not offered (H-11).
  const today = offeredAt(plan.today, useGivenHere(person.id));
  const seriesOf = new Map(plan.series.map((s) => [s.series, s]));
  return (
    <div class="stack">
      <section class="card" aria-labelledby="plan-today">
        <div class="row-between">
          <h2 id="plan-today">{t('plan.today')}</h2>
          {plan.today.length === 0 && plan.nextDate && (
            <span class="muted">{t('plan.next', { date: formatDay(plan.nextDate) })}</span>
          )}
        </div>
        {plan.today.length === 0 && <p class="muted">{t('plan.today.none')}</p>}
        {plan.today.length > 1 && (
          <p class="small muted">{judgement('visit.together', { count: plan.today.length })}</p>
        )}
        <ol class="visit">
          {today.map((item) => (
            <Today
              key={item.series}
              item={item}
              series={seriesOf.get(item.series)}
              record={record}
              onHand={onHand}
              onSkinTest={onSkinTest}
            />
          ))}
        </ol>
        <ButtonLink variant="quiet" icon="plus" href={`#/child/${person.id}/give`}>
          {t('plan.other')}
        </ButtonLink>
      </section>
      {plan.later.length > 0 && <Later items={plan.later} />}
      <Remaining doses={plan.remaining} />
      <AllSeries record={record} />
      <Others series={plan.others} asOf={plan.asOf} />
    </div>
  );
}

/** The vaccines of which this clinic has a usable lot, as this device last heard; null: it does not know. */
function vaccinesOnHand(day: string): ReadonlySet<string> | null {
  const codes = pack.value?.codes;
  if (!codes) return null;
  const usable = codes.lotsOnHand.filter(({ dosesOnHand, expiresOn }) => dosesOnHand > 0 && expiresOn >= day);
  const products = new Set(usable.map(({ product }) => product.id));
  return new Set(codes.products.flatMap(({ id, vaccine }) => (products.has(id) ? [vaccine.code] : [])));
}

const hasStock = ({ vaccines }: VisitView, onHand: ReadonlySet<string> | null): boolean =>
  onHand === null || vaccines.some(({ code }) => onHand.has(code));

function Today({
  item,
  series,
  record,
  onHand,
  onSkinTest,
}: {
  item: VisitView;
  series: SeriesView | undefined;
  record: RecordView;
  onHand: ReadonlySet<string> | null;
  onSkinTest: () => void;
}) {
  const needsSkinTest = series?.reasons.some(({ code }) => code === 'SKIN_TEST_REQUIRED') ?? false;
  return (
    <li class="visit-row">
      <div class="grow stack-tight">
        <span class="row">
          <strong>{item.seriesName}</strong>
          <span class="number">{t('dose.number', { dose: item.dose })}</span>
          {series?.status === 'overdue' && <Badge tone="warn">{t('status.overdue')}</Badge>}
          {item.vaccines.length > 0 && !hasStock(item, onHand) && <Badge>{judgement('visit.noStock')}</Badge>}
        </span>
        {needsSkinTest && (
          <span class="row">
            <Badge tone="warn">{judgement('visit.skinTest')}</Badge>
            <Button variant="quiet" onClick={onSkinTest}>
              {judgement('visit.skinTestAdd')}
            </Button>
          </span>
        )}
        {series && <Why series={series} record={record} />}
      </div>
      {item.vaccines.length === 0 ? (
        <Badge tone="warn">{outreach('notHere')}</Badge>
      ) : (
        <ButtonLink
          variant="primary"
          icon="syringe"
          href={`#/child/${record.person.id}/give?series=${encodeURIComponent(item.series)}`}
          label={t('plan.giveOf', { series: item.seriesName, dose: item.dose })}
        >
          {t('plan.give')}
        </ButtonLink>
      )}
    </li>
  );
}

/** The state in the rule's own words, on tap, and the steps behind it. */
function Why({ series, record }: { series: SeriesView; record: RecordView }) {
  return (
    <details class="why">
      <summary class="small">{t('dose.why')}</summary>
      <p class="small">{series.doctorText}</p>
      <Doubts source={series.reasons.map(({ source }) => source).join(' ')} />
      {series.vaccines.length > 0 && <p class="small muted">{series.vaccines.map(({ name }) => name).join(' / ')}</p>}
      <SeriesTrace record={record} series={series.series} />
    </details>
  );
}

function Later({ items }: { items: readonly VisitView[] }) {
  return (
    <section class="card" aria-labelledby="plan-later">
      <h2 id="plan-later">{t('plan.later')}</h2>
      <ul class="visit">
        {items.map((item) => (
          <li key={item.series} class="visit-row">
            <div class="grow stack-tight">
              <span class="row">
                <strong>{item.seriesName}</strong>
                <span class="number">{t('dose.number', { dose: item.dose })}</span>
              </span>
              {item.reason && <span class="small muted">{item.reason.doctorText}</span>}
            </div>
            {item.notBefore && <span class="number">{t('plan.from', { date: formatDay(item.notBefore) })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AllSeries({ record }: { record: RecordView }) {
  const { plan } = record;
  const shown = plan.series.filter(({ status }) => status !== 'not_applicable');
  return (
    <details class="card">
      <summary>
        <h2>{t('plan.all')}</h2>
      </summary>
      <ul class="visit">
        {shown.map((series) => (
          <li key={series.series} class="visit-row">
            <div class="grow stack-tight">
              <span class="row">
                <strong>{series.seriesName}</strong>
                <span class="number muted">
                  {t('plan.progress', { given: series.dosesGiven, needed: series.dosesNeeded })}
                </span>
              </span>
              <Why series={series} record={record} />
            </div>
            <span class="stack-tight visit-end">
              <Badge tone={TONES[series.status] ?? 'neutral'}>{t(`status.${series.status}`)}</Badge>
              {series.status === 'not_yet' && series.recommended && (
                <span class="small number muted">{formatDate(series.recommended)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p class="small muted">{t('plan.version', { version: plan.scheduleVersion })}</p>
    </details>
  );
}
