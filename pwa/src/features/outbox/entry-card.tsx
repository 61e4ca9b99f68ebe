import { blockedBy, canChange, handedOver, retried } from '@miaoben/sync';
import { useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t as consent } from '../../i18n/consent.ts';
import { t } from '../../i18n/device.ts';
import { formatAgo, formatDate, formatInstant } from '../../i18n/format.ts';
import { healthFactText, notGivenText } from '../../i18n/health.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { t as vialTexts } from '../../i18n/vial.ts';
import { t as visitTexts } from '../../i18n/visit.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { changeEntry } from '../../offline/outbox-store.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import { symptomTexts } from '../aefi/words.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { EditDose } from './edit-dose.tsx';
import { EditPerson } from './edit-person.tsx';

const TONES: Record<PlainEntry['state'], Tone> = {
  waiting: 'warn',
  sending: 'info',
  done: 'good',
  attention: 'bad',
  discarded: 'neutral',
};

/** Clinics and schools have a master account that settles what the server refused; at the desk nobody takes over. */
const hasSupervisor = (): boolean => account.value?.role === 'vaccinator' || account.value?.role === 'school_checker';

/** One entry of the journal: what, for whom, how it stands, why, since when, and what can be done. */
export function EntryCard({ entry, entries }: { entry: PlainEntry; entries: readonly PlainEntry[] }) {
  const { label } = entry.content;
  const before = blockedBy(entry, entries);
  const isConflict = entry.outcome?.conflict === true;
  const isStuck = entry.state === 'attention';
  return (
    <article class="card entry" data-state={entry.state} data-kind={entry.kind} data-conflict={isConflict || undefined}>
      <div class="row-between">
        <strong>
          {t(`kind.${entry.kind}`)} · <bdi>{label.name}</bdi>
        </strong>
        <span class="row">
          {entry.handedOver && <Badge tone="info">{t('state.handedOver')}</Badge>}
          {isConflict && <Badge tone="warn">{t('state.conflict')}</Badge>}
          <Badge tone={TONES[entry.state]} {...(entry.state === 'waiting' && { icon: 'upload' as const })}>
            {t(`state.${entry.state}`)}
          </Badge>
        </span>
      </div>
      <p class="small">{detailOf(entry)}</p>
      <p class="small muted row" title={formatInstant(entry.createdAt)}>
        <span>{t('entry.age', { ago: formatAgo(entry.createdAt) })}</span>
        {entry.attempts > 1 && entry.state !== 'done' && <span>{t('entry.attempts', { count: entry.attempts })}</span>}
      </p>
      {entry.problem && <p class={isStuck ? 'field-error' : 'small muted'}>{problemText(entry.problem)}</p>}
      {entry.returned && isStuck && <p class="small">{t('kept.note', { note: entry.returned })}</p>}
      {entry.told === entry.commandId && isStuck && (
        <p class="small muted">{t(hasSupervisor() ? 'kept.toldHere' : 'kept.savedHere')}</p>
      )}
      {isConflict && entry.kind === 'screenVisit' && <p class="small">{t('entry.look.screenVisit')}</p>}
      {isConflict && entry.kind === 'recordNotGiven' && <p class="small">{t('entry.look.recordNotGiven')}</p>}
      {before && entry.state === 'waiting' && <p class="small muted">{t('entry.behind')}</p>}
      {entry.discardReason && <p class="small muted">{t('entry.discardedFor', { reason: entry.discardReason })}</p>}
      <Ways entry={entry} entries={entries} isConflict={isConflict} />
    </article>
  );
}

