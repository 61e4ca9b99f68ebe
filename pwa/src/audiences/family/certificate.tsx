import type { Answer } from '@miaoben/credential/verify';
import { useEffect, useState } from 'preact/hooks';
import { ChildCertificate, type ChildCertificateQuery, IssueCertificate } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { FilesPart } from '../../features/certificate-files/files-part.tsx';
import { Page } from '../../features/session/shell.tsx';
import { checkCode, keepTrust, lists, refreshTrust } from '../../features/trust/trust.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/family.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t as holding } from '../../i18n/holding.ts';
import { vaccineName } from '../../i18n/vaccines.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { Qr } from '../../ui/qr.tsx';
import type { Screen } from '../../ui/router.tsx';
import { CancelButton, CertificateHistory } from './certificate-history.tsx';
import { endReason, STATE_TONE } from './holding-look.ts';

type Certificate = NonNullable<NonNullable<ChildCertificateQuery['person']>['certificate']>;

const RESULT_TONE: Record<number, Tone> = { 1: 'good', 2: 'warn', 3: 'info' };
const groups = (shortCode: string): string => shortCode.match(/.{1,4}/g)?.join(' ') ?? shortCode;

/** The certificate with its code: opens and is checked on the device without a network, and prints. */
const CertificateScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(ChildCertificate, { id }, { keep: true });
  const child = data?.person;
  const certificate = child?.certificate ?? null;
  const answer = useCheck(certificate?.code);
  const isSpent =
    certificate !== null && (certificate.state !== 'valid' || answer?.kind === 'expired' || answer?.kind === 'revoked');
  return (
    <Page title={t('certificate.title')} back="/" narrow aside={<DataAge takenAt={takenAt} />}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !child && (
        <EmptyState icon="record" title={t('child.notFound')}>
          {t('child.notFound.hint')}
        </EmptyState>
      )}
      {child && certificate && (
        <>
          <CertificateCard
            certificate={certificate}
            name={child.name}
            isSpent={isSpent}
            spentAs={answer?.kind === 'expired' ? 'expired' : 'revoked'}
          />
          <CheckNotice certificate={certificate} answer={answer} />
        </>
      )}
      {child && !certificate && (
        <EmptyState icon="certificate" title={t('certificate.none')}>
          <p class="muted">{t('certificate.none.hint')}</p>
        </EmptyState>
      )}
      {child && (
        <div class="row no-print">
          {certificate && !isSpent && (
            <ButtonLink variant="primary" icon="certificate" href={`#/child/${id}/show`}>
              {t('show.open')}
            </ButtonLink>
          )}
          {certificate && !isSpent && (
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          )}
          {(!certificate || isSpent) && (
            <Issue
              personId={id}
              isRenewal={certificate !== null}
              isWanted={!isCancelled(certificate)}
              onIssued={refresh}
            />
          )}
          {(!certificate || certificate.state === 'revoked') && (
            <ButtonLink href={`#/apply/${id}`}>{holding('holdings.apply')}</ButtonLink>
          )}
        </div>
      )}
      {certificate && <CertificateHistory personId={id} />}
      {certificate?.state === 'valid' && (
        <div class="no-print">
          <CancelButton id={certificate.id} onDone={refresh} />
        </div>
      )}
      {certificate && !isSpent && <FilesPart certificateId={certificate.id} personId={id} />}
    </Page>
  );
};
export default CertificateScreen;

/** The device's own answer about the code, by the lists it holds. */
function useCheck(code: string | undefined): Answer | null {
  const [told, setTold] = useState<{ code: string; answer: Answer | null } | null>(null);
  const held = lists.value;
  useEffect(() => {
    void keepTrust();
  }, []);
  useEffect(() => {
    if (!code || !held) return;
    let isOver = false;
    void checkCode(code).then((answer) => {
      if (!isOver) setTold({ code, answer });
    });
    return () => {
      isOver = true;
    };
  }, [code, held]);
  // What was said of a code says nothing of the next one.
  return told?.code === code ? (told?.answer ?? null) : null;
}

