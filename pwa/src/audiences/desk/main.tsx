import { Page, Shell } from '../../features/session/shell.tsx';
import { start } from '../../features/session/start.tsx';
import { t } from '../../i18n/common.ts';
import { Routes, type Screen } from '../../ui/router.tsx';

const Home: Screen = () => <Page title={t('audience.desk')}>{null}</Page>;

function App() {
  return (
    <Shell audience="desk">
      <Routes routes={{ '/': Home }} />
    </Shell>
  );
}

void start('desk', App);
