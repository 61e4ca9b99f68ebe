import { useState } from 'preact/hooks';
import { RevokeSigningKey, type SigningKeysQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/keys.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { confirmed } from './confirmed.ts';
import { PasswordAgain } from './password-again.tsx';

type Key = SigningKeysQuery['trustState']['keys'][number];

const TYPED = 4;

/** Revokes a key as compromised: names what follows, and wants words, the digits of the key and the password. */
export function RevokeDialog({ of: key, onClose, onRevoked }: { of: Key; onClose: () => void; onRevoked: () => void }) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const isTyped = typed.trim().toLowerCase() === key.kid.slice(0, TYPED).toLowerCase();
  const confirm = async () => {
    setBusy(true);
    const answer = await confirmed(password, () =>
      mutate(RevokeSigningKey, { commandId, kid: key.kid, reason: reason.trim() }),
    );
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('revoke.done'));
    onRevoked();
  };
  return (
    <Dialog
      title={t('revoke.title')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button
            variant="danger"
            busy={busy}
            disabled={reason.trim() === '' || !isTyped || password === ''}
            onClick={() => void confirm()}
          >
            {t('revoke.confirm')}
          </Button>
        </>
      }
    >
      <p>
        {t(`use.${key.use}`)} · <span class="number">{key.season}</span> · <span class="mono">{key.kid}</span>
      </p>
      <Notice tone="bad">
        <p>{t('revoke.explain')}</p>
        {key.use === 'result' && <p>{t('revoke.reissue', { count: key.certificates })}</p>}
        {key.use === 'presentation' && <p>{t('revoke.presentation')}</p>}
        {key.use === 'status' && <p>{t('revoke.status')}</p>}
        {key.use === 'class_list' && <p>{t('revoke.class_list')}</p>}
      </Notice>
      <TextArea label={t('revoke.reason')} value={reason} maxLength={200} rows={2} onInput={setReason} />
      <TextField
        label={t('revoke.type')}
        value={typed}
        maxLength={TYPED}
        autocomplete="off"
        error={typed.length === TYPED && !isTyped ? t('revoke.mismatch') : undefined}
        onInput={setTyped}
      />
      <PasswordAgain value={password} onInput={setPassword} problem={problem} />
      {problem?.reason === 'already_decided' ? (
        <Notice tone="bad" alert>
          {t('revoke.already')}
        </Notice>
      ) : (
        problem && problem.code !== 'WRONG_CREDENTIALS' && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
