import './holdings.css';
import { useState } from 'preact/hooks';
import { MyHoldings, SetDefaultCertificate, WithdrawApplication } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { t as common } from '../../i18n/common.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/holding.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { daysLeft, endReason, type HeldCertificate, type Holding, STATE_TONE } from './holding-look.ts';
import { OwnLicences } from './my-licences.tsx';

/** The family's certificates, the default one first, and the reader's own licences; opens without a network. */
const MyCertificates: Screen = () => {
  const { data, problem, isLoading, takenAt, refresh } = useData(MyHoldings, {}, { keep: true });
  const holdings = data?.myHoldings ?? [];
  return (
    <Page title={t('holdings.title')} back="/" narrow aside={<DataAge takenAt={takenAt} />}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && holdings.length === 0 && (
        <EmptyState icon="certificate" title={t('holdings.empty')}>
          <p class="muted">{t('holdings.empty.hint')}</p>
          <ButtonLink variant="primary" icon="plus" href="#/bind">
            {t('holdings.bind')}
          </ButtonLink>
        </EmptyState>
      )}
      <ul class="holdings">
        {holdings.map((holding) => (
          <HoldingCard key={holding.person.id} holding={holding} isOnly={holdings.length === 1} onChanged={refresh} />
        ))}
      </ul>
      <OwnLicences />
    </Page>
  );
};
export default MyCertificates;

function HoldingCard({ holding, isOnly, onChanged }: { holding: Holding; isOnly: boolean; onChanged: () => void }) {
  const { person, certificate, application, isDefault } = holding;
  const stands = certificate?.state === 'valid';
  const isOpen = application?.state === 'submitted';
  return (
    <li class="card holding" data-default={isDefault || undefined} data-state={certificate?.state}>
      <div class="row-between">
        <h2 class="child-name">
          <bdi>{person.name}</bdi>
        </h2>
        {isDefault && !isOnly && (
          <Badge tone="info" icon="check">
            {t('holdings.default')}
          </Badge>
        )}
      </div>
      {certificate ? <CertificateLine certificate={certificate} /> : <p class="muted">{t('holdings.none')}</p>}
      {application && <ApplicationLine application={application} stands={stands} onChanged={onChanged} />}
      <div class="row">
        {certificate && (
          <ButtonLink
            variant={stands ? 'primary' : 'plain'}
            icon="certificate"
            href={`#/child/${person.id}/certificate`}
          >
            {t(stands ? 'holdings.show' : 'licences.open')}
          </ButtonLink>
        )}
        {!stands && !isOpen && (
          <ButtonLink variant="primary" icon="plus" href={`#/apply/${person.id}`}>
            {certificate ? t('holdings.applyAgain') : t('holdings.apply')}
          </ButtonLink>
        )}
        {!isDefault && <MakeDefault personId={person.id} onDone={onChanged} />}
      </div>
    </li>
  );
}

function CertificateLine({ certificate }: { certificate: HeldCertificate }) {
  const { state, expiresOn, number, issuer, revokedFor, revokedReason } = certificate;
  const left = daysLeft(certificate, todayInChina());
  return (
    <div class="stack-tight">
      <div class="row">
        <strong>{t('holdings.type')}</strong>
        <Badge tone={STATE_TONE[state]}>{t(`state.${state}`)}</Badge>
        {left !== null && (
          <Badge tone="warn" icon="clock">
            {t('holdings.expiresSoon', { days: left })}
          </Badge>
        )}
      </div>
      <p class="muted small number">{t('holdings.number', { number })}</p>
      <p class="muted small">
        <span class="number">{t('holdings.until', { date: formatDate(expiresOn) })}</span> · {issuer.name}
      </p>
      {state === 'revoked' && <p>{endReason(revokedFor, revokedReason)}</p>}
      {state === 'expired' && <p>{t('holdings.renewHint')}</p>}
    </div>
  );
}

type Application = NonNullable<Holding['application']>;

/** What stands of the newest application: under review, or refused and nothing issued since. */
function ApplicationLine({
  application,
  stands,
  onChanged,
}: {
  application: Application;
  stands: boolean;
  onChanged: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const date = (at: string) => formatDate(todayInChina(Date.parse(at)));
  if (application.state === 'refused' && !stands)
    return (
      <Notice tone="bad" title={t('application.refused')}>
        <p>
          {t('application.refused.hint', {
            date: date(application.decidedAt ?? application.submittedAt),
            reason: application.reason ?? '',
          })}
        </p>
      </Notice>
    );
  if (application.state !== 'submitted') return null;
  return (
    <>
      <Notice title={t('application.submitted')}>
        <p class="small">
          {t('application.submitted.hint', { date: date(application.submittedAt), issuer: application.issuer.name })}
        </p>
        <div>
          <Button icon="undo" onClick={() => setAsking(true)}>
            {t('application.withdraw')}
          </Button>
        </div>
      </Notice>
      {isAsking && <Withdraw id={application.id} onClose={() => setAsking(false)} onDone={onChanged} />}
    </>
  );
}

function Withdraw({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => void }) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const withdraw = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawApplication, { commandId, id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('application.withdrawn'));
    onClose();
    onDone();
  };
  return (
    <Dialog
      title={t('application.withdraw.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void withdraw()}>
            {t('application.withdraw')}
          </Button>
        </>
      }
    >
      <p>{t('application.withdraw.hint')}</p>
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}

function MakeDefault({ personId, onDone }: { personId: string; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    const answer = await mutate(SetDefaultCertificate, { commandId: newId(), personId });
    setBusy(false);
    if (!answer.ok) return toast(problemText(answer.problem));
    toast(t('holdings.madeDefault'));
    onDone();
  };
  return (
    <Button variant="quiet" icon="check" busy={busy} onClick={() => void make()}>
      {t('holdings.makeDefault')}
    </Button>
  );
}
