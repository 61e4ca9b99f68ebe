import { useState } from 'preact/hooks';
import { type FamilyNotesQuery, NoteDose } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/own-file.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import type { Note } from './notes.tsx';

/** Notes a dose, or puts a corrected note in the place of one. */
export function NoteDialog({
  child,
  vaccines,
  note,
  onClose,
  onSaved,
}: {
  child: { readonly id: string; readonly birthDate: string };
  vaccines: FamilyNotesQuery['vaccines'];
  note: Note | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const today = currentDay();
  const [givenOn, setGivenOn] = useState(note?.givenOn ?? '');
  const [vaccineCode, setVaccineCode] = useState(note?.vaccine.code ?? '');
  const [lotNumber, setLotNumber] = useState(note?.lotNumber ?? '');
  const [unit, setUnit] = useState(note?.unit ?? '');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), id: newId() }));
  useOpenForm(vaccineCode !== (note?.vaccine.code ?? ''));
  const isBadDate = givenOn === '' || givenOn < child.birthDate || givenOn > today;
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (isBadDate || vaccineCode === '' || busy) return;
    setBusy(true);
    const input = {
      ...{ id: made.id, personId: child.id, givenOn, vaccineCode, replaces: note?.id ?? null },
      ...{ lotNumber: lotNumber.trim() || null, unit: unit.trim() || null },
    };
    const answer = await mutate(NoteDose, { commandId: made.commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('notes.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={note ? t('notes.changeOf', { vaccine: note.vaccine.name }) : t('notes.add')}
      saveText={common('action.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <Select
        label={t('notes.vaccine')}
        value={vaccineCode}
        placeholder
        options={vaccines.map(({ code, name }) => ({ value: code, label: name }))}
        error={isTried && vaccineCode === '' ? t('notes.bad.vaccine') : undefined}
        onInput={setVaccineCode}
      />
      <DateField
        label={t('notes.date')}
        value={givenOn}
        min={child.birthDate}
        max={today}
        error={isTried && isBadDate ? t('notes.bad.date') : undefined}
        onInput={setGivenOn}
      />
      <TextField
        label={t('notes.lot')}
        value={lotNumber}
        optional
        autocomplete="off"
        maxLength={40}
        onInput={setLotNumber}
      />
      <TextField label={t('notes.unit')} value={unit} optional autocomplete="off" maxLength={100} onInput={setUnit} />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