/** What an entry says in one line, by its kind. */
export function detailOf({ kind, content, createdAt }: PlainEntry): string {
  switch (kind) {
    case 'createPerson':
      return formatDate(content.input.birthDate);
    case 'endObservation':
      return content.reaction ?? t('entry.observedWell');
    case 'openVisit':
    case 'undoVisitStep':
      return formatInstant(createdAt);
    case 'openVial':
      return [content.input.lotNumber, formatInstant(createdAt)].join(' · ');
    case 'undoVialOpening':
    case 'undoVialDiscard':
      return formatInstant(createdAt);
    case 'discardVial':
      return vialTexts(`reason.${content.input.reason}`);
    case 'screenVisit':
      return visitTexts(`conclusion.${content.input.conclusion}`);
    case 'signVisit':
      return visitTexts(`signOff.${content.input.signOff}`);
    case 'breakOffVisit':
      return visitTexts(`break.${content.input.reason}`);
    case 'recordGateScan':
      return formatInstant(content.input.scannedAt);
    case 'noteCertificateSeen':
    case 'addPupilProof':
      return formatDate(content.label.birthDate);
    case 'addSchoolPupil':
    case 'addSchoolPupilByCode':
      return content.label.birthDate ? formatDate(content.label.birthDate) : '';
    case 'confirmPupilVerdict':
      return content.input.note ?? '';
    case 'recordHealthFact':
      return [healthFactText(content.input.code), formatDate(content.input.date)].join(' · ');
    case 'reportAdverseEvent':
      return [symptomTexts(content.input.content.symptoms), formatInstant(content.input.content.onsetAt)].join(' · ');
    case 'recordNotGiven':
      return [seriesTitle(content.input.series), notGivenText(content.input.reason)].join(' · ');
    case 'signConsent':
      return [content.label.vaccine, consent(`decision.${content.input.decision}`)].join(' · ');
    case 'withdrawConsent':
      return [content.label.vaccine, content.input.reason].join(' · ');
    case 'noteSampleFinding':
      return [content.input.seed, content.input.note].filter(Boolean).join(' · ');
    case 'recordDose':
      return [content.label.vaccine, formatDate(content.input.date), content.input.lotNumber]
        .filter(Boolean)
        .join(' · ');
  }
}

/** Where the one it is about is seen. */
function placeOf(entry: PlainEntry): string {
  switch (entry.kind) {
    case 'recordGateScan':
      return `/scan/${entry.content.input.checkId}`;
    case 'noteCertificateSeen':
    case 'confirmPupilVerdict':
    case 'addPupilProof':
      return `/pupil/${entry.person}`;
    case 'addSchoolPupil':
      return `/round/${entry.content.input.roundId}/${entry.content.input.classId ?? ''}`;
    case 'addSchoolPupilByCode':
      return `/round/${entry.content.input.roundId}/${entry.content.input.classId ?? ''}`;
    case 'noteSampleFinding':
      return `/sample/held/${entry.content.input.seed}`;
    case 'openVial':
    case 'undoVialOpening':
    case 'discardVial':
    case 'undoVialDiscard':
      return '/';
    default:
      return `/child/${entry.person}`;
  }
}

/** The ways out of an entry that is not settled. */
function Ways({
  entry,
  entries,
  isConflict,
}: {
  entry: PlainEntry;
  entries: readonly PlainEntry[];
  isConflict: boolean;
}) {
  const [open, setOpen] = useState<'edit' | 'discard' | null>(null);
  const close = () => setOpen(null);
  const isStuck = entry.state === 'attention';
  const isChangeable = canChange(entry);
  return (
    <div class="row">
      <ButtonLink variant="quiet" href={`#${placeOf(entry)}`}>
        {t(
          entry.kind === 'noteSampleFinding'
            ? 'entry.openSample'
            : placeOf(entry) === '/'
              ? 'entry.openLine'
              : 'entry.openRecord',
        )}
      </ButtonLink>
      {isConflict && entry.kind === 'recordDose' && <ButtonLink href="#/reviews">{t('entry.review')}</ButtonLink>}
      {isStuck && (
        <Button icon="refresh" onClick={() => void changeEntry(entry.seq, retried)}>
          {t('entry.retry')}
        </Button>
      )}
      {isChangeable && (entry.kind === 'recordDose' || entry.kind === 'createPerson') && (
        <Button onClick={() => setOpen('edit')}>{t('entry.edit')}</Button>
      )}
      {isStuck && !entry.handedOver && hasSupervisor() && (
        <Button
          onClick={() => {
            void changeEntry(entry.seq, handedOver);
            toast(t('handOver.done'));
          }}
        >
          {t('entry.handOver')}
        </Button>
      )}
      {isChangeable && (
        <Button variant="quiet" onClick={() => setOpen('discard')}>
          {t('entry.discard')}
        </Button>
      )}
      {open === 'discard' && <DiscardDialog entry={entry} entries={entries} onClose={close} />}
      {open === 'edit' && entry.kind === 'recordDose' && <EditDose entry={entry} onClose={close} />}
      {open === 'edit' && entry.kind === 'createPerson' && (
        <EditPerson entry={entry} entries={entries} onClose={close} />
      )}
    </div>
  );
}
