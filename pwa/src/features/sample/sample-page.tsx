import '../coverage/coverage.css';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/sample.ts';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { type Asked, SampleForm } from './sample-form.tsx';
import { SampleResult } from './sample-result.tsx';

/** Random sample of files for a visit (个案随机抽查, S-27): conditions, the draw, its sheet. */
const SamplePage: Screen = () => {
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Page title={t('page.title')}>
      <p class="muted no-print">{t('page.explain')}</p>
      <SampleForm onDraw={setAsked} />
      {asked && <SampleResult key={JSON.stringify(asked)} asked={asked} />}
    </Page>
  );
};
export default SamplePage;
