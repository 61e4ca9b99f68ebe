import { useState } from 'preact/hooks';
import { LiftBindingBar } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/household.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { FamilyFile } from './family-screen.tsx';

/** Lets a former guardian who lost custody bind the child again. */
export function LiftBarDialog({
  file,
  former: { id, name },
  onClose,
  onChanged,
}: {
  file: FamilyFile;
  former: FamilyFile['formerGuardians'][number];
  onClose: () => void;
  onChanged: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await mutate(LiftBindingBar, { commandId, personId: file.id, formerGuardianId: id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('bar.lifted'));
    onChanged();
    onClose();
  };
  return (
    <FormDialog title={t('bar.liftOf', { name })} saveText={t('bar.lift')} busy={busy} onSave={save} onClose={onClose}>
      <p>{t('bar.explain', { name })}</p>
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
