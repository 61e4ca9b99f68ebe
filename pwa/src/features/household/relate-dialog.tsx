import { useState } from 'preact/hooks';
import { type HouseholdRelation, RelateHousehold } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/household.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { FamilyFile } from './family-screen.tsx';
import type { Member } from './home.tsx';
import { RELATIONS } from './relations.ts';

/** States the relation of every member anew: to another head, or corrected. */
export function RelateDialog({
  file,
  members,
  onClose,
  onChanged,
}: {
  file: FamilyFile;
  members: readonly Member[];
  onClose: () => void;
  onChanged: () => void;
}) {
  const [stated, setStated] = useState<ReadonlyMap<string, HouseholdRelation>>(
    () => new Map(members.map((m) => [m.personId, m.relation])),
  );
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const heads = [...stated.values()].filter((r) => r === 'head').length;
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (heads !== 1 || busy) return;
    setBusy(true);
    const relations = [...stated].map(([personId, relation]) => ({ personId, relation }));
    const answer = await mutate(RelateHousehold, { commandId: newId(), input: { personId: file.id, relations } });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('home.saved'));
    onChanged();
    onClose();
  };
  return (
    <FormDialog title={t('home.relate')} saveText={common('action.save')} busy={busy} onSave={save} onClose={onClose}>
      {members.map(({ personId, name }) => (
        <Select
          key={personId}
          label={name}
          value={stated.get(personId) ?? 'other'}
          options={RELATIONS.map((value) => ({ value, label: t(`relation.${value}`) }))}
          onInput={(value) => setStated((before) => new Map(before).set(personId, value as HouseholdRelation))}
        />
      ))}
      {isTried && heads !== 1 && <p class="field-error">{t('relate.bad')}</p>}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
