import { useState } from 'preact/hooks';
import { DecideDoseNote } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/own-file.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { RecordView } from '../record/view.ts';
import type { FamilyNote } from './from-family.tsx';

export type Decision = 'confirm' | 'dismiss';

/** A clinic decides on a noted dose: it is a dose of the record, or not to be believed. */
export function DecideNoteDialog({
  record,
  note,
  decision,
  onClose,
  onDecided,
}: {
  record: RecordView;
  note: FamilyNote;
  decision: Decision;
  onClose: () => void;
  onDecided: () => void;
}) {
  const doses = record.doses.filter((d) => d.state === 'given' && d.entry === null);
  const same = doses.find((d) => d.date === note.givenOn && d.vaccine.code === note.vaccine.code);
  const [doseId, setDoseId] = useState(same?.id ?? '');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const isConfirm = decision === 'confirm';
  const isWanting = isConfirm ? doseId === '' : reason.trim() === '';
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (isWanting || busy) return;
    setBusy(true);
    const which = isConfirm ? { doseId } : { reason: reason.trim() };
    const input = { personId: record.person.id, id: note.id, action: decision, ...which };
    const answer = await mutate(DecideDoseNote, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('card.decided'));
    onDecided();
    onClose();
  };
  return (
    <FormDialog
      title={`${note.vaccine.name} ${formatDate(note.givenOn)}`}
      saveText={t(isConfirm ? 'card.confirm' : 'card.dismiss')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      {isConfirm ? (
        <Select
          label={t('card.dose')}
          value={doseId}
          placeholder
          options={doses.map((d) => ({ value: d.id, label: `${formatDate(d.date)} ${d.vaccine.name}` }))}
          error={isTried && isWanting ? t('card.doseNeeded') : undefined}
          onInput={setDoseId}
        />
      ) : (
        <TextField
          label={t('card.reason')}
          value={reason}
          autocomplete="off"
          maxLength={200}
          error={isTried && isWanting ? t('card.reasonNeeded') : undefined}
          onInput={setReason}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
