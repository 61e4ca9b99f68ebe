import { breakOffReasons } from '@miaoben/schedule/clinic-visit';
import { useState } from 'preact/hooks';
import type { BreakOffReason } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/visit.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Segmented, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { breakOffVisit, type Visitor } from './save-visit.ts';
import type { ClinicVisit } from './visit-state.ts';

/** Ends a visit early, with the reason. */
export function BreakOffDialog({
  person,
  visit,
  onClose,
  onSaved,
}: {
  person: Visitor;
  visit: ClinicVisit;
  onClose: () => void;
  onSaved: () => void;
}) {
  const reasons = breakOffReasons(visit.state);
  const [reason, setReason] = useState<BreakOffReason | ''>(reasons.length === 2 ? (reasons[0] ?? '') : '');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const lacksNote = reason === 'other' && note.trim() === '';
  const save = async () => {
    setTried(true);
    if (reason === '' || lacksNote || busy) return;
    setBusy(true);
    const input = { visitId: visit.id, reason, note: note.trim() || null, at: currentInstant() };
    const saved = await breakOffVisit(commandId, person, input);
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    toast(t('break.done'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('break.title')} saveText={t('break.confirm')} busy={busy} onSave={save} onClose={onClose}>
      <Segmented
        legend={t('break.reason')}
        value={reason}
        options={reasons.map((value) => ({ value, label: t(`break.${value}`) }))}
        onChange={(value) => setReason(value as BreakOffReason)}
      />
      <TextField
        label={t('break.note')}
        value={note}
        optional={reason !== 'other'}
        maxLength={200}
        error={isTried && lacksNote ? t('break.note.bad') : undefined}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
