import { useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t as paper } from '../../i18n/paper.ts';
import { t } from '../../i18n/sample.ts';
import {
  dropSample,
  type Finding,
  type Findings,
  heldSamples,
  noteFinding,
  readHeldSamples,
  readSample,
  type Sample,
  tellFindings,
} from '../../offline/samples.ts';
import { lockState, readLock } from '../../offline/unlock.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Segmented, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { StatusBar } from '../outbox/status-bar.tsx';
import { journalOf } from '../outbox/use-journal.ts';
import { UnlockScreen } from '../packs/unlock-screen.tsx';
import { Page } from '../session/shell.tsx';
import { exportFindings } from './findings-sheet.ts';
import { Booklet } from './sample-result.tsx';

type Person = Sample['persons'][number];

/** A sample on this device, compared on site with or without a network (S-47). Stands behind the PIN. */
const HeldSamplePage: Screen = ({ params }) => {
  const id = account.value?.id ?? '';
  const state = lockState.value;
  useEffect(() => {
    if (!id) return;
    void readLock(id);
    void readHeldSamples(id);
  }, [id]);
  if (state === 'locked' || state === 'expired') return <UnlockScreen account={id} />;
  const seed = params.seed ?? '';
  return (
    <Page title={t('held.title', { seed })} back="/sample">
      {state === 'unknown' && <Skeleton lines={6} />}
      {state === 'none' && <EmptyState icon="search" title={t('held.gone')} />}
      {state === 'open' && <Held key={seed} account={id} seed={seed} canTell={journalOf.value === id} />}
    </Page>
  );
};
export default HeldSamplePage;

function Held({ account: id, seed, canTell }: { account: string; seed: string; canTell: boolean }) {
  const [held, setHeld] = useState<{ sample: Sample; findings: Findings } | null>();
  const [asksDrop, setAsksDrop] = useState(false);
  useEffect(() => {
    void readSample(id, seed).then(setHeld);
  }, [id, seed]);
  const taken = held?.sample;
  // At the start, and whenever the page is left: a note that was never left by hand goes too.
  useEffect(() => {
    if (!taken || !canTell) return;
    const tell = () => void tellFindings(id, taken);
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      tell();
    };
  }, [id, taken, canTell]);
  if (held === undefined) return <Skeleton lines={8} />;
  if (held === null) return <EmptyState icon="search" title={t('held.gone')} />;
  const { sample, findings } = held;
  const all = Object.values(findings);
  const takenAt = heldSamples.value.find((one) => one.seed === seed)?.takenAt;
  const tell = async () => {
    if (canTell) await tellFindings(id, sample);
  };
  const note = async (person: string, finding: Finding | null) =>
    setHeld({ sample, findings: await noteFinding(id, seed, person, finding) });
  return (
    <>
      <p role="status">
        {t('held.count', {
          done: all.length,
          of: sample.persons.length,
          differs: all.filter(({ result }) => result === 'differs').length,
        })}
      </p>
      <p class="small row no-print">
        <StatusBar />
        <span class="muted">{t('held.sent')}</span>
      </p>
      {takenAt !== undefined && <p class="muted small">{t('held.takenAt', { time: formatInstant(takenAt) })}</p>}
      <ul class="stack">
        {sample.persons.map((person, index) => (
          <li key={person.id}>
            <Compared
              person={person}
              place={index + 1}
              finding={findings[person.id] ?? null}
              onNote={(finding) => void note(person.id, finding)}
              onChosen={(finding) => void note(person.id, finding).then(tell)}
              onNoted={() => void tell()}
            />
          </li>
        ))}
      </ul>
      <div class="row no-print">
        <Button icon="download" variant="primary" onClick={() => void exportFindings(sample, findings)}>
          {t('held.export')}
        </Button>
        <Button variant="quiet" onClick={() => setAsksDrop(true)}>
          {t('held.drop')}
        </Button>
      </div>
      {asksDrop && (
        <Dialog
          title={t('held.drop')}
          onClose={() => setAsksDrop(false)}
          actions={
            <Button variant="danger" onClick={() => void dropSample(id, seed).then(() => navigate('/sample'))}>
              {t('held.drop')}
            </Button>
          }
        >
          <p>{t('held.dropExplain')}</p>
        </Dialog>
      )}
    </>
  );
}

/** One file, held against what the family and the clinic show. */
function Compared({
  person,
  place,
  finding,
  onNote,
  onChosen,
  onNoted,
}: {
  person: Person;
  place: number;
  finding: Finding | null;
  onNote: (finding: Finding | null) => void;
  /** a result was chosen */
  onChosen: (finding: Finding | null) => void;
  /** the note was left */
  onNoted: () => void;
}) {
  const lacksNote = finding?.result === 'differs' && finding.note.trim() === '';
  return (
    <article class="card stack-tight" data-finding={finding?.result ?? 'open'}>
      <div class="row-between">
        <strong>
          <span class="number">{place}</span> <bdi>{person.name}</bdi>
        </strong>
        {finding && (
          <Badge tone={finding.result === 'agrees' ? 'good' : 'bad'}>{t(`held.result.${finding.result}`)}</Badge>
        )}
      </div>
      <p class="small row">
        <span>{common(`sex.${person.sex}`)}</span>
        <span class="number">{formatDate(person.birthDate)}</span>
        <span class="mono">{person.barcode}</span>
      </p>
      <p class="small muted">{person.managingClinic.name}</p>
      <p class="small row">
        {paper('carrier.booklet')} <Booklet copies={person.paperCopies} />
      </p>
      <Segmented
        legend={t('held.resultOf', { name: person.name })}
        value={finding?.result ?? 'open'}
        options={(['open', 'agrees', 'differs'] as const).map((value) => ({ value, label: t(`held.result.${value}`) }))}
        onChange={(value) =>
          onChosen(value === 'open' ? null : { result: value as Finding['result'], note: finding?.note ?? '' })
        }
      />
      {finding?.result === 'differs' && (
        <TextField
          label={t('held.note')}
          value={finding.note}
          maxLength={200}
          error={lacksNote ? t('held.noteNeeded') : undefined}
          onInput={(note) => onNote({ ...finding, note })}
          onBlur={onNoted}
        />
      )}
    </article>
  );
}
