import { useState } from 'preact/hooks';
import { type RealNameResult, VerifyRealName } from '../../data/generated/session.ts';
import { newId } from '../../data/ids.ts';
import { post } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { accessToken, account, refreshSession } from '../../data/session.ts';
import { t } from '../../i18n/account.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Progress } from '../../ui/feedback.tsx';

const TONE = { passed: 'good', failed: 'bad', manual: 'warn' } as const;

/** Runs the guardian's real-name check. @returns its result, or why there is none */
export async function checkRealName(): Promise<RealNameResult | Problem> {
  if (!accessToken() && (await refreshSession()) !== 'ok') return { code: 'OFFLINE' };
  const answer = await post(VerifyRealName, { commandId: newId() }, accessToken() ?? undefined);
  if (!answer.ok) return answer.problem;
  const { result } = answer.data.verifyRealName;
  if (result === 'passed' && account.value) account.value = { ...account.value, realNameVerified: true };
  return result;
}

/** The three results in words, and what follows from each. */
export function RealNameAnswer({ result }: { result: RealNameResult }) {
  return (
    <Notice tone={TONE[result]} alert title={t(`realName.${result}`)}>
      <p>{t(`realName.${result}.next`)}</p>
    </Notice>
  );
}

/** Asks for the check where a screen needs it. */
export function RealNameGate({ onPassed }: { onPassed?: () => void }) {
  const [state, setState] = useState<'idle' | 'checking' | RealNameResult | Problem>('idle');
  const run = async () => {
    setState('checking');
    const result = await checkRealName();
    setState(result);
    if (result === 'passed') onPassed?.();
  };
  return (
    <section class="card">
      <h2>{t('realName.title')}</h2>
      {state === 'idle' && <p>{t('realName.needed')}</p>}
      {state === 'checking' && <Progress label={t('realName.checking')} />}
      {typeof state === 'object' && <ErrorBox problem={state} />}
      {(state === 'passed' || state === 'failed' || state === 'manual') && <RealNameAnswer result={state} />}
      {state !== 'checking' && state !== 'passed' && (
        <Button variant="primary" onClick={() => void run()}>
          {state === 'idle' ? t('realName.start') : t('realName.again')}
        </Button>
      )}
    </section>
  );
}
