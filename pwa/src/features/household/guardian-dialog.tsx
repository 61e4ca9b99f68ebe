import { useState } from 'preact/hooks';
import { AddGuardian, ChangeGuardian, type GuardianRelation } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/household.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Segmented, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { FamilyFile } from './family-screen.tsx';
import { faultsOfGuardian, type GuardianDraft, type GuardianFault, guardianChanges } from './guardian-draft.ts';
import type { KeptGuardian } from './guardians.tsx';

const RELATIONS = ['mother', 'father', 'other'] as const;

/** Adds a guardian, typed or picked from the household, or corrects one. */
export function GuardianDialog({
  file,
  guardian,
  onClose,
  onChanged,
}: {
  file: FamilyFile;
  guardian: KeptGuardian | null;
  onClose: () => void;
  onChanged: () => void;
}) {
  const others = file.guardians.filter((g) => g !== guardian);
  const members = (file.household?.members ?? []).filter((m) => m.personId !== file.id);
  const free = RELATIONS.find((r) => r === 'other' || !others.some((g) => g.relation === r)) ?? 'other';
  const [isPicked, setPicked] = useState(guardian === null && members.length > 0);
  const [draft, setDraft] = useState<GuardianDraft>({
    relation: guardian?.relation ?? free,
    name: guardian?.name ?? '',
    newPhone: '',
    newNumber: '',
    memberId: '',
  });
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const change = (part: Partial<GuardianDraft>) => setDraft((before) => ({ ...before, ...part }));
  const faults = faultsOfGuardian(draft, others, isPicked, currentDay());
  const error = (fault: GuardianFault) => (isTried && faults.includes(fault) ? t(`guardian.bad.${fault}`) : undefined);
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (faults.length > 0 || busy) return;
    setBusy(true);
    const at = { personId: file.id, expectedVersion: file.version };
    const { relation } = draft;
    const answer = guardian
      ? await mutate(ChangeGuardian, {
          commandId,
          input: { ...at, ordinal: guardian.ordinal, ...guardianChanges(guardian, draft) },
        })
      : await mutate(AddGuardian, {
          commandId,
          input: isPicked
            ? { ...at, relation, memberId: draft.memberId }
            : {
                ...at,
                relation,
                name: draft.name.trim(),
                phone: draft.newPhone.trim() || null,
                documentNumber: draft.newNumber.trim() || null,
              },
        });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('guardians.saved'));
    onChanged();
    onClose();
  };
  return (
    <FormDialog
      title={guardian ? t('guardians.changeOf', { name: guardian.name }) : t('guardians.add')}
      saveText={common('action.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      {guardian === null && members.length > 0 && (
        <Segmented
          legend={t('guardian.from')}
          value={isPicked ? 'member' : 'typed'}
          options={(['member', 'typed'] as const).map((value) => ({ value, label: t(`guardian.${value}`) }))}
          onChange={(value) => setPicked(value === 'member')}
        />
      )}
      <Select
        label={t('guardian.relation')}
        value={draft.relation}
        options={RELATIONS.map((value) => ({ value, label: clinic(`relation.${value}`) }))}
        error={error('relation')}
        onInput={(relation) => change({ relation: relation as GuardianRelation })}
      />
      {isPicked ? (
        <Select
          label={t('guardian.member')}
          value={draft.memberId}
          placeholder
          options={members.map((m) => ({ value: m.personId, label: `${m.name} · ${t(`relation.${m.relation}`)}` }))}
          error={error('member')}
          onInput={(memberId) => change({ memberId })}
        />
      ) : (
        <Typed draft={draft} guardian={guardian} error={error} onChange={change} />
      )}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}

function Typed({
  draft,
  guardian,
  error,
  onChange,
}: {
  draft: GuardianDraft;
  guardian: KeptGuardian | null;
  error: (fault: GuardianFault) => string | undefined;
  onChange: (part: Partial<GuardianDraft>) => void;
}) {
  const now = (value: string | null | undefined) => (value ? t('guardian.now', { value }) : undefined);
  return (
    <>
      <TextField
        label={t('guardian.name')}
        value={draft.name}
        autocomplete="off"
        maxLength={50}
        error={error('name')}
        onInput={(name) => onChange({ name })}
      />
      <TextField
        label={t('guardian.phone')}
        hint={now(guardian?.phone)}
        value={draft.newPhone}
        optional
        inputmode="tel"
        autocomplete="off"
        maxLength={20}
        error={error('phone')}
        onInput={(newPhone) => onChange({ newPhone })}
      />
      <TextField
        label={t('guardian.number')}
        hint={now(guardian?.documentNumber)}
        value={draft.newNumber}
        optional
        autocomplete="off"
        maxLength={18}
        error={error('number')}
        onInput={(newNumber) => onChange({ newNumber })}
      />
    </>
  );
}
