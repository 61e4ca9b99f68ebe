import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../data/problem.ts';
import { ErrorBox } from './error-box.tsx';
import { Segmented, TextField } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

interface Texts {
  title: string;
  confirm: string;
  reason: string;
  pick: string;
  note: string;
  /** said when the reason is another one and nothing tells which */
  noteBad: string;
}

/** Asks why something is ended: one reason of a list; `other` with a note. */
export function ReasonDialog<R extends string>({
  texts,
  options,
  initial = '',
  onSave,
  onClose,
  children,
}: {
  texts: Texts;
  options: readonly { value: R | 'other'; label: string }[];
  initial?: R | 'other' | '';
  /** @returns what stands against it; null: done, the dialog may go */
  onSave: (reason: R | 'other', note: string | null) => Promise<Problem | null>;
  onClose: () => void;
  children?: ComponentChildren;
}) {
  const [reason, setReason] = useState<R | 'other' | ''>(initial);
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const lacksNote = reason === 'other' && note.trim() === '';
  const save = async () => {
    setTried(true);
    if (reason === '' || lacksNote || busy) return;
    setBusy(true);
    const refused = await onSave(reason, note.trim() || null);
    setBusy(false);
    if (refused) setProblem(refused);
    else onClose();
  };
  return (
    <FormDialog title={texts.title} saveText={texts.confirm} busy={busy} onSave={save} onClose={onClose}>
      {children}
      <Segmented
        legend={texts.reason}
        value={reason}
        options={options}
        onChange={(value) => setReason(value as R | 'other')}
      />
      {isTried && reason === '' && (
        <p class="field-error" role="alert">
          {texts.pick}
        </p>
      )}
      <TextField
        label={texts.note}
        value={note}
        optional={reason !== 'other'}
        maxLength={200}
        error={isTried && lacksNote ? texts.noteBad : undefined}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
