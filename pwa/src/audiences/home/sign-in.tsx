import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { type Account, signIn } from '../../data/session.ts';
import { type Audience, audienceOf, pathOf } from '../../features/session/audience.ts';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/account.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';

/** Off to the role's own document; where the user came from counts only if it is that one. */
export function enter({ role }: Account): void {
  const own = audienceOf(role);
  const next = routeQuery('next') as Audience | null;
  location.assign(pathOf(next === own ? next : own));
}

export function SignInForm() {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isIncomplete, setIncomplete] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    setIncomplete(!login.trim() || !password);
    setProblem(null);
    if (busy || !login.trim() || !password) return;
    setBusy(true);
    const answer = await signIn(login.trim(), password);
    setBusy(false);
    if (answer.ok) enter(answer.data);
    else setProblem(answer.problem);
  };

  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('signIn.account')}
        hint={t('signIn.account.hint')}
        name="account"
        autocomplete="username"
        value={login}
        onInput={setLogin}
        error={isIncomplete && !login.trim() ? t('signIn.required') : undefined}
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type={isShown ? 'text' : 'password'}
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
        error={isIncomplete && login.trim() && !password ? t('signIn.required') : undefined}
      />
      <Checkbox checked={isShown} onChange={setShown}>
        {t('signIn.show')}
      </Checkbox>
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}

/** Sign-in on its own: where a document sends those who must sign in first. */
export const SignIn: Screen = () => (
  <Page title={t('signIn.title')} back="/" narrow>
    <section class="card">
      <SignInForm />
    </section>
    <p class="muted">
      {t('signIn.none')} <a href="#/register">{t('landing.register')}</a>
    </p>
  </Page>
);
