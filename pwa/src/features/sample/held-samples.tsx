import { useEffect } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sample.ts';
import { heldSamples, readHeldSamples } from '../../offline/samples.ts';
import { Notice } from '../../ui/feedback.tsx';

/** The samples on this device, on the page where one is drawn. */
export function HeldSamples() {
  const id = account.value?.id ?? '';
  useEffect(() => {
    if (id) void readHeldSamples(id);
  }, [id]);
  if (heldSamples.value.length === 0) return null;
  return (
    <Notice title={t('held.here')}>
      <ul class="stack-tight">
        {heldSamples.value.map(({ seed, size, takenAt }) => (
          <li key={seed}>
            <a href={`#/sample/held/${seed}`}>{t('held.one', { seed, size, time: formatInstant(takenAt) })}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
