import { useState } from 'preact/hooks';
import { WithdrawHealthEntry } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/file-blocks.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Entry } from './health-tab.tsx';

/** Takes an entry back that was made by mistake. */
export function WithdrawEntryDialog({
  personId,
  entry,
  onClose,
  onSaved,
}: {
  personId: string;
  entry: Entry;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (reason.trim() === '' || busy) return;
    setBusy(true);
    const input = { personId, id: entry.id, reason: reason.trim() };
    const answer = await mutate(WithdrawHealthEntry, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('entries.back'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={t('entries.withdrawOf', { name: t(`code.${entry.code}`) })}
      saveText={t('entries.withdraw')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={t('entries.reason')}
        value={reason}
        autocomplete="off"
        maxLength={200}
        error={isTried && reason.trim() === '' ? t('entries.reasonNeeded') : undefined}
        onInput={setReason}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
