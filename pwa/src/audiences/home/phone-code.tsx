import { useEffect, useState } from 'preact/hooks';
import { RequestPhoneCode } from '../../data/generated/session.ts';
import { post } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/account.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';

/** The code sent by message, with its button and the wait before the next. */
export function PhoneCode({
  phone,
  value,
  error,
  onInput,
  onTicket,
}: {
  phone: string;
  value: string;
  error: string | undefined;
  onInput: (code: string) => void;
  onTicket: (ticket: string) => void;
}) {
  const [resendAt, setResendAt] = useState(0);
  const [now, setNow] = useState(Date.now());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const wait = Math.ceil((resendAt - now) / 1000);

  useEffect(() => {
    if (wait <= 0) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [wait > 0]);

  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await post(RequestPhoneCode, { phone });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onTicket(answer.data.requestPhoneCode.ticket);
    setNow(Date.now());
    setResendAt(Date.parse(answer.data.requestPhoneCode.resendAfter));
  };

  return (
    <>
      <div class="code-row">
        <TextField
          label={t('register.code')}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxLength={6}
          value={value}
          onInput={onInput}
          error={error ?? fieldProblem(problem, 'phone')}
        />
        <Button busy={busy} disabled={wait > 0} onClick={() => void send()}>
          {wait > 0 ? t('register.code.again', { seconds: wait }) : t('register.code.send')}
        </Button>
      </div>
      {wait > 0 && (
        <p class="field-hint" role="status">
          {t('register.code.sent')}
        </p>
      )}
      {problem && !problem.field && <ErrorBox problem={problem} />}
    </>
  );
}
