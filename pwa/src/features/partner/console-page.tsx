import './partner.css';
import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/partner.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { partnerToken } from './partner-token.ts';
import { Services } from './services.tsx';

/** The online test console of partner systems (J-59): the token stands in the memory of this page and nowhere else. */
const ConsolePage: Screen = () => {
  const [token, setToken] = useState('');
  return (
    <Page title={t('title')} back="/">
      <p class="muted">{t('lead')}</p>
      {token ? <Services token={token} onLeave={() => setToken('')} /> : <Connect onToken={setToken} />}
    </Page>
  );
};
export default ConsolePage;

function Connect({ onToken }: { onToken: (token: string) => void }) {
  const [clientId, setClientId] = useState('');
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const connect = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await partnerToken(clientId.trim(), secret);
    setBusy(false);
    if (answer.ok) onToken(answer.token);
    else setProblem(answer.problem);
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void connect();
      }}
    >
      <TextField label={t('client')} value={clientId} autocomplete="off" onInput={setClientId} />
      <TextField label={t('secret')} type="password" value={secret} autocomplete="off" onInput={setSecret} />
      {problem?.code === 'UNAUTHENTICATED' ? (
        <Notice tone="bad">{t('wrong')}</Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
      <Button type="submit" variant="primary" wide busy={busy} disabled={clientId.trim() === '' || secret === ''}>
        {t('connect')}
      </Button>
    </form>
  );
}
