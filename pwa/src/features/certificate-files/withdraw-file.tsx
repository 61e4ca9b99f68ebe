import { useState } from 'preact/hooks';
import { WithdrawFile } from '../../data/generated/desk.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Checkbox, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { CertificateFile } from './certificate-file.ts';

const nameOf = ({ kind, isMasked, purpose }: CertificateFile): string => {
  if (kind === 'annotated') return t('withdraw.copy', { purpose: purpose ?? '' });
  return t(isMasked ? 'withdraw.masked' : 'withdraw.own');
};

/** The sealed files of a certificate, each to be taken out of use by who issued it or disease control. */
export function WithdrawFiles({ files, onChanged }: { files: readonly CertificateFile[]; onChanged: () => void }) {
  const [asked, setAsked] = useState<CertificateFile | null>(null);
  const standing = files.filter(({ state }) => state === 'sealed');
  if (standing.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t('withdraw.title')}</h3>
      <ul class="stack">
        {standing.map((file) => (
          <li key={file.id} class="row-between">
            <bdi>{nameOf(file)}</bdi>
            <Button variant="danger" label={t('withdraw.of', { file: nameOf(file) })} onClick={() => setAsked(file)}>
              {t('withdraw.do')}
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <WithdrawDialog
          file={asked}
          onClose={(isDone) => {
            setAsked(null);
            if (isDone) onChanged();
          }}
        />
      )}
    </section>
  );
}

function WithdrawDialog({ file, onClose }: { file: CertificateFile; onClose: (isDone: boolean) => void }) {
  // A copy for one purpose is not made anew: its purpose is asked for again.
  const mayRenew = file.kind === 'certificate';
  const [commandId, setCommandId] = useState(newId);
  const [reason, setReason] = useState('');
  const [renew, setRenew] = useState(mayRenew);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const wrong = fieldProblem(problem, 'reason');
  const save = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawFile, { commandId, documentId: file.id, reason, renew });
    setBusy(false);
    if (!answer.ok) {
      // Without an answer it may have arrived: sent again it must be the same command.
      if (answer.problem.code !== 'OFFLINE') setCommandId(newId());
      return setProblem(answer.problem);
    }
    toast(t('withdraw.done'));
    onClose(true);
  };
  return (
    <FormDialog
      title={t('withdraw.title')}
      saveText={t('withdraw.do')}
      busy={busy}
      isDanger
      onSave={save}
      onClose={() => onClose(false)}
    >
      <p>
        <bdi>{nameOf(file)}</bdi>
      </p>
      <Notice tone="warn">{t('withdraw.explain')}</Notice>
      <TextArea
        label={t('withdraw.reason')}
        value={reason}
        maxLength={200}
        rows={2}
        error={wrong}
        onInput={setReason}
      />
      {mayRenew && (
        <Checkbox checked={renew} onChange={setRenew}>
          {t('withdraw.renew')}
        </Checkbox>
      )}
      {problem && !wrong && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
