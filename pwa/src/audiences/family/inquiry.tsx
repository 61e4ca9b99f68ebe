import { useState } from 'preact/hooks';
import { AnswerScreening, ScreeningQuestions, type ScreeningQuestionsQuery } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { adviceOf, answersOf, emptyInquiry, type Inquiry, questionsOf } from '../../features/visit/inquiry.ts';
import { NotContraindications, Questions } from '../../features/visit/questions.tsx';
import { t } from '../../i18n/family.ts';
import { formatTime } from '../../i18n/format.ts';
import { t as visit } from '../../i18n/visit.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';

type Child = NonNullable<ScreeningQuestionsQuery['person']>;

/** The health inquiry before a dose, answered and signed at home; the clinic goes through it on the same day (H-17). */
const InquiryScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(ScreeningQuestions, { id });
  const child = data?.person;
  return (
    <Page title={t('inquiry.title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !child && <EmptyState icon="record" title={t('child.notFound')} />}
      {data && child && <Answering child={child} form={data.screeningForm} onSaved={refresh} />}
    </Page>
  );
};
export default InquiryScreen;

function Answering({
  child,
  form,
  onSaved,
}: {
  child: Child;
  form: ScreeningQuestionsQuery['screeningForm'];
  onSaved: () => void;
}) {
  const day = child.plan.asOf;
  const answered = child.familyScreening;
  const [isAgain, setAgain] = useState(false);
  if (answered && !isAgain) {
    return (
      <>
        <Notice
          tone={answered.advice === 'go' ? 'good' : 'warn'}
          title={t('inquiry.done', { time: formatTime(answered.answeredAt), name: answered.signedName ?? '' })}
        >
          {t(answered.advice === 'go' ? 'inquiry.done.go' : 'inquiry.done.ask')}
        </Notice>
        <Button onClick={() => setAgain(true)}>{t('inquiry.again')}</Button>
      </>
    );
  }
  return (
    <AnswerForm
      child={child}
      form={form}
      day={day}
      onSaved={() => {
        setAgain(false);
        onSaved();
      }}
    />
  );
}

function AnswerForm({
  child,
  form,
  day,
  onSaved,
}: {
  child: Child;
  form: ScreeningQuestionsQuery['screeningForm'];
  day: string;
  onSaved: () => void;
}) {
  const questions = questionsOf(form, { sex: child.sex, birthDate: child.birthDate, day, vaccines: [] });
  const [inquiry, setInquiry] = useState<Inquiry>(emptyInquiry);
  const [name, setName] = useState('');
  const [isTrue, setTrue] = useState(false);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), screeningId: newId() }));
  const [isSaved, setSaved] = useState(false);
  useOpenForm(!isSaved && Object.keys(inquiry.values).length > 0);
  const { open } = adviceOf(questions, inquiry, day);
  const save = async () => {
    setTried(true);
    if (open > 0 || name.trim() === '' || !isTrue || busy) return;
    setBusy(true);
    const answer = await mutate(AnswerScreening, {
      commandId: made.commandId,
      input: {
        screeningId: made.screeningId,
        personId: child.id,
        formVersion: form.version,
        answers: answersOf(questions, inquiry),
        signedName: name.trim(),
      },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setSaved(true);
    toast(t('inquiry.saved'));
    onSaved();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p>{t('inquiry.explain', { name: child.name })}</p>
      <NotContraindications form={form} />
      <Questions
        questions={questions}
        inquiry={inquiry}
        day={day}
        onChange={(part) => setInquiry((before) => ({ ...before, ...part }))}
      />
      {isTried && open > 0 && (
        <p class="field-error" role="alert">
          {visit('ask.open', { count: open })}
        </p>
      )}
      <TextField
        label={t('inquiry.sign')}
        hint={t('inquiry.sign.hint')}
        value={name}
        autocomplete="name"
        maxLength={50}
        error={isTried && name.trim() === '' ? t('inquiry.sign.bad') : undefined}
        onInput={setName}
      />
      <Checkbox checked={isTrue} error={isTried && !isTrue ? t('inquiry.true.bad') : undefined} onChange={setTrue}>
        {t('inquiry.true')}
      </Checkbox>
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('inquiry.submit')}
      </Button>
    </form>
  );
}
