import { useState } from 'preact/hooks';
import type { Answer } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/collection.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

/** Asks why something is ended, and does it. */
export function ReasonDialog({
  title,
  ask,
  action,
  done,
  run,
  onClose,
}: {
  title: string;
  ask: string;
  action: string;
  /** said when it is done */
  done: string;
  run: (reason: string) => Promise<Answer<unknown>>;
  onClose: (changed: boolean) => void;
}) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setBusy(true);
    const answer = await run(reason);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(done);
    onClose(true);
  };
  const wrong = fieldProblem(problem, 'reason');
  return (
    <FormDialog title={title} saveText={action} busy={busy} onSave={save} onClose={() => onClose(false)}>
      <p>{ask}</p>
      <TextArea label={t('batch.reason')} value={reason} maxLength={200} error={wrong} onInput={setReason} />
      {problem && !wrong && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
