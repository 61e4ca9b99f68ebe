/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { DECODER_CACHE } from '../features/scan/decoder-cache.ts';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null; integrity: string }[];
};

/*
 * Serves the app itself, nothing else: /graphql, /files and /trust always go to the network, what the app keeps of them
 * it keeps itself, encrypted or verified. Each file of the app must have the hash that the build gave it, else nothing is installed.
 * A new version waits until a page asks for it.
 */
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
clientsClaim();

for (const audience of ['family', 'clinic', 'school', 'desk', 'verify']) {
  registerRoute(
    new NavigationRoute(createHandlerBoundToURL(`/${audience}/index.html`), {
      allowlist: [new RegExp(`^/${audience}(/|$)`)],
    }),
  );
}
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { allowlist: [/^\/(index\.html)?$/] }));

// The camera decoder (about 1 MB) is fetched by the screens that scan, not by every parent's phone; its name carries its hash.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.wasm'),
  new CacheFirst({ cacheName: DECODER_CACHE }),
);

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if ((data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
