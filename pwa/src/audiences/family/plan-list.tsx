import { ConsentTexts } from '../../data/generated/consents.ts';
import type { ChildRecordQuery, SeriesStatus } from '../../data/generated/family.ts';
import { useData } from '../../data/use-data.ts';
import { ConsentBadge } from '../../features/consent/consent-look.tsx';
import { t as consent } from '../../i18n/consent.ts';
import { t } from '../../i18n/family.ts';
import { formatDate, formatDay } from '../../i18n/format.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { childConsent } from './child-consent.ts';
import type { OwnWords } from './own-words.ts';

type Person = NonNullable<ChildRecordQuery['person']>;
type Plan = Person['plan'];
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
const WAITING: readonly SeriesStatus[] = ['deferred', 'contraindicated', 'aged_out'];
const byDate = (a: Forecast, b: Forecast): number => ((a.recommended ?? '9') < (b.recommended ?? '9') ? -1 : 1);

/** The next dose in large letters, what can be given now, every dose still to come, and what the family may add. */
export function PlanList({ person, words }: { person: Person; words: OwnWords | null }) {
  const { plan } = person;
  const pick = (wanted: readonly SeriesStatus[]) =>
    plan.series.filter(({ status }) => wanted.includes(status)).sort(byDate);
  const complete = pick(['complete']);
  return (
    <div class="stack plan">
      <NextDose person={person} />
      <Group title={t('plan.now')} items={pick(NOW)} words={words} signFor={person} />
      <Remaining plan={plan} />
      <Group title={t('plan.other')} items={pick(WAITING)} words={words} />
      {complete.length > 0 && (
        <details class="card">
          <summary>{t('plan.complete', { count: complete.length })}</summary>
          <ul class="row">
            {complete.map(({ series }) => (
              <li key={series}>
                <Badge tone="good">{seriesTitle(series)}</Badge>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Others person={person} />
      <p class="muted small">{t('plan.asOf', { date: formatDate(plan.asOf), version: plan.scheduleVersion })}</p>
    </div>
  );
}

/** Which dose comes next, and when (H-08). */
function NextDose({ person: { nextDose, plan } }: { person: Person }) {
  if (!nextDose) return <p class="plan-next">{t('next.none')}</p>;
  const isNow = nextDose.date <= plan.asOf;
  return (
    <section class="card plan-next-card">
      <p class="muted">{t('next.title')}</p>
      <p class="plan-next">{t('turn.dose', { series: seriesTitle(nextDose.series), dose: nextDose.dose })}</p>
      <p class="plan-next number">{isNow ? t('next.now') : t('next.on', { date: formatDay(nextDose.date) })}</p>
    </section>
  );
}

function Group({
  title,
  items,
  words,
  signFor,
}: {
  title: string;
  items: Forecast[];
  words: OwnWords | null;
  /** whose consent is asked for with each of them */
  signFor?: Person;
}) {
  if (items.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{title}</h2>
      {signFor && <SignAll person={signFor} items={items} />}
      <ul class="list">
        {items.map((item) => (
          <Item key={item.series} item={item} words={words} signFor={signFor} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item, words, signFor }: { item: Forecast; words: OwnWords | null; signFor: Person | undefined }) {
  const vaccine = item.vaccines[0]?.code;
  const dates = [
    item.recommended && t('plan.recommended', { date: formatDate(item.recommended) }),
    item.latest && t('plan.latest', { date: formatDate(item.latest) }),
  ].filter(Boolean);
  return (
    <li class="list-item">
      <div class="list-head">
        <strong>{seriesTitle(item.series)}</strong>
        <Badge tone={TONE[item.status]} icon={ICON[item.status]}>
          {t(`status.${item.status}`)}
        </Badge>
      </div>
      <p class="muted small number">
        {[item.dose !== null && t('plan.dose', { dose: item.dose, needed: item.dosesNeeded }), ...dates]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p class="small">{words?.series.get(item.series) ?? item.text}</p>
      {signFor && vaccine && <ConsentLine person={signFor} vaccine={vaccine} series={seriesTitle(item.series)} />}
    </li>
  );
}

/** What is due together is read and signed together. */
function SignAll({ person, items }: { person: Person; items: readonly Forecast[] }) {
  const { data } = useData(ConsentTexts, {}, { keep: true });
  if (!data) return null;
  const codes = items.flatMap(({ vaccines: [vaccine] }) =>
    vaccine && childConsent(person, data.consentTexts, vaccine.code).state !== 'agreed' ? [vaccine.code] : [],
  );
  if (codes.length < 2) return null;
  return (
    <ButtonLink icon="record" href={`#/child/${person.id}/consent/${codes.join(',')}`}>
      {consent('sheet.hand', { count: codes.length })}
    </ButtonLink>
  );
}

/** The consent to a due vaccine: how it stands, and the way to read and sign it (H-18). */
function ConsentLine({ person, vaccine, series }: { person: Person; vaccine: string; series: string }) {
  const { data } = useData(ConsentTexts, {}, { keep: true });
  const standing = data && childConsent(person, data.consentTexts, vaccine);
  const isAgreed = standing?.state === 'agreed';
  return (
    <div class="row-between">
      {standing && <ConsentBadge state={standing.state} />}
      <ButtonLink
        variant={isAgreed ? 'quiet' : 'plain'}
        href={isAgreed ? `#/consent/${standing.consent?.id}` : `#/child/${person.id}/consent/${vaccine}`}
        label={`${isAgreed ? consent('see') : consent('read')} ${series}`}
      >
        {isAgreed ? consent('see') : consent('read')}
      </ButtonLink>
    </div>
  );
}

/** Every dose of the programme still to come, by date. */
function Remaining({ plan: { remaining, asOf } }: { plan: Plan }) {
  const coming = remaining.filter(({ date }) => date > asOf);
  if (coming.length === 0) return null;
  const days = [...new Set(coming.map(({ date }) => date))];
  return (
    <section class="stack-tight">
      <h2>{t('remaining.title', { count: coming.length })}</h2>
      <p class="muted small">{t('remaining.hint')}</p>
      <ol class="list">
        {days.map((day) => (
          <li key={day} class="list-item">
            <p class="number">
              <strong>{formatDate(day)}</strong>
            </p>
            {coming
              .filter(({ date }) => date === day)
              .map(({ series, dose }) => (
                <p key={`${series} ${dose}`}>{t('turn.dose', { series: seriesTitle(series), dose })}</p>
              ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Vaccines outside the programme, apart and closed: what they are, and how sure the advice is (H-07). */
function Others({ person }: { person: Person }) {
  const { others, asOf } = person.plan;
  // What comes years later is nothing to decide on now.
  const until = `${Number(asOf.slice(0, 4)) + 2}${asOf.slice(4)}`;
  const shown = others
    .filter(({ status, recommended }) => (status === 'due' || status === 'not_yet') && (recommended ?? '') <= until)
    .sort(byDate);
  if (shown.length === 0) return null;
  return (
    <details class="card">
      <summary>{t('others.title', { count: shown.length })}</summary>
      <p class="muted small">{t('others.hint')}</p>
      <ul class="list">
        {shown.map((item) => (
          <li key={item.series} class="list-item">
            <div class="list-head">
              <strong>{seriesTitle(item.series)}</strong>
              {item.servedHere && <Badge tone="good">{t('others.served')}</Badge>}
            </div>
            <p class="muted small number">
              {item.recommended && t('others.from', { date: formatDate(item.recommended) })}
            </p>
            {item.mark.includes('GK') && <p class="muted small">{t('others.GK')}</p>}
            {item.status === 'due' && item.vaccines[0] && (
              <ConsentLine person={person} vaccine={item.vaccines[0].code} series={seriesTitle(item.series)} />
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
