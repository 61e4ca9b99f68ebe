import { Page, Shell } from '../../features/session/shell.tsx';
import { startPublic } from '../../features/session/start.tsx';
import { t } from '../../i18n/common.ts';

void startPublic(() => (
  <Shell audience="verify">
    <Page title={t('audience.verify')}>{null}</Page>
  </Shell>
));
