import { UNCONFIRMED_REASONS, undoableStep } from '@miaoben/schedule/clinic-visit';
import { useState } from 'preact/hooks';
import type { SignOff, UnconfirmedReason } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { ageText } from '../../i18n/age.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as outreach } from '../../i18n/outreach.ts';
import { t } from '../../i18n/visit.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { KeptPhoto } from '../../ui/photo.ts';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Observations, type Running } from '../dose/observations.tsx';
import type { KeptFingerprint } from '../fingerprint/kept.ts';
import { SignFingerprint } from '../fingerprint/sign-fingerprint.tsx';
import { GroupAdvice } from '../from-family/group-advice.tsx';
import { groupsOf } from '../from-family/groups.ts';
import { NotGiven } from '../health/not-given.tsx';
import { givenAt, offeredAt } from '../outreach/sessions.ts';
import { useCodes } from '../packs/use-clinic.ts';
import { fieldTexts, lacksOf } from '../record/missing-fields.ts';
import { useRecord } from '../record/use-record.ts';
import type { RecordView } from '../record/view.ts';
import { Page } from '../session/shell.tsx';
import { BreakOffDialog } from './break-off-dialog.tsx';
import { InquiryForm } from './inquiry-form.tsx';
import { signVisit, undoStep } from './save-visit.ts';
import { SignPhoto } from './sign-photo.tsx';
import { StartVisit } from './start-visit.tsx';
import { Steps } from './steps.tsx';
import { useVisits } from './use-visits.ts';
import { VisitConsents } from './visit-consents.tsx';
import { type ClinicVisit, currentVisit, isEnded } from './visit-state.ts';

/** One visit from the health inquiry to the end of the observation: at each step what the hands do next. */
const VisitScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { record, problem, isLoading, refresh } = useRecord(id);
  const { visits, running, isLoading: isAsking, problem: refused, refresh: again } = useVisits();
  const visit = currentVisit(visits, id);
  if (!record || (!visit && isAsking)) {
    return (
      <Page title={t('visit.title')} back={`/child/${id}`}>
        {isLoading || isAsking ? (
          <Skeleton lines={8} />
        ) : problem ? (
          <ErrorBox problem={problem} onRetry={refresh} />
        ) : (
          <EmptyState icon="record" title={clinic('record.missing')} />
        )}
      </Page>
    );
  }
  const { person } = record;
  const changed = () => {
    refresh();
    again();
  };
  return (
    <Page
      title={person.name}
      back="/"
      narrow
      aside={<ButtonLink href={`#/child/${person.id}`}>{t('visit.record')}</ButtonLink>}
    >
      <p class="give-who">
        {ageText(person.birthDate, currentDay())} · {formatDate(person.birthDate)}
      </p>
      {visit ? (
        <>
          <Steps visit={visit} />
          {!isEnded(visit) && <GroupAdvice {...groupsOf(record)} />}
          {visit.answeredAnew && <Notice tone="warn">{t('outdated.text')}</Notice>}
          <NotGiven record={record} onChanged={refresh} />
          <Step key={visit.state} visit={visit} record={record} running={running} onChanged={changed} />
          <Ways visit={visit} record={record} onChanged={changed} />
        </>
      ) : refused ? (
        // Whether somebody has a visit is not known: none is opened beside it.
        <ErrorBox problem={refused} onRetry={again} />
      ) : (
        <p class="muted">{t('visit.none')}</p>
      )}
      {(visit ? isEnded(visit) : !refused) && <StartVisit person={person} />}
    </Page>
  );
};
export default VisitScreen;

interface StepProps {
  visit: ClinicVisit;
  record: RecordView;
  running: readonly Running[];
  onChanged: () => void;
}

