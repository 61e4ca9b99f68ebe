import { useRef, useState } from 'preact/hooks';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/consent.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';

/** Takes a signed decision back, with the reason. */
export function WithdrawDialog({
  onWithdraw,
  onClose,
}: {
  /** @returns why it was refused; null: withdrawn */
  onWithdraw: (commandId: string, reason: string) => Promise<Problem | null>;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One command per dialog: pressing again after a lost answer is the same step.
  const commandId = useRef(newId());
  const confirm = async () => {
    setBusy(true);
    const refused = await onWithdraw(commandId.current, reason.trim());
    setBusy(false);
    if (refused) return setProblem(refused);
    toast(t('withdraw.done'));
    onClose();
  };
  return (
    <Dialog
      title={t('withdraw.title')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} disabled={reason.trim() === ''} onClick={() => void confirm()}>
            {t('withdraw')}
          </Button>
        </>
      }
    >
      <p>{t('withdraw.explain')}</p>
      <TextField label={t('withdraw.reason')} value={reason} maxLength={200} onInput={setReason} />
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
