import '../../ui/hits.css';
import './clinic.css';
import { ReminderBell } from '../../features/dose/reminder-bell.tsx';
import { Bell } from '../../features/notices/bell.tsx';
import { StatusBar } from '../../features/outbox/status-bar.tsx';
import { Gate } from '../../features/packs/gate.tsx';
import { NewPersonScreen } from '../../features/people-search/new-person-screen.tsx';
import { Wedge } from '../../features/scan/wedge.tsx';
import { Shell } from '../../features/session/shell.tsx';
import { start } from '../../features/session/start.tsx';
import { t as checks } from '../../i18n/checks.ts';
import { t } from '../../i18n/clinic.ts';
import { lazyScreen, Routes } from '../../ui/router.tsx';
import { LineScreen } from './line-screen.tsx';

const StatisticsPage = lazyScreen(() => import('../../features/certificate-statistics/report-page.tsx'));
const routes = {
  '/': LineScreen,
  '/new': NewPersonScreen,
  '/other-provinces': lazyScreen(() => import('../../features/visitor/other-provinces-screen.tsx')),
  '/child/:id': lazyScreen(() => import('../../features/record/record-screen.tsx')),
  '/child/:id/edit': lazyScreen(() => import('../../features/person-file/edit-screen.tsx')),
  '/child/:id/file': lazyScreen(() => import('../../features/file-blocks/file-screen.tsx')),
  '/child/:id/trace': lazyScreen(() => import('../../features/person-trace/trace-page.tsx')),
  '/trace': lazyScreen(() => import('../../features/person-trace/find-page.tsx')),
  '/child/:id/family': lazyScreen(() => import('../../features/household/family-screen.tsx')),
  '/child/:id/state': lazyScreen(() => import('../../features/person-file/state-screen.tsx')),
  '/child/:id/history': lazyScreen(() => import('../../features/person-file/history-screen.tsx')),
  '/child/:id/merge': lazyScreen(() => import('../../features/merge/merge-screen.tsx')),
  '/child/:id/print': lazyScreen(() => import('../../features/paper/print-screen.tsx')),
  '/child/:id/move': lazyScreen(() => import('../../features/coming/move-out-screen.tsx')),
  '/child/:id/death': lazyScreen(() => import('../../features/coming/report-death-screen.tsx')),
  '/child/:id/aefi': lazyScreen(() => import('../../features/aefi/report-screen.tsx')),
  '/child/:id/give': lazyScreen(() => import('../../features/dose/give-screen.tsx')),
  '/child/:id/visit': lazyScreen(() => import('../../features/visit/visit-screen.tsx')),
  '/aefi': lazyScreen(() => import('../../features/aefi/cases-screen.tsx')),
  '/aefi-figures': lazyScreen(() => import('../../features/aefi-figures/report-page.tsx')),
  '/aefi/:id': lazyScreen(() => import('../../features/aefi/case-screen.tsx')),
  '/consents': lazyScreen(() => import('../../features/consent/records-screen.tsx')),
  '/consent/:id': lazyScreen(() => import('../../features/consent/consent-page.tsx')),
  '/due': lazyScreen(() => import('../../features/due-list/due-screen.tsx')),
  '/special-groups': lazyScreen(() => import('../../features/special-group/list-page.tsx')),
  '/missing': lazyScreen(() => import('../../features/health/missing-screen.tsx')),
  '/quality': lazyScreen(() => import('../../features/quality/quality-page.tsx')),
  '/quality/repairs/:id': lazyScreen(() => import('../../features/quality/repair-page.tsx')),
  '/quality/:rule': lazyScreen(() => import('../../features/quality/rule-page.tsx')),
  '/query': lazyScreen(() => import('../../features/combined-query/query-page.tsx')),
  '/reviews': lazyScreen(() => import('../../features/record/reviews-screen.tsx')),
  '/school': lazyScreen(() => import('../../features/school-round/school-queue-screen.tsx')),
  '/moves': lazyScreen(() => import('../../features/coming/moves-screen.tsx')),
  '/moves/in': lazyScreen(() => import('../../features/coming/move-in-screen.tsx')),
  '/newborns': lazyScreen(() => import('../../features/coming/newborns-screen.tsx')),
  '/births': lazyScreen(() => import('../../features/coming/births-screen.tsx')),
  '/births/new': lazyScreen(() => import('../../features/coming/new-birth-screen.tsx')),
  '/deaths': lazyScreen(() => import('../../features/coming/deaths-screen.tsx')),
  '/imports': lazyScreen(() => import('../../features/imports/imports-screen.tsx')),
  '/imports/:kind/:id': lazyScreen(() => import('../../features/imports/preview-screen.tsx')),
  '/review': lazyScreen(() => import('../../features/issuing/review-page.tsx')),
  '/certificates': lazyScreen(() => import('../../features/issuing/certificates-page.tsx')),
  '/holder': lazyScreen(() => import('../../features/licence/holder-page.tsx')),
  '/statistics': StatisticsPage,
  '/statistics/:code': StatisticsPage,
  '/statistics/:division/:measure': lazyScreen(() => import('../../features/certificate-statistics/items-page.tsx')),
  '/notices': lazyScreen(() => import('../../features/notices/notices-screen.tsx')),
  '/own-checks': lazyScreen(() => import('../../features/own-check/list-page.tsx')),
  '/own-checks/:id': lazyScreen(() => import('../../features/own-check/report-page.tsx')),
  '/records': lazyScreen(() => import('../../features/check-record/records-page.tsx')),
  '/record/:id': lazyScreen(() => import('../../features/check-record/record-page.tsx')),
  '/opened': lazyScreen(() => import('../../features/access-code/opened-screen.tsx')),
  '/sessions': lazyScreen(() => import('../../features/outreach/sessions-screen.tsx')),
  '/outbox': lazyScreen(() => import('../../features/outbox/outbox-screen.tsx')),
  '/kept': lazyScreen(() => import('../../features/outbox/kept-screen.tsx')),
  '/devices': lazyScreen(() => import('../../features/devices/devices-screen.tsx')),
  '/paper-readings': lazyScreen(() => import('../../features/paper-reading/log-screen.tsx')),
  '/pack': lazyScreen(() => import('../../features/packs/pack-screen.tsx')),
};

function App() {
  const nav = [
    { route: '/', label: t('nav.line'), icon: 'clinic' },
    { route: '/due', label: t('nav.due'), icon: 'calendar' },
    { route: '/aefi', label: t('nav.aefi'), icon: 'alert', also: ['/aefi-figures'] },
    { route: '/own-checks', label: checks('nav.own'), icon: 'school' },
    { route: '/records', label: checks('nav.records'), icon: 'record' },
    {
      route: '/review',
      label: t('nav.review'),
      icon: 'certificate',
      also: ['/certificates', '/holder', '/statistics'],
    },
    { route: '/moves', label: t('nav.coming'), icon: 'people', also: ['/births', '/newborns', '/deaths'] },
    { route: '/imports', label: t('nav.imports'), icon: 'upload' },
    { route: '/outbox', label: t('nav.outbox'), icon: 'refresh', also: ['/kept'] },
    { route: '/pack', label: t('nav.pack'), icon: 'download', also: ['/devices'] },
  ] as const;
  return (
    <Shell audience="clinic" bell={<Bell />} nav={nav} status={<StatusBar />}>
      <Gate>
        <Wedge />
        <ReminderBell />
        <Routes routes={routes} />
      </Gate>
    </Shell>
  );
}

void start('clinic', App);
