import { corrected, discarded, isOpen, repointed } from '@miaoben/sync';
import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { ClinicDuplicates, type ClinicDuplicatesQuery } from '../../data/generated/clinic.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { ageText } from '../../i18n/age.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import type { Content, PersonEntry, PlainEntry } from '../../offline/outbox-content.ts';
import { changeEntry, rewriteEntry } from '../../offline/outbox-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, TextField } from '../../ui/field.tsx';

type Candidate = ClinicDuplicatesQuery['possibleDuplicates'][number];

/**
 * Puts the doses recorded for a new file under a file that exists, and gives the new one up: the same child came twice.
 * The doses first: if the tab closes in between, the file is still there to be given up.
 */
async function mergeIntoKnown(entry: PersonEntry, entries: readonly PlainEntry[], known: string): Promise<void> {
  for (const other of entries) {
    if (other.person !== entry.person || other.seq === entry.seq || !isOpen(other)) continue;
    const content = pointedAt(other, known);
    if (content) await rewriteEntry(other, content, (stored, sealed) => repointed(stored, known, sealed, newId()));
    else await changeEntry(other.seq, (stored) => repointed(stored, known, stored.content, newId()));
  }
  await changeEntry(entry.seq, (stored) => discarded(stored, t('discard.sameChild'), Date.now()));
}

/** The content of an entry with another person in it; null when its content names none. */
function pointedAt({ kind, content }: PlainEntry, personId: string): Content | null {
  switch (kind) {
    case 'recordDose':
      return { ...content, input: { ...content.input, personId } };
    case 'recordHealthFact':
      return { ...content, input: { ...content.input, personId } };
    case 'reportAdverseEvent':
      return { ...content, input: { ...content.input, personId } };
    case 'recordNotGiven':
      return { ...content, input: { ...content.input, personId } };
    case 'signConsent':
      return { ...content, input: { ...content.input, personId } };
    case 'openVisit':
      return { ...content, input: { ...content.input, personId } };
    default:
      return null;
  }
}

/** Corrects a new file the server refused, or settles that the child was known already. */
export function EditPerson({
  entry,
  entries,
  onClose,
}: {
  entry: PersonEntry;
  entries: readonly PlainEntry[];
  onClose: () => void;
}) {
  const { content } = entry;
  const { input } = content;
  const [name, setName] = useState(input.name);
  const [birthDate, setBirthDate] = useState(input.birthDate);
  const [document, setDocument] = useState(input.documentNumber ?? '');
  const isDuplicate = entry.problem?.reason === 'possible_duplicate' || entry.problem?.reason === 'duplicate';

  const save = async (notDuplicateOf: readonly string[]) => {
    const changed = {
      ...input,
      name: name.trim(),
      birthDate,
      documentNumber: document.trim() || null,
      notDuplicateOf: [...new Set([...(input.notDuplicateOf ?? []), ...notDuplicateOf])],
    };
    const label = { name: changed.name, birthDate };
    await rewriteEntry(entry, { label, input: changed }, (stored, sealed) => corrected(stored, sealed, newId()));
    onClose();
  };
  return (
    <Dialog
      title={t('edit.person')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="primary" disabled={name.trim() === '' || birthDate === ''} onClick={() => void save([])}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <TextField label={t('edit.name')} value={name} maxLength={50} autocomplete="off" onInput={setName} />
      <DateField label={t('edit.birth')} value={birthDate} max={currentDay()} onInput={setBirthDate} />
      <TextField
        label={t('edit.document')}
        value={document}
        maxLength={40}
        optional
        autocomplete="off"
        onInput={setDocument}
      />
      {isDuplicate && (
        <Known
          entry={entry}
          onSame={(known) => void mergeIntoKnown(entry, entries, known).then(onClose)}
          onOther={(ids) => void save(ids)}
        />
      )}
    </Dialog>
  );
}

/** The files the server takes for the same child. */
function Known({
  entry,
  onSame,
  onOther,
}: {
  entry: PersonEntry;
  onSame: (known: string) => void;
  onOther: (ids: readonly string[]) => void;
}) {
  const [candidates, setCandidates] = useState<readonly Candidate[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { input } = entry.content;
  useEffect(() => {
    const { name, birthDate, sex, documentNumber = null, guardians } = input;
    void client
      .query(ClinicDuplicates, { name, birthDate, sex, documentNumber, guardians })
      .toPromise()
      .then((result) => {
        if (result.data) setCandidates((result.data as ClinicDuplicatesQuery).possibleDuplicates);
        else setProblem(result.error ? problemOf(result.error) : { code: 'INTERNAL' });
      });
  }, [input]);
  if (problem) return problem.code === 'OFFLINE' ? <p>{t('edit.needsNetwork')}</p> : <ErrorBox problem={problem} />;
  if (!candidates) return null;
  if (candidates.length === 0) return <p class="muted">{t('edit.duplicates.none')}</p>;
  return (
    <div class="stack">
      <p class="muted small">{t('edit.duplicates')}</p>
      <ul class="stack">
        {candidates.map(({ person }) => (
          <li key={person.id} class="card">
            <span class="row">
              <strong>
                <bdi>{person.name}</bdi>
              </strong>
              <span>{common(`sex.${person.sex}`)}</span>
              <span class="number">{ageText(person.birthDate, currentDay())}</span>
              <span class="number muted">{formatDate(person.birthDate)}</span>
              {person.documentNumber && <span class="mono muted">{person.documentNumber}</span>}
            </span>
            <Button onClick={() => onSame(person.id)}>{t('edit.same')}</Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => onOther(candidates.map(({ person }) => person.id))}>{t('edit.other')}</Button>
    </div>
  );
}
