import { useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/sample.ts';
import { contactDevice } from '../../offline/device-contact.ts';
import { keepSample, type Sample } from '../../offline/samples.ts';
import { lockState, readLock } from '../../offline/unlock.ts';
import { Button } from '../../ui/button.tsx';
import { navigate } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { SetPin } from '../packs/set-pin.tsx';

/** Puts a sample on this device, under the PIN. @param onLocked a PIN was set before and has to be given first */
export function TakeAlong({ sample, onLocked }: { sample: Sample; onLocked: () => void }) {
  const id = account.value?.id ?? '';
  const [isAsked, setAsked] = useState(false);
  const state = lockState.value;
  useEffect(() => {
    if (id) void readLock(id);
  }, [id]);
  useEffect(() => {
    if (!isAsked) return;
    if (state === 'locked' || state === 'expired') return onLocked();
    if (state !== 'open') return;
    void keepSample(id, sample).then(() => {
      toast(t('held.kept'));
      // From now on it is a device that can be reported lost.
      void contactDevice(id).catch(() => undefined);
      navigate(`/sample/held/${sample.seed}`);
    });
  }, [isAsked, state, id, sample, onLocked]);
  if (isAsked && state === 'none')
    return (
      <div class="stack">
        <p>{t('held.takeExplain')}</p>
        <SetPin account={id} />
      </div>
    );
  return (
    <div>
      <Button icon="download" variant="primary" onClick={() => setAsked(true)}>
        {t('held.take')}
      </Button>
    </div>
  );
}
