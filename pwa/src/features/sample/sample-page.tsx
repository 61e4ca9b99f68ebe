import '../coverage/coverage.css';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/sample.ts';
import { lockState } from '../../offline/unlock.ts';
import type { Screen } from '../../ui/router.tsx';
import { UnlockScreen } from '../packs/unlock-screen.tsx';
import { Page } from '../session/shell.tsx';
import { HeldSamples } from './held-samples.tsx';
import { type Asked, SampleForm } from './sample-form.tsx';
import { SampleResult } from './sample-result.tsx';

/** Random sample of files for a visit (个案随机抽查, S-27): conditions, the draw, its sheet. */
const SamplePage: Screen = () => {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [needsPin, setNeedsPin] = useState(false);
  const askForPin = useCallback(() => setNeedsPin(true), []);
  const state = lockState.value;
  const isShut = state === 'locked' || state === 'expired';
  useEffect(() => {
    if (!isShut) setNeedsPin(false);
  }, [isShut]);
  if (needsPin && isShut) return <UnlockScreen account={account.value?.id ?? ''} onSkip={() => setNeedsPin(false)} />;
  return (
    <Page title={t('page.title')}>
      <p class="muted no-print">{t('page.explain')}</p>
      <HeldSamples />
      <SampleForm onDraw={setAsked} />
      {asked && <SampleResult key={JSON.stringify(asked)} asked={asked} onLocked={askForPin} />}
    </Page>
  );
};
export default SamplePage;
