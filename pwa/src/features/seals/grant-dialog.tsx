import { useState } from 'preact/hooks';
import { GrantSeal, SealStaff } from '../../data/generated/desk.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/sealing.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Seal } from './seals-page.tsx';

/** Gives one of the issuer's staff the right to its seal; who has it already is not offered. */
export function GrantDialog({
  seal,
  onClose,
  onChanged,
}: {
  seal: Seal;
  onClose: () => void;
  onChanged: (seal: Seal) => void;
}) {
  const staff = useData(SealStaff, { issuerId: seal.issuer.id });
  const [grantee, setGrantee] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const standing = new Set(seal.grants.filter((g) => g.withdrawnAt === null).map((g) => g.account?.id));
  const choices = staff.data?.workingAccounts.filter((a) => a.role === 'vaccinator' && !standing.has(a.id));
  const save = async () => {
    setTried(true);
    if (grantee === '') return;
    setBusy(true);
    const answer = await mutate(GrantSeal, { commandId, sealId: seal.id, grantee });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onClose();
    onChanged(answer.data.grantSeal);
  };
  return (
    <FormDialog
      title={t('seals.grant.title')}
      saveText={t('seals.grant.give')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <p>
        <bdi>{seal.name}</bdi>
      </p>
      {staff.problem && <ErrorBox problem={staff.problem} onRetry={staff.refresh} />}
      {!choices && !staff.problem && <Skeleton lines={2} />}
      {choices?.length === 0 && <Notice tone="info">{t('seals.grant.noStaff')}</Notice>}
      {choices && choices.length > 0 && (
        <Select
          label={t('seals.grant.person')}
          hint={t('seals.grant.person.hint', { issuer: seal.issuer.name })}
          value={grantee}
          onInput={setGrantee}
          placeholder={t('seals.grant.choose')}
          options={choices.map((a) => ({ value: a.id, label: `${a.displayName}（${a.login}）` }))}
          {...(isTried && grantee === '' && { error: t('seals.grant.choose') })}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
