import { useState } from 'preact/hooks';
import { type FamilyNotesQuery, NoteDose } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { PaperReader } from '../../features/paper-reading/paper-reader.tsx';
import type { Values } from '../../features/paper-reading/read-paper.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/own-file.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import type { Note } from './notes.tsx';
import { vaccinesOnPaper } from './vaccines-on-paper.ts';

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
  /** the vaccine as the booklet names it, where that may be more than one of the table */
  const [onPaper, setOnPaper] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), id: newId() }));
  useOpenForm(vaccineCode !== (note?.vaccine.code ?? ''));
  const isBadDate = givenOn === '' || givenOn < child.birthDate || givenOn > today;
  const likely = onPaper === null ? [] : vaccinesOnPaper(onPaper, vaccines);
  const fill = (read: Values) => {
    const [only, ...others] = read.vaccine ? vaccinesOnPaper(read.vaccine, vaccines) : [];
    setOnPaper(only && others.length === 0 ? null : (read.vaccine ?? null));
    setVaccineCode(only && others.length === 0 ? only.code : '');
    if (read.dose_date) setGivenOn(read.dose_date);
    setLotNumber(read.lot_number ?? '');
    setUnit(read.unit ?? '');
  };
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
      {!note && <PaperReader kinds={['vaccination_booklet']} of="dose" onFill={(_, values) => fill(values)} />}
      <Select
        label={t('notes.vaccine')}
        value={vaccineCode}
        placeholder
        hint={onPaper === null ? undefined : t('notes.onPaper', { name: onPaper })}
        options={[...likely, ...vaccines.filter((one) => !likely.includes(one))].map(({ code, name }) => ({
          value: code,
          label: name,
        }))}
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
