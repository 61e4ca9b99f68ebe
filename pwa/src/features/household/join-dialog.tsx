import { useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import {
  FindRelative,
  type FindRelativeQuery,
  type HouseholdRelation,
  JoinHousehold,
} from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/household.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { FamilyFile } from './family-screen.tsx';
import { RELATIONS } from './relations.ts';

type Relative = FindRelativeQuery['searchPersons']['nodes'][number];

/** Finds a relative: to live in that one's household, or to be added to the own. */
export function JoinDialog({
  file,
  isAdding,
  onClose,
  onChanged,
}: {
  file: FamilyFile;
  /** the relative joins the household of the file */
  isAdding: boolean;
  onClose: () => void;
  onChanged: () => void;
}) {
  const [chosen, setChosen] = useState<Relative | null>(null);
  const [relation, setRelation] = useState<HouseholdRelation | ''>('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (!chosen || relation === '' || busy) return;
    setBusy(true);
    const [personId, withPersonId] = isAdding ? [chosen.id, file.id] : [file.id, chosen.id];
    const answer = await mutate(JoinHousehold, { commandId: newId(), input: { personId, withPersonId, relation } });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('home.saved'));
    onChanged();
    onClose();
  };
  return (
    <FormDialog
      title={t(isAdding ? 'home.addMember' : 'home.join')}
      saveText={common('action.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <Find ownId={file.id} isAdding={isAdding} chosen={chosen} onChoose={setChosen} />
      {isTried && !chosen && <p class="field-error">{t('find.choose')}</p>}
      <Select
        label={t('member.relation')}
        value={relation}
        placeholder
        options={RELATIONS.filter((r) => r !== 'head').map((value) => ({ value, label: t(`relation.${value}`) }))}
        error={isTried && relation === '' ? t('relation.bad') : undefined}
        onInput={(value) => setRelation(value as HouseholdRelation)}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}

function Find({
  ownId,
  isAdding,
  chosen,
  onChoose,
}: {
  ownId: string;
  isAdding: boolean;
  chosen: Relative | null;
  onChoose: (relative: Relative) => void;
}) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Relative[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const search = async () => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    setProblem(null);
    const result = await client.query(FindRelative, { text: text.trim() }).toPromise();
    setBusy(false);
    if (result.error) return setProblem(problemOf(result.error));
    const { nodes } = (result.data as FindRelativeQuery).searchPersons;
    setFound(nodes.filter((n) => n.id !== ownId && n.registrationState !== 'cancelled'));
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void search();
      }}
    >
      <div class="stack-tight">
        <TextField label={t('find.label')} value={text} autocomplete="off" maxLength={50} onInput={setText} />
        <Button type="submit" icon="search" busy={busy}>
          {t('find.search')}
        </Button>
      </div>
      {problem && <ErrorBox problem={problem} />}
      {found?.length === 0 && <p class="muted">{t('find.none')}</p>}
      {found && found.length > 0 && (
        <fieldset class="stack-tight">
          <legend class="sr-only">{t('find.label')}</legend>
          {found.map((one) => (
            <label key={one.id} class="check">
              <input
                type="radio"
                name="relative"
                checked={chosen?.id === one.id}
                disabled={isAdding && one.household !== null && one.household !== undefined}
                onChange={() => onChoose(one)}
              />
              <span class="stack-tight">
                <span class="row">
                  <bdi>{one.name}</bdi> {common(`sex.${one.sex}`)}{' '}
                  <span class="number">{formatDate(one.birthDate)}</span>
                </span>
                <span class="small muted">{homeOf(one, isAdding)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </form>
  );
}

function homeOf({ household, residence }: Relative, isAdding: boolean): string {
  if (isAdding) return household ? t('find.taken', { number: household.number }) : residence.name;
  if (!household) return t('find.noHome');
  return t('find.inHome', {
    number: household.number,
    head: household.members.find((m) => m.relation === 'head')?.name ?? '—',
  });
}
