import { formatTime } from '../../i18n/format.ts';
import { t } from '../../i18n/visit.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type ClinicVisit, isEnded } from './visit-state.ts';

const TONES: Partial<Record<ClinicVisit['state'], Tone>> = { observing: 'info', done: 'good', broken_off: 'neutral' };

/** Who is here today and the step each is in, in the order they came; who has gone is behind a tap. */
export function VisitQueue({ visits }: { visits: readonly ClinicVisit[] }) {
  const here = visits.filter((visit) => !isEnded(visit));
  const gone = visits.filter(isEnded);
  return (
    <section class="card" aria-labelledby="queue">
      <h2 id="queue">{t('queue.title')}</h2>
      {here.length === 0 && <p class="muted">{t('queue.none')}</p>}
      <QueueList visits={here} />
      {gone.length > 0 && (
        <details>
          <summary>{t('queue.ended', { count: gone.length })}</summary>
          <QueueList visits={gone.toReversed()} />
        </details>
      )}
    </section>
  );
}

function QueueList({ visits }: { visits: readonly ClinicVisit[] }) {
  if (visits.length === 0) return null;
  return (
    <ul class="queue">
      {visits.map((visit) => (
        <li key={visit.id}>
          <a class="hit queue-row" href={`#/child/${visit.person.id}/visit`} data-state={visit.state}>
            <span class="grow stack-tight">
              <strong>
                <bdi>{visit.person.name}</bdi>
              </strong>
              <span class="small muted row">
                <span class="number">{t('queue.since', { time: formatTime(visit.openedAt) })}</span>
                {visit.point && <span>{visit.point}</span>}
              </span>
            </span>
            {visit.needsLook && <Badge tone="bad">{t('visit.attention')}</Badge>}
            {visit.isPending && !visit.needsLook && (
              <Badge tone="warn" icon="upload">
                {t('visit.pending')}
              </Badge>
            )}
            <Badge tone={TONES[visit.state] ?? 'warn'}>{t(`state.${visit.state}`)}</Badge>
            <Icon name="next" size={20} />
          </a>
        </li>
      ))}
    </ul>
  );
}
