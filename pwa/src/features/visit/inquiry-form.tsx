import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/visit.ts';
import { currentDay, currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { DateField, Segmented, TextField } from '../../ui/field.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { saveHealthFact } from '../health/save-fact.ts';
import { useCodes } from '../packs/use-clinic.ts';
import type { PersonHead, RecordView } from '../record/view.ts';
import {
  type Advice,
  adviceOf,
  answersOf,
  emptyInquiry,
  type Form,
  type Inquiry,
  inquiryFaults,
  type Question,
  questionsOf,
  temperatureOf,
} from './inquiry.ts';
import { NotContraindications, Questions, textOf } from './questions.tsx';
import { screenVisit, signVisit } from './save-visit.ts';
import type { ClinicVisit } from './visit-state.ts';

const CONCLUSIONS = ['go', 'ask_doctor', 'postpone', 'contraindicated'] as const;

/** What was answered at home, to begin with. */
function fromFamily({ familyScreening }: ClinicVisit, form: Form): Inquiry {
  if (familyScreening?.formVersion !== form.version) return emptyInquiry;
  const { answers } = familyScreening;
  return {
    ...emptyInquiry,
    values: Object.fromEntries(answers.map(({ question, value }) => [question, value])),
    dates: Object.fromEntries(answers.flatMap(({ question, date }) => (date ? [[question, date]] : []))),
  };
}

/** The health facts that follow from what was answered: the plan heeds them from now on. */
async function saveFacts(person: PersonHead, grounds: readonly Question[], inquiry: Inquiry): Promise<void> {
  const day = currentDay();
  for (const { id, fact } of grounds) {
    if (fact === null || inquiry.values[id] !== 'yes') continue;
    // A finding has its day, a passing state its end.
    const isFinding = inquiry.dates[id] !== undefined && inquiry.dates[id] !== '';
    const until = !isFinding && inquiry.conclusion === 'postpone' ? inquiry.until : null;
    const input = { factId: newId(), personId: person.id, code: fact, date: inquiry.dates[id] || day, until };
    await saveHealthFact(
      newId(),
      { ...input, recordedAt: currentInstant() },
      { name: person.name, birthDate: person.birthDate },
    );
  }
}

/** The health inquiry of a visit: answers, advice, conclusion; with nothing against it, one press signs registration off too. */
export function InquiryForm({
  record,
  form,
  visit,
  onSaved,
}: {
  record: RecordView;
  form: Form;
  visit: ClinicVisit;
  onSaved: () => void;
}) {
  const { person, plan } = record;
  const { id: visitId, familyScreening } = visit;
  const day = currentDay();
  const vaccines = plan.today.flatMap((item) => item.vaccines.map(({ code }) => code));
  const questions = questionsOf(form, { sex: person.sex, birthDate: person.birthDate, day, vaccines });
  const [inquiry, setInquiry] = useState(() => fromFamily(visit, form));
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ screen: newId(), sign: newId(), screeningId: newId() }));
  const advice = adviceOf(questions, inquiry, day);
  const { codes } = useCodes();
  // Where a fingerprint is asked for, the sign-off is a step of its own.
  const asksFingerprint = codes?.clinicSettings.asksFingerprint === true;
  const isClear = advice.conclusion === 'go' && advice.open === 0;
  useOpenForm(Object.keys(inquiry.values).length > 0 && !busy);

  const change = (part: Partial<Inquiry>) => {
    setProblem(null);
    setInquiry((before) => {
      const next = { ...before, ...part };
      // A conclusion rests on its answers.
      if (part.values && before.conclusion !== '') next.conclusion = '';
      return next;
    });
  };

  const save = async (decided: Inquiry, isSigning: boolean) => {
    setTried(true);
    if (inquiryFaults(decided, advice, day).length > 0 || busy || decided.conclusion === '') return;
    setBusy(true);
    const saved = await screenVisit(made.screen, person, {
      visitId,
      screeningId: made.screeningId,
      formVersion: form.version,
      answers: answersOf(questions, decided),
      vaccines: [...new Set(vaccines)],
      temperature: temperatureOf(decided.temperature) ?? null,
      conclusion: decided.conclusion,
      until: decided.conclusion === 'postpone' ? decided.until : null,
      note: decided.note.trim() || null,
      confirms: familyScreening?.formVersion === form.version ? familyScreening.id : null,
      at: currentInstant(),
    });
    if (saved.kind !== 'refused' && decided.conclusion !== 'go') await saveFacts(person, advice.because, decided);
    const signed =
      saved.kind !== 'refused' && isSigning ? await signVisit(made.sign, person, visitId, 'registration') : saved;
    setBusy(false);
    const wrong = [saved, signed].find((one) => one.kind === 'refused');
    if (wrong?.kind === 'refused') setProblem(wrong.problem);
    if (saved.kind !== 'refused') onSaved();
  };
  return (
    <section class="card" aria-labelledby="inquiry">
      <h2 id="inquiry">{t('ask.title')}</h2>
      {familyScreening && (
        <Notice
          tone="info"
          title={t('ask.family', {
            time: formatInstant(familyScreening.answeredAt),
            name: familyScreening.signedName ?? '',
          })}
        >
          {t('ask.family.hint')}
        </Notice>
      )}
      <NotContraindications form={form} />
      <Questions questions={questions} inquiry={inquiry} day={day} onChange={change} />
      <TextField
        label={t('ask.temperature')}
        value={inquiry.temperature}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={4}
        error={temperatureOf(inquiry.temperature) === undefined ? t('ask.temperature.bad') : undefined}
        onInput={(temperature) => change({ temperature })}
      />
      {!isClear && <Conclusion inquiry={inquiry} advice={advice} day={day} isTried={isTried} onChange={change} />}
      {problem && <ErrorBox problem={problem} />}
      <div class="give-save stack">
        {isClear && asksFingerprint ? (
          <Button
            variant="primary"
            icon="check"
            wide
            busy={busy}
            onClick={() => void save({ ...inquiry, conclusion: 'go' }, false)}
          >
            {t('ask.goOnly')}
          </Button>
        ) : isClear ? (
          <>
            <Button
              variant="primary"
              icon="check"
              wide
              busy={busy}
              onClick={() => void save({ ...inquiry, conclusion: 'go' }, true)}
            >
              {t('ask.go')}
            </Button>
            <Button variant="quiet" wide busy={busy} onClick={() => void save({ ...inquiry, conclusion: 'go' }, false)}>
              {t('ask.goOnly')}
            </Button>
          </>
        ) : (
          <Button variant="primary" wide busy={busy} onClick={() => void save(inquiry, false)}>
            {t('ask.save')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What somebody concludes from answers that speak against going on. */
function Conclusion({
  inquiry,
  advice,
  day,
  isTried,
  onChange,
}: {
  inquiry: Inquiry;
  advice: Advice;
  day: string;
  isTried: boolean;
  onChange: (part: Partial<Inquiry>) => void;
}) {
  const faults = new Set(isTried ? inquiryFaults(inquiry, advice, day) : []);
  if (advice.conclusion === 'go') {
    return faults.has('open') ? (
      <p class="field-error" role="alert">
        {t('ask.open', { count: advice.open })}
      </p>
    ) : null;
  }
  return (
    <div class="stack">
      <Notice
        tone={advice.conclusion === 'contraindicated' ? 'bad' : 'warn'}
        title={t(`ask.advice.${advice.conclusion}`)}
      >
        {t('ask.because', { questions: advice.because.map(textOf).join(' / ') })}
        <span class="small muted">{advice.because.map(({ source }) => source).join(' · ')}</span>
      </Notice>
      {faults.has('open') && (
        <p class="field-error" role="alert">
          {t('ask.open', { count: advice.open })}
        </p>
      )}
      <Segmented
        legend={t('ask.conclusion')}
        value={inquiry.conclusion}
        options={CONCLUSIONS.map((value) => ({ value, label: t(`conclusion.${value}`) }))}
        onChange={(value) => {
          const conclusion = value as (typeof CONCLUSIONS)[number];
          onChange({ conclusion, until: conclusion === 'postpone' ? inquiry.until || advice.until : inquiry.until });
        }}
      />
      {faults.has('conclusion') && (
        <p class="field-error" role="alert">
          {t('ask.pick')}
        </p>
      )}
      {inquiry.conclusion === 'postpone' && (
        <DateField
          label={t('ask.until')}
          value={inquiry.until}
          min={day}
          error={faults.has('until') ? t('ask.until.bad') : undefined}
          onInput={(until) => onChange({ until })}
        />
      )}
      {inquiry.conclusion !== '' && (
        <TextField
          label={t(inquiry.conclusion === 'go' ? 'ask.reason' : 'ask.note')}
          value={inquiry.note}
          optional={inquiry.conclusion !== 'go'}
          maxLength={200}
          error={faults.has('note') ? t('ask.reason.bad') : undefined}
          onInput={(note) => onChange({ note })}
        />
      )}
    </div>
  );
}
