import { nameKey } from '@miaoben/identifiers';
import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { ClinicDuplicates, type ClinicDuplicatesQuery, CreatePerson } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/clinic.ts';
import { t as device } from '../../i18n/device.ts';
import { t as judgement } from '../../i18n/judgement.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { addEntry, journal } from '../../offline/outbox-store.ts';
import { pack } from '../../offline/packs-data.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { navigate, routeQuery, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { useClinic } from '../packs/use-clinic.ts';
import { draftOfPaper } from '../paper-reading/draft-of-paper.ts';
import { PaperReader, PERSON_PAPERS } from '../paper-reading/paper-reader.tsx';
import { detailsDraftOf, NO_DETAILS } from '../person-file/details-draft.ts';
import { Page } from '../session/shell.tsx';
import { DuplicatesDialog } from './duplicates-dialog.tsx';
import { faultsOfPerson, inputOfPerson, isNewborn, type PersonDraft } from './new-person.ts';
import { PersonForm } from './person-form.tsx';
import { type Hit, searchDevice } from './search.ts';

type Candidate = ClinicDuplicatesQuery['possibleDuplicates'][number];

/** A file that may be the same child. */
export interface Likely {
  hit: Hit;
  score: number | null;
}

const likelyOf = ({ person, score }: Candidate): Likely => ({
  hit: {
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    documentNumber: person.documentNumber ?? null,
    township: person.residence.name,
    guardian: person.guardians[0]?.name ?? null,
    state: person.registrationState,
    isOwn: false,
  },
  score,
});

/** Files on this device with the same name and birth date. */
function likelyOnDevice(draft: PersonDraft): Likely[] {
  const held = pack.peek();
  if (!held) return [];
  return searchDevice(held, journal.peek(), draft.name)
    .filter((hit) => hit.birthDate === draft.birthDate && nameKey(hit.name) === nameKey(draft.name))
    .map((hit) => ({ hit, score: null }));
}

/** Asks the server for files that may be the same child, else the device. */
async function findLikely(draft: PersonDraft): Promise<Likely[]> {
  const { name, birthDate, sex, documentNumber, guardians } = inputOfPerson(draft, '', []);
  const variables = { name, birthDate, sex, documentNumber, guardians };
  const result = await client.query(ClinicDuplicates, variables).toPromise();
  // Out of reach or refused: the device tells what it knows, and the server looks again when the file arrives.
  if (!result.data) return likelyOnDevice(draft);
  return (result.data as ClinicDuplicatesQuery).possibleDuplicates.map(likelyOf);
}

/** Makes a file. Who may be the same child is shown first; without a network the file waits in the journal. */
export const NewPersonScreen: Screen = () => {
  const clinic = useClinic();
  const day = currentDay();
  const [draft, setDraft] = useState<PersonDraft>({
    name: routeQuery('name') ?? '',
    sex: '',
    birthDate: '',
    documentType: 'RESIDENT_ID',
    documentNumber: '',
    ethnicity: '',
    residence: '',
    residenceAddress: '',
    guardianName: '',
    relation: 'mother',
    phone: '',
    guardianNumber: '',
    birthOrder: '',
    birthWeight: '',
    hbsag: 'negative',
    details: detailsDraftOf(NO_DETAILS),
  });
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [likely, setLikely] = useState<readonly Likely[]>([]);
  const [made] = useState(() => ({ id: newId() }));
  const [isSaved, setSaved] = useState(false);
  const home = clinic?.home;
  useEffect(() => {
    if (home) setDraft((before) => (before.residence === '' ? { ...before, residence: home } : before));
  }, [home]);
  useOpenForm(!isSaved && (draft.name !== '' || draft.documentNumber !== ''));
  useEffect(() => {
    if (isSaved) navigate(`/child/${made.id}`, { replace: true });
  }, [isSaved, made.id]);

  const faults = faultsOfPerson(draft, day);
  const create = async (notDuplicateOf: readonly string[]) => {
    setBusy(true);
    setLikely([]);
    const input = inputOfPerson(draft, made.id, notDuplicateOf);
    const commandId = newId();
    const answer = navigator.onLine
      ? await mutate(CreatePerson, { commandId, input })
      : ({ ok: false, problem: { code: 'OFFLINE' } } as const);
    setBusy(false);
    if (answer.ok) {
      toast(t('new.saved'));
      setSaved(true);
    } else if (answer.problem.code === 'OFFLINE' || answer.problem.code === 'UNAVAILABLE') {
      await addEntry(
        'createPerson',
        made.id,
        { label: { name: input.name, birthDate: input.birthDate }, input },
        commandId,
      );
      toast(t('new.queued'), { label: device('bar.open'), run: () => navigate('/outbox') });
      setSaved(true);
    } else setProblem(answer.problem);
  };
  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (faults.length > 0 || busy) return;
    setBusy(true);
    const found = await findLikely(draft);
    setBusy(false);
    if (found.length > 0) setLikely(found);
    else await create([]);
  };
  return (
    <Page title={t('new.title')} back="/" narrow>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <PaperReader
          kinds={PERSON_PAPERS}
          of="person"
          onFill={(kind, values) => setDraft((before) => ({ ...before, ...draftOfPaper(kind, values) }))}
        />
        <PersonForm
          draft={draft}
          faults={isTried ? faults : []}
          townships={clinic?.townships ?? []}
          day={day}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        {isNewborn(draft.birthDate, day) && <Notice>{judgement('new.birthDoses')}</Notice>}
        {problem && <ErrorBox problem={problem} />}
        <div class="give-save">
          <Button type="submit" variant="primary" wide busy={busy}>
            {t('new.save')}
          </Button>
        </div>
      </form>
      {likely.length > 0 && (
        <DuplicatesDialog
          likely={likely}
          onClose={() => setLikely([])}
          onOther={() => void create(likely.map(({ hit }) => hit.id))}
        />
      )}
    </Page>
  );
};