/** What the step asks for. */
function Step(props: StepProps) {
  const { visit, record, running, onChanged } = props;
  const { codes } = useCodes();
  switch (visit.state) {
    case 'registered':
      if (!codes?.screeningForm) return <Notice tone="warn">{t('ask.missing')}</Notice>;
      return <InquiryForm record={record} form={codes.screeningForm} visit={visit} onSaved={onChanged} />;
    case 'screened':
      return <Sign {...props} signOff="registration" />;
    case 'signed_off':
    case 'consented':
      return (
        <>
          <VisitConsents record={record} onChanged={onChanged} />
          <GiveList visit={visit} record={record} isPrimary />
        </>
      );
    case 'vaccinated':
      return (
        <>
          <Sign {...props} signOff="vaccination" />
          <GiveList visit={visit} record={record} isPrimary={false} />
        </>
      );
    case 'observing':
      return (
        <>
          <p class="muted">{t('observe.hint')}</p>
          <Observations running={running} personId={record.person.id} onEnded={onChanged} />
        </>
      );
    case 'done':
      return (
        <Notice tone="good" title={t('state.done')}>
          {t('done.text')}
        </Notice>
      );
    case 'broken_off':
      return <Broken visit={visit} />;
  }
}

function Broken({ visit: { broken } }: { visit: ClinicVisit }) {
  if (!broken) return <Notice title={t('state.broken_off')} />;
  return (
    <Notice tone="warn" title={t('break.of', { reason: t(`break.${broken.reason}`) })}>
      {broken.until && <span>{t('break.until', { date: formatDate(broken.until) })}</span>}
      {broken.note && <span>{broken.note}</span>}
    </Notice>
  );
}

