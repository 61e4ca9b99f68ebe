import './family.css';
import { Bell } from '../../features/notices/bell.tsx';
import { Shell } from '../../features/session/shell.tsx';
import { start } from '../../features/session/start.tsx';
import { lazyScreen, Routes } from '../../ui/router.tsx';
import { Home } from './home.tsx';

const routes = {
  '/': Home,
  '/notices': lazyScreen(() => import('../../features/notices/notices-screen.tsx')),
  '/certificates': lazyScreen(() => import('./my-certificates.tsx')),
  '/licence/:id': lazyScreen(() => import('./own-licence.tsx')),
  '/licence/:id/apply/:kind': lazyScreen(() => import('./licence-apply.tsx')),
  '/apply': lazyScreen(() => import('./apply.tsx')),
  '/apply/:id': lazyScreen(() => import('./apply.tsx')),
  '/bind': lazyScreen(() => import('./bind.tsx')),
  '/child/:id': lazyScreen(() => import('./child.tsx')),
  '/child/:id/contact': lazyScreen(() => import('./contact.tsx')),
  '/child/:id/notes': lazyScreen(() => import('./notes.tsx')),
  '/child/:id/groups': lazyScreen(() => import('./groups.tsx')),
  '/child/:id/health': lazyScreen(() => import('./health.tsx')),
  '/child/:id/inquiry': lazyScreen(() => import('./inquiry.tsx')),
  '/child/:id/check': lazyScreen(() => import('../../features/own-check/start-page.tsx')),
  '/checks': lazyScreen(() => import('../../features/own-check/list-page.tsx')),
  '/checks/:id': lazyScreen(() => import('../../features/own-check/report-page.tsx')),
  '/child/:id/reactions': lazyScreen(() => import('./reactions.tsx')),
  '/child/:id/consent/:vaccine': lazyScreen(() => import('./sign-consent.tsx')),
  '/consent/:id': lazyScreen(() => import('../../features/consent/consent-page.tsx')),
  '/child/:id/travel': lazyScreen(() => import('./travel.tsx')),
  '/child/:id/show': lazyScreen(() => import('./show.tsx')),
  '/child/:id/certificate': lazyScreen(() => import('./certificate.tsx')),
};

function App() {
  return (
    <Shell audience="family" bell={<Bell />}>
      <Routes routes={routes} />
    </Shell>
  );
}

void start('family', App);
