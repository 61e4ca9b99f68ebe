import './aefi.css';
import { useState } from 'preact/hooks';
import {
  AdvanceCompensation,
  type CompensationClaimAction,
  CompensationClaims,
  type CompensationClaimsQuery,
} from '../../data/generated/aefi.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/aefi.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';

type Claim = CompensationClaimsQuery['compensationClaims']['nodes'][number];
const CLAIM_TONES: Record<Claim['state'], Tone> = {
  applied: 'warn',
  accepted: 'info',
  approved: 'good',
  refused: 'bad',
  withdrawn: 'neutral',
};

/** Applications for compensation (预防接种异常反应补偿, J-22): read in the area, decided by the province. */
const ClaimsPage: Screen = () => {
  const [round, setRound] = useState(0);
  return (
    <Page title={t('claims.title')}>
      <p class="muted">{t('claims.explain')}</p>
      <List key={round} onChanged={() => setRound((n) => n + 1)} />
    </Page>
  );
};
export default ClaimsPage;

function List({ onChanged }: { onChanged: () => void }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    CompensationClaims,
    { states: null },
    (data) => data.compensationClaims,
  );
  const [opened, setOpened] = useState<Claim | null>(null);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={4} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('claims.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('claims.caption')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'who',
              head: t('list.who'),
              lead: true,
              cell: ({ personName, birthDate }) => (
                <span class="aefi-cell">
                  <strong>
                    <bdi>{personName}</bdi>
                  </strong>
                  <span class="muted small number">{formatDate(birthDate)}</span>
                </span>
              ),
            },
            {
              key: 'case',
              head: t('claims.case'),
              cell: ({ caseId, caseNumber }) => (
                <a class="number" href={`#/aefi/${caseId}`}>
                  {caseNumber ?? t('list.unnumbered')}
                </a>
              ),
            },
            {
              key: 'applied',
              head: t('claims.applied'),
              cell: ({ appliedAt }) => <span class="number small">{formatInstant(appliedAt)}</span>,
            },
            {
              key: 'state',
              head: t('claims.state'),
              cell: ({ state, amountYuan }) => (
                <span class="aefi-cell">
                  <span>
                    <Badge tone={CLAIM_TONES[state]}>{t(`claims.state.${state}`)}</Badge>
                  </span>
                  {amountYuan != null && <span class="number">{t('claims.granted', { amount: amountYuan })}</span>}
                </span>
              ),
            },
            {
              key: 'act',
              head: t('claims.act'),
              cell: (claim) => (
                <Button
                  label={t(claim.actions.length > 0 ? 'claims.actOf' : 'claims.openOf', { name: claim.personName })}
                  onClick={() => setOpened(claim)}
                >
                  {t(claim.actions.length > 0 ? 'claims.act' : 'list.open')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
      {opened && <ClaimDialog claim={opened} onClose={() => setOpened(null)} onDone={onChanged} />}
    </>
  );
}

function ClaimDialog({ claim, onClose, onDone }: { claim: Claim; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState('');
  const [tried, setTried] = useState<CompensationClaimAction | null>(null);
  const [busy, setBusy] = useState<CompensationClaimAction | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const isAmountBad = !/^[1-9]\d{0,8}$/u.test(amount.trim());
  const act = async (action: CompensationClaimAction) => {
    setTried(action);
    const isMissing = action !== 'accept' && reason.trim() === '';
    if (isMissing || (action === 'approve' && isAmountBad) || busy !== null) return;
    setBusy(action);
    const answer = await mutate(AdvanceCompensation, {
      commandId,
      input: {
        claimId: claim.id,
        expectedVersion: claim.version,
        action,
        reason: reason.trim() || null,
        amountYuan: action === 'approve' ? Number(amount) : null,
      },
    });
    setBusy(null);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('claims.done'));
    onDone();
  };
  const acts = (['refuse', 'accept', 'approve'] as const).filter((one) => claim.actions.includes(one));
  return (
    <Dialog
      title={t('claims.actOf', { name: claim.personName })}
      isForm={acts.length > 0}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('case.back')}</Button>
          {acts.map((one) => (
            <Button
              key={one}
              variant={one === 'refuse' ? 'plain' : 'primary'}
              busy={busy === one}
              onClick={() => void act(one)}
            >
              {t(`claims.act.${one}`)}
            </Button>
          ))}
        </>
      }
    >
      <dl class="aefi-facts">
        <div>
          <dt>{t('claims.statement')}</dt>
          <dd>{claim.statement}</dd>
        </div>
        {claim.decision && (
          <div>
            <dt>{t('claims.decision')}</dt>
            <dd>{claim.decision}</dd>
          </div>
        )}
      </dl>
      {claim.actions.includes('approve') && (
        <TextField
          label={t('claims.amount')}
          inputmode="numeric"
          maxLength={9}
          value={amount}
          error={tried === 'approve' && isAmountBad ? t('claims.amountBad') : undefined}
          onInput={setAmount}
        />
      )}
      {acts.length > 0 && (
        <TextArea
          label={t('claims.decision')}
          rows={3}
          maxLength={1000}
          value={reason}
          error={tried !== null && tried !== 'accept' && reason.trim() === '' ? t('act.reasonNeeded') : undefined}
          onInput={setReason}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
