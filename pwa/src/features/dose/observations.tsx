import { useEffect, useRef, useState } from 'preact/hooks';
import { type ClinicVisitsQuery, EndObservation } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import type { DoseEntry } from '../../offline/outbox-content.ts';
import { addEntry, journal, rewriteEntry } from '../../offline/outbox-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { navigate } from '../../ui/router.tsx';
import { handOverSeen } from '../aefi/seen.ts';
import { forgetReminder, remindOf } from './reminder.ts';

export type Running = ClinicVisitsQuery['runningObservations'][number];

/** Somebody who was vaccinated and is kept a while (留观, H-19). */
interface Watched {
  id: string;
  person: { id: string; name: string };
  vaccine: string;
  endsAt: number;
  /** The dose lies in this device's journal. */
  entry: DoseEntry | null;
}

/** Kept on the list for so long after the end: nobody leaves unseen because a tablet was asleep. */
const LINGER_MS = 2 * 3_600_000;
const clock = (at: number): string =>
  new Intl.DateTimeFormat('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  }).format(at);

function ofServer({ id, person, vaccine, observation }: Running): Watched[] {
  return observation && !observation.endedAt
    ? [{ id, person, vaccine: vaccine.name, endsAt: Date.parse(observation.endsAt), entry: null }]
    : [];
}

function ofJournal(known: ReadonlySet<string>): Watched[] {
  return journal.value.flatMap((entry): Watched[] => {
    if (entry.kind !== 'recordDose' || entry.state === 'discarded') return [];
    const { observation, input, label } = entry.content;
    const endsAt = entry.createdAt + observation.minutes * 60_000;
    const isOver = observation.endedAt !== null || input.outside || Date.parse(currentInstant()) - endsAt > LINGER_MS;
    if (isOver || (entry.outcome?.doseId && known.has(entry.outcome.doseId))) return [];
    return [
      {
        id: entry.commandId,
        person: { id: entry.person, name: label.name },
        vaccine: label.vaccine,
        endsAt,
        entry,
      },
    ];
  });
}

/** Who is being observed, who may go; of one person where one is asked for. The reminder rings for each when the time is over. */
export function Observations({
  running,
  personId,
  onEnded,
}: {
  running: readonly Running[];
  personId?: string;
  onEnded: () => void;
}) {
  const [now, setNow] = useState(Date.parse(currentInstant()));
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Watched | null>(null);
  const known = new Set(running.map(({ id }) => id));
  const watched = [...running.flatMap(ofServer), ...ofJournal(known)]
    .filter(({ id, person }) => !ended.has(id) && (personId === undefined || person.id === personId))
    .sort((a, b) => a.endsAt - b.endsAt);

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.parse(currentInstant())), 1_000);
    return () => clearInterval(timer);
  }, []);

  const over = watched.filter(({ endsAt }) => endsAt <= now).map(({ id }) => id);
  useEffect(() => {
    for (const { id, person, endsAt } of watched) remindOf({ id, person, endsAt });
  }, [watched.map(({ id }) => id).join()]);

  const done = (id: string) => {
    forgetReminder(id);
    setEnded((before) => new Set([...before, id]));
    setAsked(null);
    onEnded();
  };
  return (
    <section class="card" aria-labelledby="observed">
      <div class="row-between">
        <h2 id="observed">{t('observe.title')}</h2>
        {over.length > 0 && <Badge tone="good">{t('observe.over')}</Badge>}
      </div>
      {watched.length === 0 && <p class="muted">{t('observe.none')}</p>}
      <ul class="watched">
        {watched.map((one) => (
          <li key={one.id} class="watched-row" data-over={one.endsAt <= now || undefined}>
            <a class="grow stack-tight" href={`#/child/${one.person.id}/visit`}>
              <strong>
                <bdi>{one.person.name}</bdi>
              </strong>
              <span class="muted small">{one.vaccine}</span>
            </a>
            <span class="watched-time">
              <Left endsAt={one.endsAt} now={now} />
            </span>
            <Button onClick={() => setAsked(one)}>{t('observe.end')}</Button>
          </li>
        ))}
      </ul>
      {asked && <EndDialog watched={asked} onClose={() => setAsked(null)} onDone={() => done(asked.id)} />}
    </section>
  );
}

function Left({ endsAt, now }: { endsAt: number; now: number }) {
  const seconds = Math.ceil((endsAt - now) / 1_000);
  if (seconds <= 0) return <Badge tone="good">{t('observe.over')}</Badge>;
  return (
    <span class="stack-tight">
      <strong class="number">{t('observe.left', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })}</strong>
      <span class="muted small number">{t('observe.until', { time: clock(endsAt) })}</span>
    </span>
  );
}

/** Ends an observation: the child is well, or what was seen. */
function EndDialog({ watched, onClose, onDone }: { watched: Watched; onClose: () => void; onDone: () => void }) {
  const [hasReaction, setReaction] = useState(false);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One command per dialog: pressing again after a lost answer is the same step.
  const commandId = useRef(newId());

  const end = async (reaction: string | null, { report = false } = {}) => {
    setBusy(true);
    const answer = watched.entry
      ? await endOnDevice(watched.entry, reaction)
      : await mutate(EndObservation, {
          commandId: commandId.current,
          doseId: watched.id,
          reaction,
          endedAt: currentInstant(),
        });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onDone();
    if (!report) return;
    handOverSeen(watched.person.id, reaction ?? '');
    navigate(`/child/${watched.person.id}/aefi`);
  };
  return (
    <Dialog
      title={t('observe.endOf', { name: watched.person.name })}
      onClose={onClose}
      isForm={hasReaction}
      actions={
        hasReaction ? (
          <>
            <Button onClick={() => setReaction(false)}>{common('action.back')}</Button>
            <Button variant="primary" busy={busy} disabled={text.trim() === ''} onClick={() => void end(text.trim())}>
              {t('observe.save')}
            </Button>
            <Button busy={busy} disabled={text.trim() === ''} onClick={() => void end(text.trim(), { report: true })}>
              {t('observe.report')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => setReaction(true)}>{t('observe.reaction')}</Button>
            <Button variant="primary" busy={busy} onClick={() => void end(null)}>
              {t('observe.well')}
            </Button>
          </>
        )
      }
    >
      {hasReaction && (
        <TextArea
          label={t('observe.reactionLabel')}
          hint={t('observe.reactionHint')}
          value={text}
          onInput={setText}
          maxLength={200}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}

/** Notes the end in the journal; it follows its dose to the server, which counts who was observed (S-22). */
async function endOnDevice(entry: DoseEntry, reaction: string | null): Promise<{ ok: true }> {
  const { content } = entry;
  const observation = { ...content.observation, endedAt: currentInstant(), reaction };
  await rewriteEntry(entry, { ...content, observation }, (stored, sealed) => ({ ...stored, content: sealed }));
  const { label } = content;
  const { endedAt } = observation;
  await addEntry('endObservation', entry.person, { label, doseCommand: entry.commandId, reaction, endedAt });
  return { ok: true };
}
