import { useState } from 'preact/hooks';
import { WithdrawSeal } from '../../data/generated/desk.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/sealing.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Checkbox, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Seal } from './seals-page.tsx';

/** Takes a seal out of use for good, if wished with the files it stands on. */
export function WithdrawSealDialog({ seal, onClose, onDone }: { seal: Seal; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [renewFiles, setRenewFiles] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawSeal, { commandId, sealId: seal.id, reason, renewFiles });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('seals.done'));
    onClose();
    onDone();
  };
  return (
    <FormDialog
      title={t('seals.withdraw.title')}
      saveText={t('seals.withdraw')}
      busy={busy}
      isDanger
      onSave={save}
      onClose={onClose}
    >
      <p>
        <bdi>{seal.name}</bdi>
      </p>
      <Notice tone="warn">{t('seals.withdraw.explain')}</Notice>
      <TextArea label={t('seals.withdraw.reason')} value={reason} maxLength={200} rows={2} onInput={setReason} />
      <Checkbox checked={renewFiles} onChange={setRenewFiles}>
        {t('seals.withdraw.renew')}
      </Checkbox>
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
