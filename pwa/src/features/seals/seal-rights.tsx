import { useState } from 'preact/hooks';
import { GrantSeal, WithdrawSealGrant } from '../../data/generated/desk.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import type { Seal } from './seals-page.tsx';

/** The platform sealing by itself, when a certificate is issued or a holder asks. */
const PLATFORM = 'service:certificates';
type Grant = Seal['grants'][number];

/** The holder of a right in words. */
export const granteeName = ({ account }: Grant): string => account?.displayName ?? t('seals.platform');

/** Who may use a seal, and who might before. */
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
  const [isGranting, setGranting] = useState(false);
  const maySet = mayChange && seal.state === 'active';
  const end = async (grant: Grant) => {
    setBusy(true);
    const grantee = grant.account?.id ?? PLATFORM;
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
  const hasPlatform = seal.grants.some((g) => g.system === PLATFORM && g.withdrawnAt === null);
  return (
    <section class="stack">
      <h2>{t('seals.rights')}</h2>
      {maySet && (
        <div class="row">
          <Button icon="plus" onClick={() => setGranting(true)}>
            {t('seals.grant.add')}
          </Button>
          {!hasPlatform && (
            <Button busy={busy} onClick={() => void give()}>
              {t('seals.grant.platform')}
            </Button>
          )}
        </div>
      )}
      {problem && <ErrorBox problem={problem} />}
      {seal.grants.length === 0 ? (
        <p class="muted">{t('seals.grant.none')}</p>
      ) : (
        <Table
          caption={t('seals.rights')}
          hideCaption
          rows={seal.grants}
          rowKey={(grant) => `${grant.account?.id ?? grant.system} ${grant.grantedAt}`}
          columns={[
            { key: 'who', head: t('seals.grant.who'), lead: true, cell: (grant) => <bdi>{granteeName(grant)}</bdi> },
            {
              key: 'state',
              head: t('seals.state'),
              cell: ({ withdrawnAt }) => (
                <Badge tone={withdrawnAt === null ? 'good' : 'neutral'}>
                  {t(withdrawnAt === null ? 'seals.grant.stands' : 'seals.grant.ended')}
                </Badge>
              ),
            },
            {
              key: 'from',
              head: t('seals.grant.from'),
              cell: ({ grantedAt }) => <span class="number">{formatInstant(grantedAt)}</span>,
            },
            {
              key: 'to',
              head: t('seals.grant.to'),
              cell: ({ withdrawnAt }) => (
                <span class="number">{withdrawnAt === null ? '—' : formatInstant(withdrawnAt)}</span>
              ),
            },
            ...(maySet
              ? [
                  {
                    key: 'actions',
                    head: t('seals.actions'),
                    cell: (grant: Grant) =>
                      grant.withdrawnAt === null ? (
                        <Button
                          variant="quiet"
                          busy={busy}
                          label={t('seals.grant.end.of', { name: granteeName(grant) })}
                          onClick={() => void end(grant)}
                        >
                          {t('seals.grant.end')}
                        </Button>
                      ) : (
                        '—'
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {isGranting && <GrantDialog seal={seal} onClose={() => setGranting(false)} onChanged={onChanged} />}
    </section>
  );
}
