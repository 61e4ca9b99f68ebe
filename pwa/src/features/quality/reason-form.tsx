import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** A dialog that asks for words and does one thing with them. */
export function ReasonForm({
  title,
  label,
  needed,
  saveText = common('action.save'),
  children,
  onSave,
  onClose,
}: {
  title: string;
  label: string;
  /** said when nothing is written; left out: the words may be */
  needed?: string;
  saveText?: string;
  children?: ComponentChildren;
  /** @returns what went wrong; null when it is done */
  onSave: (words: string) => Promise<Problem | null>;
  onClose: () => void;
}) {
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const missing = needed !== undefined && words.trim() === '';
  const save = async () => {
    setTried(true);
    if (missing || busy) return;
    setBusy(true);
    const failed = await onSave(words.trim());
    setBusy(false);
    setProblem(failed);
  };
  return (
    <FormDialog title={title} saveText={saveText} busy={busy} onSave={save} onClose={onClose}>
      {children}
      <TextArea
        label={label}
        error={isTried && missing ? needed : undefined}
        optional={needed === undefined}
        rows={2}
        maxLength={200}
        value={words}
        onInput={setWords}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
