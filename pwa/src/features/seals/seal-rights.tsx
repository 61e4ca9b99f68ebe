import { useState } from 'preact/hooks';
import { GrantSeal, WithdrawSealGrant } from '../../data/generated/desk.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import type { Seal } from './seals-page.tsx';

/** The platform sealing by itself, when a certificate is issued or a holder asks. */
const PLATFORM = 'service:certificates';

/** Who may use a seal. A person is granted from the sealing log, where the try was refused. */
export function SealRights({
  seal,
  mayChange,
  onChanged,
}: {
  seal: Seal;
  mayChange: boolean;
  onChanged: (seal: Seal) => void;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const standing = seal.grants.filter((g) => g.withdrawnAt === null);
  const isActive = seal.state === 'active';
  const end = async (grantee: string) => {
    setBusy(true);
    const answer = await mutate(WithdrawSealGrant, { commandId: newId(), sealId: seal.id, grantee });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onChanged(answer.data.withdrawSealGrant);
  };
  const give = async () => {
    setBusy(true);
    const answer = await mutate(GrantSeal, { commandId: newId(), sealId: seal.id, grantee: PLATFORM });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onChanged(answer.data.grantSeal);
  };
  return (
    <div class="stack">
      {standing.length === 0 && <span class="muted">{t('seals.grant.none')}</span>}
      {standing.map((grant) => (
        <span key={grant.account?.id ?? grant.system} class="row">
          <bdi>{grant.account?.displayName ?? t('seals.platform')}</bdi>
          {mayChange && isActive && (
            <Button variant="quiet" busy={busy} onClick={() => void end(grant.account?.id ?? PLATFORM)}>
              {t('seals.grant.end')}
            </Button>
          )}
        </span>
      ))}
      {mayChange && isActive && !standing.some((g) => g.system === PLATFORM) && (
        <Button variant="quiet" busy={busy} onClick={() => void give()}>
          {t('seals.grant.platform')}
        </Button>
      )}
      {problem && <ErrorBox problem={problem} />}
    </div>
  );
}
