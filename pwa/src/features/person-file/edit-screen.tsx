import { DOCUMENT_TYPES } from '@miaoben/identifiers';
import { useState } from 'preact/hooks';
import { ChangePerson, ClinicFile, type RegistrationState, type Sex } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/file.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Segmented, Select, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { cameFrom } from './came-from.ts';
import { DETAILS_FAULTS } from './details-draft.ts';
import { DetailsFields, EthnicityField } from './details-fields.tsx';
import {
  changesOf,
  draftOf,
  type File,
  type FileDraft,
  type FileFault,
  faultsOfFile,
  STATES_BY_HAND,
} from './file-draft.ts';

/** Corrects a file: what differs is sent, what was there stays in its history. */
const EditScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(ClinicFile, { id });
  const file = data?.person;
  return (
    <Page title={t('edit.title')} back={cameFrom(id)} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!file && !problem && <Skeleton lines={8} />}
      {/* A file that changed meanwhile begins the form anew. */}
      {file && <EditForm key={file.version} file={file} onReload={refresh} />}
    </Page>
  );
};
export default EditScreen;

function EditForm({ file, onReload }: { file: File; onReload: () => void }) {
  const day = currentDay();
  const [draft, setDraft] = useState<FileDraft>(() => draftOf(file));
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaved, setSaved] = useState(false);
  const changes = changesOf(file, draft);
  const isChanged = Object.keys(changes).length > 0;
  const faults = faultsOfFile(file, draft, day);
  useOpenForm(isChanged && !isSaved);

  const save = async () => {
    setTried(true);
    setProblem(null);
    if (faults.length > 0 || busy || !isChanged) return;
    setBusy(true);
    const answer = await mutate(ChangePerson, {
      commandId: newId(),
      id: file.id,
      expectedVersion: file.version,
      changes,
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setSaved(true);
    toast(t('edit.saved'));
    navigate(cameFrom(file.id), { replace: true });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Fields
        file={file}
        draft={draft}
        faults={isTried ? faults : []}
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      />
      {problem?.reason === 'version' ? (
        <Notice tone="bad" alert title={t('edit.conflict')}>
          <Button onClick={onReload}>{t('edit.reload')}</Button>
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
      <div class="give-save">
        <Button type="submit" variant="primary" wide busy={busy} disabled={!isChanged}>
          {isChanged ? t('edit.save', { count: Object.keys(changes).length }) : t('edit.nothing')}
        </Button>
      </div>
    </form>
  );
}

function Fields({
  file,
  draft,
  faults,
  onChange,
}: {
  file: File;
  draft: FileDraft;
  faults: readonly FileFault[];
  onChange: (part: Partial<FileDraft>) => void;
}) {
  const townships = useClinic()?.townships ?? [];
  // A child may live where the clinic does not reach: its township stays choosable.
  const places = townships.some(({ code }) => code === file.residence.code)
    ? townships
    : [file.residence, ...townships];
  const documentFault = (['document', 'documentBirth', 'documentSex', 'documentNew'] as const).find((f) =>
    faults.includes(f),
  );
  return (
    <>
      <TextField
        label={clinic('new.name')}
        value={draft.name}
        autocomplete="off"
        maxLength={50}
        error={faults.includes('name') ? clinic('new.name.bad') : undefined}
        onInput={(name) => onChange({ name })}
      />
      <div class="stack-tight">
        <span class="field-label">{clinic('new.sex')}</span>
        <Segmented
          legend={clinic('new.sex')}
          value={draft.sex}
          options={(['F', 'M', 'U'] as const).map((sex) => ({ value: sex, label: common(`sex.${sex}`) }))}
          onChange={(sex) => onChange({ sex: sex as Sex })}
        />
      </div>
      <DateField
        label={clinic('new.birth')}
        value={draft.birthDate}
        max={currentDay()}
        error={faults.includes('birthDate') ? clinic('new.birth.bad') : undefined}
        onInput={(birthDate) => onChange({ birthDate })}
      />
      <Select
        label={clinic('new.documentType')}
        value={draft.documentType}
        options={DOCUMENT_TYPES.map((type) => ({ value: type, label: clinic(`document.${type}`) }))}
        onInput={(documentType) => onChange({ documentType })}
      />
      <TextField
        label={t('edit.number')}
        hint={file.documentNumber ? t('edit.numberNow', { number: file.documentNumber }) : t('edit.numberNone')}
        value={draft.newNumber}
        optional
        autocomplete="off"
        maxLength={40}
        error={documentFault && t(`edit.fault.${documentFault}`)}
        onInput={(newNumber) => onChange({ newNumber })}
      />
      <TextField
        label={t('edit.phone')}
        hint={file.phone ? t('edit.phoneNow', { phone: file.phone }) : t('edit.phoneNone')}
        value={draft.newPhone}
        optional
        inputmode="tel"
        autocomplete="off"
        maxLength={20}
        error={faults.includes('phone') ? clinic('new.phone.bad') : undefined}
        onInput={(newPhone) => onChange({ newPhone })}
      />
      <Select
        label={clinic('new.residence')}
        value={draft.residence}
        options={places.map(({ code, name }) => ({ value: code, label: name }))}
        onInput={(residence) => onChange({ residence })}
      />
      <TextField
        label={clinic('new.address')}
        value={draft.residenceAddress}
        optional
        autocomplete="off"
        maxLength={200}
        onInput={(residenceAddress) => onChange({ residenceAddress })}
      />
      <EthnicityField value={draft.ethnicity} onInput={(ethnicity) => onChange({ ethnicity })} />
      <DetailsFields
        draft={draft.details}
        now={file.details}
        faults={DETAILS_FAULTS.filter((fault) => faults.includes(fault))}
        onChange={(part) => onChange({ details: { ...draft.details, ...part } })}
      />
      {(STATES_BY_HAND as readonly string[]).includes(file.registrationState) && (
        <Select
          label={t('edit.state')}
          hint={t('edit.stateHint')}
          value={draft.registrationState}
          options={STATES_BY_HAND.map((state) => ({ value: state, label: clinic(`person.state.${state}`) }))}
          onInput={(state) => onChange({ registrationState: state as RegistrationState })}
        />
      )}
    </>
  );
}
