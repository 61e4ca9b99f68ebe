import { useState } from 'preact/hooks';
import { type RealNameResult, RegisterGuardian } from '../../data/generated/session.ts';
import { newId } from '../../data/ids.ts';
import { post } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { adoptSession } from '../../data/session.ts';
import { pathOf } from '../../features/session/audience.ts';
import { checkRealName, RealNameAnswer } from '../../features/session/real-name.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/account.ts';
import { t as common } from '../../i18n/common.ts';
import { fieldProblem, problemText } from '../../i18n/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { PhoneCode } from './phone-code.tsx';
import { ADULT_DOCUMENTS, checkRegistration, passwordStrength, type Registration } from './register-rules.ts';

const EMPTY: Registration = {
  name: '',
  documentType: 'RESIDENT_ID',
  documentNumber: '',
  phone: '',
  code: '',
  password: '',
  acceptedTerms: false,
};
const STRENGTH = ['register.password.weak', 'register.password.fair', 'register.password.strong'] as const;

const Register: Screen = () => {
  const [outcome, setOutcome] = useState<RealNameResult | Problem | null>(null);
  return (
    <Page title={t('register.title')} back="/" narrow>
      {outcome === null ? <Form onDone={setOutcome} /> : <Done outcome={outcome} />}
    </Page>
  );
};
export default Register;

function Done({ outcome }: { outcome: RealNameResult | Problem }) {
  return (
    <>
      {typeof outcome === 'string' ? <RealNameAnswer result={outcome} /> : <ErrorBox problem={outcome} />}
      <ButtonLink variant="primary" wide href={pathOf('family')}>
        {common('action.continue')}
      </ButtonLink>
    </>
  );
}

function Form({ onDone }: { onDone: (outcome: RealNameResult | Problem) => void }) {
  const [form, setForm] = useState(EMPTY);
  const [ticket, setTicket] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [showsTerms, setShowsTerms] = useState(false);
  useOpenForm(form !== EMPTY);

  const set =
    <Key extends keyof Registration>(key: Key) =>
    (value: Registration[Key]) => {
      setForm((old) => ({ ...old, [key]: value }));
      if (problem?.field?.endsWith(key)) setProblem(undefined);
    };
  const found = checkRegistration(form);
  const errorOf = (key: keyof Registration): string | undefined => {
    const reason = isTried ? found[key] : undefined;
    return reason ? problemText({ code: 'BAD_INPUT', reason }) : fieldProblem(problem, key);
  };
  const isShownAtField = problem?.field !== undefined && fieldProblem(problem, problem.field.split('.').at(-1) ?? '');

  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.keys(found).length > 0 || !ticket) return;
    setBusy(true);
    const input = { ...form, codeTicket: ticket };
    const answer = await post(RegisterGuardian, { commandId: newId(), input });
    if (answer.ok) {
      await adoptSession(answer.data.registerGuardian);
      onDone(await checkRealName());
    } else {
      setProblem(answer.problem);
    }
    setBusy(false);
  };

  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <p class="muted">{t('register.lead')}</p>
      <TextField
        label={t('register.name')}
        hint={t('register.name.hint')}
        autocomplete="name"
        value={form.name}
        onInput={set('name')}
        error={errorOf('name')}
      />
      <Select
        label={t('register.documentType')}
        value={form.documentType}
        onInput={set('documentType')}
        options={ADULT_DOCUMENTS.map((value) => ({ value, label: t(`document.${value}`) }))}
        error={errorOf('documentType')}
      />
      <TextField
        label={t('register.documentNumber')}
        autocomplete="off"
        maxLength={32}
        value={form.documentNumber}
        onInput={set('documentNumber')}
        error={errorOf('documentNumber')}
      />
      <TextField
        label={t('register.phone')}
        hint={t('register.phone.hint')}
        type="tel"
        autocomplete="tel"
        maxLength={16}
        value={form.phone}
        onInput={set('phone')}
        error={errorOf('phone')}
      />
      <PhoneCode
        phone={form.phone}
        value={form.code}
        onInput={set('code')}
        onTicket={setTicket}
        error={isTried && !ticket ? t('register.code.first') : errorOf('code')}
      />
      <TextField
        label={t('register.password')}
        hint={form.password ? t(STRENGTH[passwordStrength(form.password)]) : t('register.password.hint')}
        type="password"
        autocomplete="new-password"
        value={form.password}
        onInput={set('password')}
        error={errorOf('password')}
      />
      <Checkbox checked={form.acceptedTerms} onChange={set('acceptedTerms')} error={errorOf('acceptedTerms')}>
        {t('register.terms')}
      </Checkbox>
      <div>
        <Button variant="quiet" onClick={() => setShowsTerms(true)}>
          {t('register.terms.read')}
        </Button>
      </div>
      {problem && !isShownAtField && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('register.submit')}
      </Button>
      {showsTerms && <Terms onClose={() => setShowsTerms(false)} />}
    </form>
  );
}

function Terms({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('terms.title')} onClose={onClose}>
      <ol class="stack">
        {([1, 2, 3, 4, 5] as const).map((clause) => (
          <li key={clause}>{t(`terms.${clause}`)}</li>
        ))}
      </ol>
    </Dialog>
  );
}
