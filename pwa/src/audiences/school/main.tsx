import '../../features/school-check/school-check.css';
import { useEffect } from 'preact/hooks';
import { Bell } from '../../features/notices/bell.tsx';
import { StatusBar } from '../../features/outbox/status-bar.tsx';
import { PinGate } from '../../features/packs/pin-gate.tsx';
import { loadDecoder } from '../../features/scan/decoder.ts';
import { ChecksHome } from '../../features/school-check/checks-home.tsx';
import { useEducation } from '../../features/school-check/use-education.ts';
import { Shell } from '../../features/session/shell.tsx';
import { start } from '../../features/session/start.tsx';
import { keepTrust } from '../../features/trust/trust.ts';
import { t as checks } from '../../i18n/checks.ts';
import { t } from '../../i18n/school.ts';
import { lazyScreen, navigate, Routes, route, type Screen } from '../../ui/router.tsx';

const GatePage = lazyScreen(() => import('../../features/school-check/gate-page.tsx'));
const SummaryPage = lazyScreen(() => import('../../features/school-summary/summary-page.tsx'));
const StatisticsPage = lazyScreen(() => import('../../features/certificate-statistics/report-page.tsx'));
const RecordsPage = lazyScreen(() => import('../../features/check-record/records-page.tsx'));
const routes: Record<string, Screen> = {
  '/': ChecksHome,
  '/check/:id': lazyScreen(() => import('../../features/school-check/check-page.tsx')),
  '/check/:id/print': lazyScreen(() => import('../../features/school-check/print-page.tsx')),
  '/notices': lazyScreen(() => import('../../features/notices/notices-screen.tsx')),
  '/round/:round/:id': lazyScreen(() => import('../../features/school-round/class-page.tsx')),
  '/round/:round/:id/notices': lazyScreen(() => import('../../features/school-round/notices-page.tsx')),
  '/offline/:round/:id': lazyScreen(() => import('../../features/class-pack/class-pack-page.tsx')),
  '/pupil/:id': lazyScreen(() => import('../../features/school-round/pupil-page.tsx')),
  '/own-checks': lazyScreen(() => import('../../features/own-check/list-page.tsx')),
  '/own-checks/:id': lazyScreen(() => import('../../features/own-check/report-page.tsx')),
  '/received': lazyScreen(() => import('../../features/handover/received-page.tsx')),
  '/summary': SummaryPage,
  '/summary/:round': SummaryPage,
  '/summary/:round/:place': SummaryPage,
  '/verify-licence': lazyScreen(() => import('../../features/showing/verify-page.tsx')),
  '/statistics': StatisticsPage,
  '/statistics/:code': StatisticsPage,
  '/records': RecordsPage,
  '/records/:round/:school': RecordsPage,
  '/record/:id': lazyScreen(() => import('../../features/check-record/record-page.tsx')),
  '/outbox': lazyScreen(() => import('../../features/outbox/outbox-screen.tsx')),
  '/kept': lazyScreen(() => import('../../features/outbox/kept-screen.tsx')),
  '/devices': lazyScreen(() => import('../../features/devices/devices-screen.tsx')),
  '/scan': GatePage,
  '/scan/:id': GatePage,
};

function App() {
  const isEducation = useEducation();
  const isHome = route.value === '/';
  // An education department lists no pupils: it looks on from the summary.
  useEffect(() => {
    if (isEducation && isHome) navigate('/summary', { replace: true });
  }, [isEducation, isHome]);
  return (
    <Shell
      audience="school"
      status={<StatusBar />}
      bell={<Bell />}
      nav={[
        ...(isEducation
          ? []
          : ([
              { route: '/', label: t('nav.checks'), icon: 'school' },
              { route: '/scan', label: t('nav.gate'), icon: 'scan', also: ['/verify-licence'] },
            ] as const)),
        { route: '/own-checks', label: checks('nav.own'), icon: 'record', also: ['/received'] },
        { route: '/records', label: checks('nav.records'), icon: 'check' },
        { route: '/summary', label: checks('nav.summary'), icon: 'desk', also: ['/statistics'] },
      ]}
    >
      <PinGate>
        <Routes routes={routes} />
      </PinGate>
    </Shell>
  );
}

void start('school', App);
void keepTrust();
// The gate may have no network: the decoder is fetched while there is one. The scanner itself tells when it did not come.
addEventListener('load', () => void loadDecoder().catch(() => undefined));
