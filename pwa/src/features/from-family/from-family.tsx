import { useState } from 'preact/hooks';
import { FromFamily, type FromFamilyQuery } from '../../data/generated/person-file.ts';
import { useData } from '../../data/use-data.ts';
import { t as blocks } from '../../i18n/file-blocks.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/own-file.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { navigate } from '../../ui/router.tsx';
import { layReady } from '../dose/preset.ts';
import type { RecordView } from '../record/view.ts';
import { DecideNoteDialog, type Decision } from './decide-note-dialog.tsx';
import { Declarations } from './declarations.tsx';
import { HealthRecordFacts } from './health-record.tsx';

type Told = NonNullable<FromFamilyQuery['person']>;
export type FamilyNote = Told['doseNotes'][number];

/** What a clinic should know beside the record: allergies and diseases entered, what the family changed, noted and lets be read. */
export function FromFamilyCard({ record, onChanged }: { record: RecordView; onChanged: () => void }) {
  const { person } = record;
  const { data, problem, refresh } = useData(FromFamily, { id: person.id }, { keep: true });
  const told = data?.person;
  const isAway = problem?.code === 'OFFLINE' || problem?.code === 'UNAVAILABLE';
  // Refused is not the same as nothing known.
  if (problem && !told && !isAway) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!told || !hasAnything(told)) return null;
  return (
    <section class="card stack" aria-labelledby="from-family">
      <h2 id="from-family">{t('card.title')}</h2>
      <KnownHistory told={told} personId={person.id} />
      {told.familyChangedAt && (
        <p class="row">
          {t('card.changed', { when: formatInstant(told.familyChangedAt) })}
          <a href={`#/child/${person.id}/history`}>{t('card.history')}</a>
        </p>
      )}
      <Notes
        record={record}
        notes={told.doseNotes}
        onDecided={() => {
          refresh();
          onChanged();
        }}
      />
      <Declarations
        personId={person.id}
        declarations={told.groupDeclarations}
        onDecided={() => {
          refresh();
          onChanged();
        }}
      />
      {told.healthRecord && (
        <details>
          <summary>{t('card.record')}</summary>
          <HealthRecordFacts record={told.healthRecord} />
        </details>
      )}
    </section>
  );
}

const standing = ({ healthHistory }: Told) =>
  healthHistory.filter((e) => !e.withdrawnAt && (!e.until || e.until > currentDay()));
const hasAnything = (told: Told): boolean =>
  told.familyChangedAt !== null ||
  told.healthRecord !== null ||
  told.groupDeclarations.length > 0 ||
  told.doseNotes.some((n) => n.state === 'noted') ||
  standing(told).length > 0;

/** Contraindications, diseases and allergies that were entered, each with the way to its tab. */
function KnownHistory({ told, personId }: { told: Told; personId: string }) {
  const entries = standing(told);
  if (entries.length === 0) return null;
  const tabs = { contraindication: 'contraindications', infection: 'infections', allergy: 'allergies' } as const;
  return (
    <ul class="row">
      {entries.map(({ id, kind, code }) => (
        <li key={id}>
          <a href={`#/child/${personId}/file?tab=${tabs[kind]}`}>
            <Badge tone={kind === 'infection' ? 'neutral' : 'bad'} icon={kind === 'infection' ? undefined : 'alert'}>
              {blocks(`tab.${tabs[kind]}`)} · {blocks(`code.${code}`)}
            </Badge>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Notes({
  record,
  notes,
  onDecided,
}: {
  record: RecordView;
  notes: readonly FamilyNote[];
  onDecided: () => void;
}) {
  const [deciding, setDeciding] = useState<{ note: FamilyNote; decision: Decision } | null>(null);
  const open = notes.filter((note) => note.state === 'noted');
  const enter = ({ vaccine, givenOn, unit, lotNumber }: FamilyNote) => {
    layReady(record.person.id, {
      vaccine: vaccine.code,
      date: givenOn,
      clinicName: unit ?? '',
      lotNumber: lotNumber ?? '',
    });
    navigate(`/child/${record.person.id}/give`);
  };
  if (open.length === 0) return null;
  return (
    <div class="stack-tight">
      <strong>{t('card.notes', { count: open.length })}</strong>
      <ul class="visit">
        {open.map((note) => {
          const named = { vaccine: note.vaccine.name, date: formatDate(note.givenOn) };
          return (
            <li key={note.id} class="visit-row">
              <div class="grow stack-tight">
                <strong>{note.vaccine.name}</strong>
                <span class="small muted row">
                  <span class="number">{named.date}</span>
                  {note.lotNumber && <span>{t('card.lot', { lot: note.lotNumber })}</span>}
                  {note.unit && <span>{note.unit}</span>}
                </span>
              </div>
              <span class="row no-print">
                <Button variant="quiet" icon="plus" label={t('card.enterOf', named)} onClick={() => enter(note)}>
                  {t('card.enter')}
                </Button>
                <Button
                  variant="quiet"
                  label={t('card.confirmOf', named)}
                  onClick={() => setDeciding({ note, decision: 'confirm' })}
                >
                  {t('card.confirm')}
                </Button>
                <Button
                  variant="quiet"
                  label={t('card.dismissOf', named)}
                  onClick={() => setDeciding({ note, decision: 'dismiss' })}
                >
                  {t('card.dismiss')}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      {deciding && (
        <DecideNoteDialog record={record} {...deciding} onClose={() => setDeciding(null)} onDecided={onDecided} />
      )}
    </div>
  );
}
