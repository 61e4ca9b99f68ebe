import { visitMove } from '@miaoben/schedule/clinic-visit';
import { useEffect, useState } from 'preact/hooks';
import { ClinicVials } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { prefetch } from '../../data/use-data.ts';
import { ageText } from '../../i18n/age.ts';
import { t } from '../../i18n/clinic.ts';
import { t as device } from '../../i18n/device.ts';
import { t as judgement } from '../../i18n/judgement.ts';
import { t as outreach } from '../../i18n/outreach.ts';
import { t as visitTexts } from '../../i18n/visit.ts';
import { currentDay, currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { navigate, routeQuery, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { consentAdvice, GiveConsentCard, useGiveConsent } from '../consent/give-consent.tsx';
import { givenAt, offeredAt } from '../outreach/sessions.ts';
import { useCodes } from '../packs/use-clinic.ts';
import { useRecord } from '../record/use-record.ts';
import { Basis } from '../record/validity.tsx';
import type { ReasonView, RecordView } from '../record/view.ts';
import { useScannedTrace } from '../scan/wedge.tsx';
import { Page } from '../session/shell.tsx';
import { useFormVial } from '../vial/use-form-vial.ts';
import { point } from '../visit/point.ts';
import { useVisits } from '../visit/use-visits.ts';
import { currentVisit, isEnded } from '../visit/visit-state.ts';
import { AdviceDialog } from './advice-dialog.tsx';
import { type Draft, faultsOf, inputOf } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { routeOf, siteOf } from './giving.ts';
import { wantedFor } from './lots.ts';
import { takePreset } from './preset.ts';
import { remindOf } from './reminder.ts';
import { saveDose } from './save-dose.ts';
import { adviceOn, useAdvice } from './use-advice.ts';

type Codes = NonNullable<ReturnType<typeof useCodes>['codes']>;

/** Records a dose: vaccine, lot, trace code, site, route; the engine's advice before anything is saved. */
const GiveScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { record, problem, isLoading, refresh } = useRecord(id);
  const { codes } = useCodes();
  if (!record || !codes) {
    return (
      <Page title={t('give.title')} back={`/child/${id}`}>
        {isLoading ? (
          <Skeleton lines={8} />
        ) : problem ? (
          <ErrorBox problem={problem} onRetry={refresh} />
        ) : (
          <EmptyState icon="record" title={t('record.missing')} />
        )}
      </Page>
    );
  }
  return <Give record={record} codes={codes} series={routeQuery('series')} onChanged={refresh} />;
};
export default GiveScreen;

/** What stands against a dose outside a visit, as the server says it. */
const unvisited = (): ReasonView => ({
  code: 'VISIT_MISSING',
  rule: 'visit.signedOff',
  source: 'S-44',
  doctorText: visitTexts('advice.noVisit'),
});

function Give({
  record,
  codes,
  series,
  onChanged,
}: {
  record: RecordView;
  codes: Codes;
  series: string | null;
  onChanged: () => void;
}) {
  const { person } = record;
  const day = currentDay();
  const { visits } = useVisits();
  const visit = currentVisit(visits, person.id);
  // A dose happens where its visit does.
  const place = visit && !isEnded(visit) ? visit.point : point.value;
  const given = givenAt(codes, place, day);
  const today = offeredAt(record.plan.today, given);
  const planned = record.plan.series.find((s) => s.series === series);
  const usedToday = record.doses
    .filter(({ date, state }) => date === day && state === 'given')
    .map(({ site }) => site ?? null);
  const [draft, setDraft] = useState<Draft>(() => {
    const told = takePreset(person.id);
    const vaccine =
      told?.vaccine ??
      planned?.vaccines.find(({ code }) => given?.has(code) ?? true)?.code ??
      planned?.vaccines[0]?.code ??
      '';
    return {
      vaccine,
      lot: '',
      product: '',
      trace: '',
      vialId: '',
      site: siteOf(vaccine, person.birthDate, day, usedToday),
      route: routeOf(vaccine),
      isOutside: told !== null,
      date: day,
      clinicName: '',
      lotNumber: '',
      ...told,
    };
  });
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [advice, setAdvice] = useState<readonly ReasonView[] | null>(null);
  // One dose, one command per form: pressing again after a lost answer is the same step.
  const [made] = useState(() => ({ commandId: newId(), doseId: newId() }));
  const [isSaved, setSaved] = useState(false);
  useOpenForm(!isSaved && (draft.lot !== '' || draft.trace !== '' || draft.isOutside));

  // Doses of elsewhere belong to no visit; before the sign-off at registration there is none to give.
  const visitId = visit && !draft.isOutside && visitMove(visit.state, 'dose_given') ? visit.id : null;
  const change = (part: Partial<Draft>) => {
    setProblem(null);
    setDraft((before) => {
      const next = { ...before, ...part };
      // Another box than the vial whose code is there: its code goes with it.
      const known = vial.vial;
      if (part.trace === undefined && known && next.trace === known.traceCode && next.lot !== known.lotNumber)
        next.trace = '';
      if (next.trace !== '' || next.lot !== before.lot) next.vialId = part.vialId ?? '';
      if (next.vaccine === before.vaccine) return next;
      const used = next.date === day ? usedToday : [];
      return { ...next, route: routeOf(next.vaccine), site: siteOf(next.vaccine, person.birthDate, next.date, used) };
    });
  };
  const vial = useFormVial(draft, wantedFor(draft.vaccine, draft.isOutside ? record.plan.today : today), codes, change);
  useScannedTrace((trace) => change({ trace }));

  const consent = useGiveConsent(record, draft.isOutside ? '' : draft.vaccine, draft.date);
  const unsigned = consentAdvice(consent);
  const warned = useAdvice(draft, record, codes, day);
  const isVialRefused = vial.vial !== undefined && (vial.vial.state !== 'open' || vial.isOther);
  const isNotGivenHere = draft.vaccine !== '' && given !== null && !given.has(draft.vaccine);
  const isOfSeveral = (codes.products.find(({ id }) => id === draft.product)?.dosesPerContainer ?? 1) > 1;
  const faults = faultsOf(draft, { birthDate: person.birthDate, day, isVialRefused, isOfSeveral, isNotGivenHere });

  const save = async (overrideReason: string | null) => {
    setBusy(true);
    // The guardian may read for long in this form: the dose, and its observation, begin when it is saved.
    const input = inputOf(draft, {
      ...made,
      recordedAt: currentInstant(),
      personId: person.id,
      visitId,
      overrideReason,
    });
    const vaccine = codes.vaccines.find(({ code }) => code === draft.vaccine)?.name ?? draft.vaccine;
    const saved = await saveDose(made.commandId, input, {
      label: { name: person.name, birthDate: person.birthDate, vaccine },
      observation: { minutes: codes.clinicSettings.observationMinutes, endedAt: null, reaction: null },
    });
    setBusy(false);
    setAdvice(null);
    if (saved.kind === 'refused') {
      // The server's newer facts advise against it where the device saw nothing.
      if (saved.problem.field === 'overrideReason') setAdvice([]);
      else setProblem(saved.problem);
      return;
    }
    setSaved(true);
    // The device's own record of the vial, should the network go away now.
    if (vial.vial && saved.kind === 'saved') void prefetch(ClinicVials, {});
    if (saved.kind === 'queued') toast(t('give.queued'), { label: device('bar.open'), run: () => navigate('/outbox') });
    else if (saved.data.recordDose.conflict)
      toast(t('give.conflict'), { label: t('review.title'), run: () => navigate('/reviews') });
    else toast(draft.isOutside ? t('give.savedOutside') : t('give.saved'));
    const given = saved.kind === 'saved' ? saved.data.recordDose.dose : null;
    if (given?.observation) {
      const { id: doseId, observation } = given;
      remindOf({ id: doseId, person: { id: person.id, name: person.name }, endsAt: Date.parse(observation.endsAt) });
    }
  };
  useEffect(() => {
    // After the render that lets the form go, so that nothing asks whether to leave.
    if (isSaved) navigate(`/child/${person.id}${visitId ? '/visit' : ''}`, { replace: true });
  }, [isSaved, person.id]);

  const submit = async () => {
    setTried(true);
    if (faults.length > 0 || busy) return;
    if (draft.isOutside) return save(null);
    const reasons = [...(await adviceOn(draft, record, codes, day)), ...(visitId ? [] : [unvisited()]), ...unsigned];
    if (reasons.length > 0) setAdvice(reasons);
    else await save(null);
  };
  return (
    <Page title={t('give.title')} back={`/child/${person.id}${visitId ? '/visit' : ''}`} narrow>
      <p class="give-who">
        <bdi>{t('give.of', { name: person.name, age: ageText(person.birthDate, day) })}</bdi>
      </p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {!visitId && !draft.isOutside && (
          <Notice tone="warn">
            <span>{visitTexts('visit.first')}</span>
            <a href={`#/child/${person.id}/visit`}>
              {visitTexts(visit && !isEnded(visit) ? 'visit.continue' : 'visit.start')}
            </a>
          </Notice>
        )}
        <DraftForm
          draft={draft}
          faults={isTried ? faults : []}
          codes={codes}
          planned={draft.isOutside ? record.plan.today : today}
          given={draft.isOutside ? null : given}
          day={day}
          vial={vial}
          onChange={change}
        />
        {!draft.isOutside && draft.vaccine !== '' && (
          <GiveConsentCard
            record={record}
            consent={consent}
            vaccine={{
              code: draft.vaccine,
              name: codes.vaccines.find(({ code }) => code === draft.vaccine)?.name ?? draft.vaccine,
            }}
            onChanged={onChanged}
          />
        )}
        {isNotGivenHere && !draft.isOutside && (
          <Notice tone="bad" title={outreach('notGiven', { point: place ?? '' })} />
        )}
        {warned.length > 0 && (
          <Notice tone="warn" title={judgement(draft.isOutside ? 'advice.inlineOutside' : 'advice.inline')}>
            {warned.map((reason) => (
              <Basis key={reason.code + reason.rule} reason={reason} />
            ))}
          </Notice>
        )}
        {problem && <ErrorBox problem={problem} />}
        <div class="give-save">
          <Button type="submit" variant="primary" icon="syringe" wide busy={busy}>
            {draft.isOutside ? t('give.saveOutside') : t('give.save')}
          </Button>
        </div>
      </form>
      {advice && (
        <AdviceDialog
          reasons={advice}
          busy={busy}
          onStop={() => setAdvice(null)}
          onGive={(reason) => void save(reason)}
        />
      )}
    </Page>
  );
}
