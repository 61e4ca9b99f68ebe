import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from './feedback.tsx';

/*
 * Routes live behind the #: each audience is one document for any static host and service worker, and what follows the
 * # reaches no server log.
 */
const read = (): string => location.hash.slice(1).split('?')[0] || '/';

/** The route on screen, e.g. `/child/…`. */
export const route = signal(read());

/** The value of a `?name=` behind the route. */
export const routeQuery = (name: string): string | null =>
  new URLSearchParams(location.hash.split('?')[1] ?? '').get(name);

type Listener = () => void;
const listeners = new Set<Listener>();

/** Runs at each change of route: the moment at which nothing is half-done. */
export function onNavigate(listener: Listener): void {
  listeners.add(listener);
}

addEventListener('hashchange', () => {
  route.value = read();
  scrollTo(0, 0);
  for (const listener of listeners) listener();
});

/**
 * Goes to a route of this document. `replace` is for the screen that is shown: once the user has chosen another way (its
 * `hashchange` may still be to come), her choice stands.
 */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace && read() !== route.peek()) return;
  if (replace) location.replace(`#${to}`);
  else location.hash = to;
}

/** The named parts of a route (`/child/:id`), or null when it is another one. */
export function matchRoute(pattern: string, path: string): Record<string, string> | null {
  const want = pattern.split('/');
  const have = path.split('/');
  if (want.length !== have.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of want.entries()) {
    const value = have[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

export type Screen = ComponentType<{ params: Record<string, string> }>;

/** Shows the first matching screen, else the one of `/`. */
export function Routes({ routes }: { routes: Readonly<Record<string, Screen>> }) {
  const path = route.value;
  for (const [pattern, Match] of Object.entries(routes)) {
    const params = matchRoute(pattern, path);
    if (params) return <Match key={path} params={params} />;
  }
  const Home = routes['/'];
  return Home ? <Home key="/" params={{}} /> : null;
}

/** A screen fetched when it is first shown. */
export function lazyScreen(load: () => Promise<{ default: Screen }>): Screen {
  let loaded: Screen | undefined;
  return function Lazy(props) {
    const [Loaded, setLoaded] = useState<Screen | undefined>(() => loaded);
    const [error, setError] = useState<unknown>();
    useEffect(() => {
      if (loaded) return;
      load().then((module) => {
        loaded = module.default;
        setLoaded(() => module.default);
      }, setError);
    }, []);
    // A chunk that does not come is the error boundary's matter: it offers a reload.
    if (error) throw error;
    return Loaded ? <Loaded {...props} /> : <Skeleton lines={6} />;
  };
}