/** The vaccines of today, each one press from its form. */
function GiveList({ visit, record, isPrimary }: Pick<StepProps, 'visit' | 'record'> & { isPrimary: boolean }) {
  const { person, plan } = record;
  const { codes } = useCodes();
  // What the point does not give is told, not offered (H-11).
  const today = offeredAt(plan.today, givenAt(codes, visit.point, currentDay()));
  return (
    <section class="card" aria-labelledby="visit-give">
      <h2 id="visit-give">{t(isPrimary ? 'give.title' : 'give.more')}</h2>
      {plan.today.length === 0 && <p class="muted">{clinic('plan.today.none')}</p>}
      <ul class="visit">
        {today.map((item) => (
          <li key={item.series} class="visit-row">
            <span class="grow row">
              <strong>{item.seriesName}</strong>
              <span class="number">{clinic('dose.number', { dose: item.dose })}</span>
            </span>
            {item.vaccines.length === 0 ? (
              <Badge tone="warn">{outreach('notHere')}</Badge>
            ) : (
              <ButtonLink
                variant={isPrimary ? 'primary' : 'plain'}
                icon="syringe"
                href={`#/child/${person.id}/give?series=${encodeURIComponent(item.series)}`}
                label={clinic('plan.giveOf', { series: item.seriesName, dose: item.dose })}
              >
                {clinic('plan.give')}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
      <ButtonLink variant="quiet" href={`#/child/${person.id}/give`}>
        {clinic('plan.other')}
      </ButtonLink>
    </section>
  );
}

/** A sign-off: what to check once more, and one press (S-44). A birth dose not given needs its reason first (S-13). */
function Sign({ visit, record, signOff, onChanged }: StepProps & { signOff: SignOff }) {
  const { person, plan, doses } = record;
  const [commandId] = useState(newId);
  const [photo, setPhoto] = useState<KeptPhoto | null>(null);
  const [fingerprint, setFingerprint] = useState<KeptFingerprint | null>(null);
  const [unconfirmed, setUnconfirmed] = useState<UnconfirmedReason | ''>('');
  const { codes } = useCodes();
  const isAsked = codes?.clinicSettings.asksFingerprint === true;
  const lacksConfirmation = isAsked && !photo && !fingerprint && unconfirmed === '';
  const [busy, setBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const lacksReason = signOff === 'vaccination' && plan.series.some(({ reasonRequired }) => reasonRequired);
  const today = doses.filter(
    ({ date, state, source }) => date === visit.day && state === 'given' && source === 'clinic',
  );
  const sign = async () => {
    setTried(true);
    if (lacksReason || lacksConfirmation || busy) return;
    setBusy(true);
    setProblem(null);
    const confirmed = { photo, fingerprint, unconfirmed: photo || fingerprint ? null : unconfirmed || null };
    const saved = await signVisit(commandId, person, visit.id, signOff, confirmed);
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    toast(t(saved.kind === 'queued' ? 'visit.queued' : 'visit.saved', { step: t(`signOff.${signOff}`) }));
    onChanged();
  };
  return (
    <section class="card" aria-labelledby="sign">
      <h2 id="sign">{t(`signOff.${signOff}`)}</h2>
      <p class="muted">{t(`sign.${signOff}.hint`)}</p>
      {signOff === 'vaccination' && (
        <ul class="visit" aria-label={t('give.given')}>
          {today.map((dose) => (
            <li key={dose.id} class="visit-row">
              <span class="grow stack-tight">
                <strong>{dose.vaccine.name}</strong>
                <span class="small muted row">
                  <span class="mono">{dose.lotNumber}</span>
                  {dose.site && <span>{clinic(`site.${dose.site}`)}</span>}
                  {dose.route && <span>{clinic(`route.${dose.route}`)}</span>}
                  {dose.traceCode && <span class="mono">{dose.traceCode}</span>}
                </span>
              </span>
              {lacksOf(dose, record).length > 0 && (
                <Badge tone="warn">{t('field.lacksOf', { fields: fieldTexts(lacksOf(dose, record)) })}</Badge>
              )}
              {dose.entry && (
                <Badge tone="warn" icon="upload">
                  {t('visit.pending')}
                </Badge>
              )}
            </li>
          ))}
        </ul>
      )}
      <SignPhoto photo={photo} onChange={setPhoto} />
      {isAsked && (
        <>
          <SignFingerprint
            birthDate={person.birthDate}
            day={visit.day}
            fingerprint={fingerprint}
            onChange={setFingerprint}
          />
          {!photo && !fingerprint && (
            <Select
              label={t('unconfirmed.label')}
              value={unconfirmed}
              placeholder
              options={UNCONFIRMED_REASONS.map((value) => ({ value, label: t(`unconfirmed.${value}`) }))}
              error={isTried && lacksConfirmation ? t('unconfirmed.bad') : undefined}
              onInput={(value) => setUnconfirmed(value as UnconfirmedReason | '')}
            />
          )}
        </>
      )}
      {isTried && lacksReason && (
        <p class="field-error" role="alert">
          {t('sign.reasons')}
        </p>
      )}
      {problem && <ErrorBox problem={problem} />}
      <div class="give-save">
        <Button variant="primary" icon="check" wide busy={busy} onClick={() => void sign()}>
          {t(`sign.${signOff}`)}
        </Button>
      </div>
    </section>
  );
}

/** The ways out of a step: take the last one back, or end the visit with a reason. */
function Ways({ visit, record, onChanged }: Omit<StepProps, 'running'>) {
  const { person } = record;
  const [isBreaking, setBreaking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const last = undoableStep(visit.steps);
  const undo = async () => {
    if (!last || busy) return;
    setBusy(true);
    const saved = await undoStep(person, visit.id, last.kind);
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    toast(t('undo.done', { step: t(`kind.${last.kind}`) }));
    onChanged();
  };
  return (
    <>
      {problem && <ErrorBox problem={problem} />}
      <div class="row visit-ways">
        {last && (
          <Button variant="quiet" icon="undo" busy={busy} onClick={() => void undo()}>
            {t('undo.button', { step: t(`kind.${last.kind}`) })}
          </Button>
        )}
        {!isEnded(visit) && (
          <Button variant="quiet" icon="cross" onClick={() => setBreaking(true)}>
            {t('break.button')}
          </Button>
        )}
      </div>
      {isBreaking && (
        <BreakOffDialog person={person} visit={visit} onClose={() => setBreaking(false)} onSaved={onChanged} />
      )}
    </>
  );
}
