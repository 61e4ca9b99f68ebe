import './licence-application.css';
import { useState } from 'preact/hooks';
import {
  type DeskLicenceApplicationWholeFragment,
  LicenceApplicationOf,
  TakeUpLicenceApplication,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence-application.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { ApplicationState, isOpen } from './application-state.tsx';
import { Comparison } from './comparison.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { RefuseDialog } from './refuse-dialog.tsx';

type Application = DeskLicenceApplicationWholeFragment;

/** One application whole, old and new side by side: taken up, granted or refused here (J-55). */
const ApplicationPage: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(LicenceApplicationOf, { id });
  const found = data?.licenceApplication;
  return (
    <Page
      title={found ? t('one.title', { kind: t(`kind.${found.kind}`) }) : t('desk.title')}
      back="/licence-applications"
      aside={found && <ApplicationState state={found.state} />}
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !found && <Skeleton lines={10} />}
      {found && <Whole key={found.id} application={found} onChanged={refresh} />}
    </Page>
  );
};
export default ApplicationPage;

function Whole({ application, onChanged }: { application: Application; onChanged: () => void }) {
  const { statement, reason, typeName, number, holderName, issuerName, validTo, submittedAt } = application;
  const [onlyChanged, setOnlyChanged] = useState(false);
  const facts: [string, string][] = [
    [t('desk.holder'), holderName],
    [t('desk.licence'), typeName],
    [t('one.licence'), number],
    [t('one.issuer'), issuerName],
    ...(validTo ? [[t('one.validTo'), formatDate(validTo)] satisfies [string, string]] : []),
    [t('desk.submitted'), formatInstant(submittedAt)],
    [t('one.statement'), statement ?? t('one.noStatement')],
  ];
  return (
    <>
      <dl class="application-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <Course application={application} />
      {reason && <Notice tone="bad" title={t('own.reason', { reason })} />}
      {account.value?.role === 'cdc' && isOpen(application) && <Acts application={application} onChanged={onChanged} />}
      <section class="stack">
        <div class="row-between">
          <h2>{t('one.comparison')}</h2>
          <Checkbox checked={onlyChanged} onChange={setOnlyChanged}>
            {t('one.onlyChanged')}
          </Checkbox>
        </div>
        <Comparison application={application} onlyChanged={onlyChanged} />
      </section>
      <div class="no-print">
        <ButtonLink icon="certificate" href={`#/licences/${encodeURIComponent(application.licenceId)}`}>
          {t('one.open')}
        </ButtonLink>
      </div>
    </>
  );
}

/** Who took it up and who decided, and when. */
function Course({ application: { state, takenUpBy, takenUpAt, decidedBy, decidedAt } }: { application: Application }) {
  return (
    <div class="stack-tight muted small">
      {takenUpBy && takenUpAt && (
        <p>{t('one.takenUpBy', { name: takenUpBy.displayName ?? '', time: formatInstant(takenUpAt) })}</p>
      )}
      {decidedBy && decidedAt && state !== 'withdrawn' && (
        <p>{t('one.decidedBy', { name: decidedBy.displayName ?? '', time: formatInstant(decidedAt) })}</p>
      )}
      {state === 'withdrawn' && decidedAt && <p>{t('own.decided.withdrawn', { time: formatInstant(decidedAt) })}</p>}
    </div>
  );
}

/** What the desk may do with one that is open. */
function Acts({ application, onChanged }: { application: Application; onChanged: () => void }) {
  const [asked, setAsked] = useState<'grant' | 'refuse' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { id, state, takenUpBy } = application;
  const takeUp = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await mutate(TakeUpLicenceApplication, { commandId: newId(), id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('one.takenUp'));
    onChanged();
  };
  const close = () => setAsked(null);
  const done = () => {
    close();
    onChanged();
  };
  return (
    <div class="stack-tight no-print">
      {state === 'submitted' && <Notice title={t('one.takeUpFirst')} />}
      <div class="row">
        {state === 'taken_up' && (
          <>
            <Button variant="primary" icon="check" onClick={() => setAsked('grant')}>
              {t('one.grant')}
            </Button>
            <Button variant="danger" icon="cross" onClick={() => setAsked('refuse')}>
              {t('one.refuse')}
            </Button>
          </>
        )}
        {(state === 'submitted' || takenUpBy?.id !== account.value?.id) && (
          <Button variant={state === 'submitted' ? 'primary' : 'plain'} busy={busy} onClick={() => void takeUp()}>
            {t(state === 'submitted' ? 'one.takeUp' : 'one.takeOver')}
          </Button>
        )}
      </div>
      {problem && <ErrorBox problem={problem} onRetry={onChanged} />}
      {asked === 'grant' && <GrantDialog application={application} onClose={close} onDone={done} />}
      {asked === 'refuse' && <RefuseDialog application={application} onClose={close} onDone={done} />}
    </div>
  );
}
