import './holdings.css';
import { useState } from 'preact/hooks';
import {
  type LicenceApplicationPartsFragment,
  MyLicenceApplications,
  WithdrawLicenceApplication,
} from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { ApplicationState, isOpen } from '../../features/licence-application/application-state.tsx';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence-application.ts';
import { locale } from '../../i18n/locale.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import type { OwnLicence } from './own-licence-look.ts';

type Application = LicenceApplicationPartsFragment;

/** What the holder may apply for, and what became of what was applied for (J-55). */
export function OwnLicenceApplications({ licence }: { licence: OwnLicence }) {
  const { data, problem, isLoading, refresh } = useData(MyLicenceApplications, {}, { keep: true });
  const own = data?.myLicenceApplications.filter(({ licenceId }) => licenceId === licence.id) ?? [];
  const open = new Set(own.filter(isOpen).map(({ kind }) => kind));
  const offers = licence.offers?.filter(({ kind }) => !open.has(kind)) ?? [];
  // What is applied for already is not offered again: known only once the applications are.
  if (!data && isLoading) return <Skeleton lines={3} />;
  return (
    <>
      <section class="stack no-print">
        <h2>{t('own.title')}</h2>
        {offers.length === 0 && open.size === 0 && (
          <p class="muted">{t('own.nothing', { issuer: licence.issuerName })}</p>
        )}
        <div class="row">
          {offers.map(({ kind }) => (
            <ButtonLink key={kind} href={`#/licence/${encodeURIComponent(licence.id)}/apply/${kind}`}>
              {t(`own.apply.${kind}`)}
            </ButtonLink>
          ))}
        </div>
      </section>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {own.length > 0 && (
        <section class="stack no-print">
          <h2>{t('own.history')}</h2>
          <ul class="holdings">
            {own.map((application) => (
              <ApplicationCard key={application.id} application={application} onChanged={refresh} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function ApplicationCard({ application, onChanged }: { application: Application; onChanged: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const { kind, state, statement, reason, submittedAt, takenUpAt, decidedAt } = application;
  const steps = [
    t('own.submitted', { time: formatInstant(submittedAt) }),
    ...(takenUpAt ? [t('own.takenUp', { time: formatInstant(takenUpAt) })] : []),
    ...(decidedAt && !isOpen(application)
      ? [t(`own.decided.${state as 'granted' | 'refused' | 'withdrawn'}`, { time: formatInstant(decidedAt) })]
      : []),
  ];
  return (
    <li class="card holding" data-application={state}>
      <div class="row-between">
        <h3>{t(`kind.${kind}`)}</h3>
        <ApplicationState state={state} />
      </div>
      <Changes application={application} />
      {statement && <p>{t('own.statement', { statement })}</p>}
      {reason && <p>{t('own.reason', { reason })}</p>}
      <ol class="stack-tight muted small number">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {isOpen(application) && (
        <div>
          <Button icon="undo" onClick={() => setAsking(true)}>
            {t('own.withdraw')}
          </Button>
        </div>
      )}
      {isAsking && (
        <Withdraw
          application={application}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onChanged();
          }}
        />
      )}
    </li>
  );
}

/** What changes, field by field: from what it was to what it is to be. */
function Changes({ application: { comparison } }: { application: Application }) {
  const changed = comparison?.filter(({ isChanged }) => isChanged) ?? [];
  if (changed.length === 0) return null;
  return (
    <dl class="application-changes">
      {changed.map(({ key, label, labelEn, before, after }) => (
        <div key={key}>
          <dt class="muted small">{locale.value === 'en' ? labelEn : label}</dt>
          <dd>
            <bdi>{before || t('change.empty')}</bdi> <span class="muted">{t('change.arrow')}</span>{' '}
            <bdi>{after || t('change.empty')}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Withdraw({
  application: { id, kind },
  onClose,
  onDone,
}: {
  application: Application;
  onClose: () => void;
  onDone: () => void;
}) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const withdraw = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawLicenceApplication, { commandId, id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('own.withdrawn'));
    onDone();
  };
  return (
    <Dialog
      title={t('own.withdraw.ask', { kind: t(`kind.${kind}`) })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void withdraw()}>
            {t('own.withdraw')}
          </Button>
        </>
      }
    >
      <p>{t('own.withdraw.hint')}</p>
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
