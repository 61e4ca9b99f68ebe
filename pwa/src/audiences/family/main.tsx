import './family.css';
import { Shell } from '../../features/session/shell.tsx';
import { start } from '../../features/session/start.tsx';
import { lazyScreen, Routes } from '../../ui/router.tsx';
import { Home } from './home.tsx';

const routes = {
  '/': Home,
  '/bind': lazyScreen(() => import('./bind.tsx')),
  '/child/:id': lazyScreen(() => import('./child.tsx')),
  '/child/:id/certificate': lazyScreen(() => import('./certificate.tsx')),
};

function App() {
  return (
    <Shell audience="family">
      <Routes routes={routes} />
    </Shell>
  );
}

void start('family', App);
