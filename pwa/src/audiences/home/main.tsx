import { restoreAccount } from '../../data/session.ts';
import { Shell } from '../../features/session/shell.tsx';
import { startPublic } from '../../features/session/start-public.tsx';
import { lazyScreen, Routes } from '../../ui/router.tsx';
import { Landing } from './landing.tsx';
import { SignIn } from './sign-in.tsx';

const routes = {
  '/': Landing,
  '/sign-in': SignIn,
  '/look-up': lazyScreen(() => import('./look-up.tsx')),
  '/partner': lazyScreen(() => import('../../features/partner/console-page.tsx')),
  '/register': lazyScreen(() => import('./register.tsx')),
};

// Who was here last is read before the first paint: it decides what the page offers.
await restoreAccount();
void startPublic(() => (
  <Shell audience="home">
    <Routes routes={routes} />
  </Shell>
));
// A tablet that was reported lost may have no session any more: this is then its next contact.
void import('../../offline/device-contact.ts').then(({ contactDevice }) => contactDevice(null)).catch(() => undefined);
