import { useState } from 'preact/hooks';
import { t } from '../../i18n/device.ts';
import { setPin } from '../../offline/unlock.ts';
import { isStrongPin } from '../../offline/unlock-state.ts';
import { Button } from '../../ui/button.tsx';
import { PinField } from './unlock-screen.tsx';

/** The first PIN of an account on this device. */
export function SetPin({ account: id }: { account: string }) {
  const [pin, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const isWeak = isTried && !isStrongPin(pin);
  const differs = isTried && !isWeak && pin !== again;
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isStrongPin(pin) || pin !== again || busy) return;
        setBusy(true);
        void setPin(id, pin).finally(() => setBusy(false));
      }}
    >
      <h2>{t('pin.set')}</h2>
      <p class="muted small">{t('pin.setExplain')}</p>
      <PinField label={t('pin.label')} value={pin} onInput={setFirst} error={isWeak ? t('pin.weak') : undefined} />
      <PinField
        label={t('pin.repeat')}
        value={again}
        onInput={setAgain}
        error={differs ? t('pin.differs') : undefined}
      />
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('pin.save')}
      </Button>
    </form>
  );
}
