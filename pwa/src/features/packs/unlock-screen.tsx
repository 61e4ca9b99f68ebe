import { useEffect, useRef, useState } from 'preact/hooks';
import { refreshSession } from '../../data/session.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import { dropVault, lockState, noteContact, unlock } from '../../offline/unlock.ts';
import { LAST_TRY, PIN_DIGITS } from '../../offline/unlock-state.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Field } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { online } from '../session/online.ts';
import { Page } from '../session/shell.tsx';

/** One PIN box: digits only, a number pad on a tablet, nothing kept by the browser. */
export function PinField({
  label,
  value,
  onInput,
  error,
  hasFocus = false,
}: {
  label: string;
  value: string;
  onInput: (value: string) => void;
  error?: string | undefined;
  hasFocus?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, [hasFocus]);
  return (
    <Field label={label} error={error}>
      {(wiring) => (
        <input
          ref={input}
          class="input pin number"
          type="password"
          inputMode="numeric"
          autocomplete="off"
          maxLength={PIN_DIGITS}
          {...wiring}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value.replace(/\D/g, ''))}
        />
      )}
    </Field>
  );
}

/** Stands before everything while a pack lies locked on this device. */
export function UnlockScreen({ account, onSkip }: { account: string; onSkip?: () => void }) {
  if (lockState.value === 'expired') return <Expired account={account} />;
  return (
    <Page title={t('unlock.title')} narrow>
      <p class="muted">{t('unlock.explain')}</p>
      <PinForm account={account} />
      <div class="stack-tight">
        {onSkip && (
          <Button variant="quiet" onClick={onSkip}>
            {t('unlock.skip')}
          </Button>
        )}
        <Forgotten account={account} />
      </div>
    </Page>
  );
}

/** Says early enough that the next wrong ones are the last. */
const wrongPin = (failures: number): string =>
  failures >= LAST_TRY - 3
    ? t('unlock.lastTries', { count: LAST_TRY - failures })
    : t('unlock.wrong', { count: failures });

function PinForm({ account }: { account: string }) {
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ failures: number; waitUntil: number } | null>(null);
  const seconds = useSecondsTo(failure?.waitUntil ?? 0);

  const tryPin = async (typed: string) => {
    setBusy(true);
    const answer = await unlock(account, typed);
    setBusy(false);
    if (answer.ok) return;
    // This screen goes with what lay behind it.
    if (answer.isWiped) return toast(t('unlock.wiped', { count: answer.failures }));
    setFailure(answer);
    setPin('');
  };
  const error = seconds > 0 ? t('unlock.wait', { seconds }) : failure ? wrongPin(failure.failures) : undefined;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (pin.length === PIN_DIGITS && seconds === 0 && !busy) void tryPin(pin);
      }}
    >
      <PinField
        label={t('pin.label')}
        value={pin}
        error={error}
        hasFocus
        onInput={(typed) => {
          setPin(typed);
          // The last digit is the Enter key.
          if (typed.length === PIN_DIGITS && seconds === 0 && !busy) void tryPin(typed);
        }}
      />
      <Button type="submit" variant="primary" wide busy={busy} disabled={seconds > 0}>
        {t('unlock.open')}
      </Button>
    </form>
  );
}

/** Whole seconds to an instant, counted down. */
function useSecondsTo(until: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (until <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, Math.ceil((until - Math.max(now, Date.now())) / 1_000));
}

function Expired({ account }: { account: string }) {
  const [busy, setBusy] = useState(false);
  const tryContact = async () => {
    setBusy(true);
    if ((await refreshSession()) === 'ok') await noteContact(account);
    setBusy(false);
  };
  const isOnline = online.value;
  useEffect(() => {
    if (isOnline) void tryContact();
  }, [isOnline]);
  return (
    <Page title={t('unlock.expired')} narrow>
      <Notice tone="warn">{t('unlock.expiredExplain')}</Notice>
      <Button variant="primary" icon="refresh" busy={busy} onClick={() => void tryContact()}>
        {common('action.retry')}
      </Button>
    </Page>
  );
}

function Forgotten({ account }: { account: string }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        {t('unlock.forgot')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('pack.dropTitle')}
          onClose={() => setAsking(false)}
          actions={
            <Button variant="danger" onClick={() => void dropVault(account)}>
              {t('pack.drop')}
            </Button>
          }
        >
          <p>{t('unlock.forgotExplain')}</p>
        </Dialog>
      )}
    </>
  );
}
