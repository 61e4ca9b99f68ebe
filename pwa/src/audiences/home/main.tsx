import { Page, Shell } from '../../features/session/shell.tsx';
import { startPublic } from '../../features/session/start-public.tsx';
import { t } from '../../i18n/common.ts';

void startPublic(() => (
  <Shell audience="home">
    <Page title={t('audience.home')}>{null}</Page>
  </Shell>
));
