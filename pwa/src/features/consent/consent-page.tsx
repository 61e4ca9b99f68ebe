import './consent.css';
import { useState } from 'preact/hooks';
import { SignedConsent, type SignedConsentQuery, WithdrawConsent } from '../../data/generated/consents.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/consent.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { Signature } from './signature-pad.tsx';
import { ConsentTextView, contentOf } from './text-view.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

type Signed = SignedConsentQuery['consent'];

/** Who signed: the name typed at the clinic, or the account on the phone. */
export const signerOf = ({ signerName, signerAccount }: Pick<Signed, 'signerName' | 'signerAccount'>): string =>
  signerName ?? signerAccount?.displayName ?? '–';

/** What was signed: the words, the choice, the signature; to be printed, or taken back. */
const ConsentPage: Screen = ({ params }) => {
  const { data, problem, isLoading, refresh } = useData(SignedConsent, { id: params.id ?? '' });
  const signed = data?.consent;
  const isGone = problem?.code === 'NOT_FOUND';
  return (
    <Page
      title={signed ? contentOf(signed.text).title : t('title')}
      back={signed ? `/child/${signed.person.id}` : '/'}
      narrow
    >
      {problem && !isGone && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {isGone && <EmptyState icon="question" title={t('gone')} />}
      {signed && <Sheet signed={signed} onChanged={refresh} />}
    </Page>
  );
};
export default ConsentPage;

function Sheet({ signed, onChanged }: { signed: Signed; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const { person, withdrawnOn } = signed;
  const facts: [string, string | null][] = [
    [t('records.child'), `${person.name} · ${formatDate(person.birthDate)}`],
    [t('records.vaccine'), signed.vaccine.name],
    [t('reason'), signed.reason],
    [t('by'), [signerOf(signed), signed.relation ? t(`relation.${signed.relation}`) : t('onPhone')].join(' · ')],
    [t('at'), formatInstant(signed.signedAt)],
    [t('where'), signed.clinic?.name ?? null],
    [t('handedBy'), signed.signerAccount ? null : (signed.recordedBy.displayName ?? null)],
    [t('device'), signed.device ?? null],
  ];
  return (
    <>
      <div class="row-between">
        <Badge tone={signed.decision === 'agree' ? 'good' : 'bad'}>{t(`decision.${signed.decision}`)}</Badge>
        <span class="row no-print">
          <Button icon="printer" onClick={() => print()}>
            {common('action.print')}
          </Button>
          {withdrawnOn === null && (
            <Button variant="quiet" onClick={() => setOpen(true)}>
              {t('withdraw')}
            </Button>
          )}
        </span>
      </div>
      {withdrawnOn !== null && (
        <Notice tone="warn">
          {t('withdrawn.on', { date: formatDate(withdrawnOn), reason: signed.withdrawnReason ?? '' })}
        </Notice>
      )}
      <ConsentTextView text={signed.text} />
      <section class="card stack">
        <dl class="facts">
          {facts.map(([name, value]) =>
            value ? (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ) : null,
          )}
        </dl>
        <Signature path={signed.signature} name={signerOf(signed)} />
        <p class="muted small mono consent-hash">{t('hash', { hash: signed.textHash })}</p>
      </section>
      {isOpen && (
        <WithdrawDialog
          onClose={() => setOpen(false)}
          onWithdraw={async (commandId, reason) => {
            const answer = await mutate(WithdrawConsent, { commandId, consentId: signed.id, reason });
            if (!answer.ok) return answer.problem;
            onChanged();
            return null;
          }}
        />
      )}
    </>
  );
}
