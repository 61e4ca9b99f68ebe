import { useState } from 'preact/hooks';
import { EndGuardian, type GuardianEndReason } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/household.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { FamilyFile } from './family-screen.tsx';
import type { KeptGuardian } from './guardians.tsx';

const REASONS = ['custody_changed', 'dead', 'entered_by_mistake', 'other'] as const satisfies GuardianEndReason[];

/** Ends a guardian; the file keeps who it was. */
export function EndGuardianDialog({
  file,
  guardian,
  onClose,
  onChanged,
}: {
  file: FamilyFile;
  guardian: KeptGuardian;
  onClose: () => void;
  onChanged: () => void;
}) {
  const [reason, setReason] = useState<GuardianEndReason | ''>('');
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    if (busy) return;
    // Nothing is chosen beforehand: a custody that changed ends the binding too.
    if (reason === '') return setAsked(true);
    setBusy(true);
    const input = { personId: file.id, expectedVersion: file.version, ordinal: guardian.ordinal, reason };
    const answer = await mutate(EndGuardian, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('guardians.saved'));
    onChanged();
    onClose();
  };
  return (
    <FormDialog
      title={t('guardians.endOf', { name: guardian.name })}
      saveText={t('guardians.end')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <p>{t('guardian.endExplain')}</p>
      {reason === 'custody_changed' && <p>{t('guardian.endsBinding')}</p>}
      <Select
        label={t('guardian.reason')}
        value={reason}
        placeholder
        error={isAsked && reason === '' ? t('guardian.chooseReason') : undefined}
        options={REASONS.map((value) => ({ value, label: t(`end.${value}`) }))}
        onInput={(value) => setReason(value as GuardianEndReason)}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