function CertificateCard({
  certificate,
  name,
  isSpent,
  spentAs,
}: {
  certificate: Certificate;
  name: string;
  isSpent: boolean;
  /** what this device says of it where the certificate as kept here is still valid */
  spentAs: 'expired' | 'revoked';
}) {
  // Spent though the server’s word is an older one: this device knows it by its lists or its clock.
  const state = certificate.state === 'valid' ? spentAs : certificate.state;
  const facts: [string, string][] = [
    [t('certificate.expiresOn'), formatDate(certificate.expiresOn)],
    [t('certificate.issuedAt'), formatDate(todayInChina(Date.parse(certificate.issuedAt)))],
    [t('certificate.issuer'), certificate.issuer.name],
    [t('certificate.number'), certificate.number],
  ];
  return (
    <article class="card certificate" data-state={certificate.state}>
      <p class="muted">{t('certificate.name')}</p>
      <div class="row-between">
        <h2 class="child-name">
          <bdi>{name}</bdi>
        </h2>
        {isSpent ? (
          // What a spent certificate said of the doses is not to be taken for how things stand.
          <Badge tone={STATE_TONE[state]}>{holding(`state.${state}`)}</Badge>
        ) : (
          <Badge tone={RESULT_TONE[certificate.result] ?? 'neutral'}>
            {t(`certificate.result.${certificate.result as 1 | 2 | 3 | 4 | 5}`)}
          </Badge>
        )}
      </div>
      <p class="muted number">{t('child.born', { date: formatDate(certificate.birthDate) })}</p>
      {!isSpent && <Qr text={certificate.code} label={t('certificate.qr')} />}
      {!isSpent && (
        <div class="short-code">
          <span class="muted small">{t('certificate.short')}</span>
          <strong class="mono">{groups(certificate.shortCode)}</strong>
          <span class="muted small no-print">{t('certificate.short.hint')}</span>
        </div>
      )}
      {!isSpent && certificate.missing.length > 0 && (
        <ul class="row">
          {certificate.missing.map(({ vaccine, doses }) => (
            <li key={vaccine}>
              <Badge tone="warn">{t('certificate.missing', { vaccine: vaccineName(vaccine), doses })}</Badge>
            </li>
          ))}
        </ul>
      )}
      <dl class="facts">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd class="number">{fact}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

/** By who holds it: that it is issued again is possible then, not what is expected next. */
const isCancelled = (certificate: Certificate | null): boolean =>
  certificate?.state === 'revoked' && certificate.revokedFor === 'holder';

function CheckNotice({ certificate, answer }: { certificate: Certificate; answer: Answer | null }) {
  if (isCancelled(certificate))
    return (
      <Notice tone="bad" title={t('certificate.check.cancelled')}>
        <p>{t('certificate.check.cancelled.hint')}</p>
      </Notice>
    );
  if (certificate.state === 'revoked' || answer?.kind === 'revoked') {
    return (
      <Notice tone="bad" title={t('certificate.check.revoked')}>
        {certificate.revokedFor && (
          <p>{t('certificate.revoked', { reason: endReason(certificate.revokedFor, certificate.revokedReason) })}</p>
        )}
      </Notice>
    );
  }
  if (certificate.state === 'expired' || answer?.kind === 'expired')
    return <Notice tone="warn" title={t('certificate.check.expired')} />;
  if (!answer) return null;
  const date = answer.listDate !== null ? formatDate(todayInChina(answer.listDate * 1000)) : null;
  const isGenuine = answer.kind === 'genuine';
  // Paper must not vouch for itself: whoever holds it reads the code.
  return (
    <div class="no-print">
      <Notice
        tone={isGenuine ? 'good' : 'warn'}
        title={isGenuine ? t('certificate.check.genuine') : t('certificate.check.other')}
      >
        {date && <p class="small muted">{t('certificate.check.date', { date })}</p>}
      </Notice>
    </div>
  );
}

function Issue({
  personId,
  isRenewal,
  isWanted,
  onIssued,
}: {
  personId: string;
  isRenewal: boolean;
  /** the first thing to do here */
  isWanted: boolean;
  onIssued: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const issue = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await mutate(IssueCertificate, { commandId: newId(), personId });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    // The new code's key and index may be newer than the lists held here.
    void refreshTrust();
    onIssued();
  };
  return (
    <div class="stack grow">
      {problem && <ErrorBox problem={problem} />}
      <Button variant={isWanted ? 'primary' : 'plain'} icon="certificate" wide busy={busy} onClick={() => void issue()}>
        {isRenewal ? t('certificate.renew') : t('certificate.issue')}
      </Button>
    </div>
  );
}
