import { useState } from 'preact/hooks';
import { type DeskLicenceApplicationWholeFragment, RefuseLicenceApplication } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/licence-application.ts';
import { fieldProblem, problemText } from '../../i18n/problem-text.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

/** Asks for the words the applicant reads. */
export function RefuseDialog({
  application: { id, kind },
  onClose,
  onDone,
}: {
  application: DeskLicenceApplicationWholeFragment;
  onClose: () => void;
  onDone: () => void;
}) {
  const [commandId, setCommandId] = useState(newId);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const refuse = async () => {
    setTried(true);
    if (reason.trim() === '') return;
    setBusy(true);
    setProblem(undefined);
    const answer = await mutate(RefuseLicenceApplication, { commandId, id, reason: reason.trim() });
    setBusy(false);
    if (!answer.ok) {
      // Without an answer it may have arrived: sent again it must be the same command.
      if (answer.problem.code !== 'OFFLINE') setCommandId(newId());
      return setProblem(answer.problem);
    }
    toast(t('refuse.done'));
    onDone();
  };
  const isGap = isTried && reason.trim() === '';
  return (
    <FormDialog
      title={t('refuse.title', { kind: t(`kind.${kind}`) })}
      saveText={t('one.refuse')}
      busy={busy}
      isDanger
      onSave={refuse}
      onClose={onClose}
    >
      <TextArea
        label={t('refuse.reason')}
        rows={3}
        maxLength={200}
        value={reason}
        onInput={setReason}
        error={isGap ? problemText({ code: 'BAD_INPUT', reason: 'required' }) : fieldProblem(problem, 'reason')}
      />
      {problem && !fieldProblem(problem, 'reason') && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
