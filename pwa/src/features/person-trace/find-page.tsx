import { t } from '../../i18n/trace.ts';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { FindByCode } from './find-by-code.tsx';

/** The way to the path of a person: their code (H-01). */
const FindPage: Screen = () => (
  <Page title={t('title')} narrow>
    <p class="muted">{t('explain')}</p>
    <FindByCode />
  </Page>
);
export default FindPage;
