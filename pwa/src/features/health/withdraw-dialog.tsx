import { useRef, useState } from 'preact/hooks';
import { WithdrawHealthFact } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { healthFactText } from '../../i18n/health.ts';
import { t } from '../../i18n/judgement.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import type { HealthFactView } from '../record/view.ts';

/** Takes a fact back that was entered by mistake. */
export function WithdrawDialog({
  fact,
  onClose,
  onChanged,
}: {
  fact: HealthFactView;
  onClose: () => void;
  onChanged: () => void;
}) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const commandId = useRef(newId());
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawHealthFact, {
      commandId: commandId.current,
      factId: fact.id,
      reason: reason.trim(),
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onChanged();
    onClose();
  };
  return (
    <Dialog
      title={t('facts.withdrawTitle')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} disabled={reason.trim() === ''} onClick={() => void confirm()}>
            {t('facts.withdraw')}
          </Button>
        </>
      }
    >
      <p>
        <strong>{healthFactText(fact.code)}</strong>
      </p>
      <p>{t('facts.withdrawExplain')}</p>
      <TextField label={t('facts.withdrawReason')} value={reason} maxLength={200} onInput={setReason} />
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
