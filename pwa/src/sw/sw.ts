/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { DECODER_CACHE } from '../features/scan/decoder-cache.ts';

interface Entry {
  url: string;
  revision: string | null;
  integrity: string;
  /** the audiences that need it; absent: every device keeps it */
  audiences?: string[];
}
declare const self: ServiceWorkerGlobalScope;

/** Requests at a time while files are fetched to be kept. */
const LANES = 6;
const AUDIENCES = ['family', 'clinic', 'school', 'desk'];

/*
 * Serves the app itself, nothing else: /graphql, /files and /trust always go to the network, what the app keeps of them
 * it keeps itself, encrypted or verified. Each file of the app must have the hash that the build gave it, else nothing is installed.
 * A device keeps the landing page, verifying, and the audiences that were opened on it. A new version brings the files of all these
 * before it is installed, and waits until a page asks for it.
 */
const entries = self.__WB_MANIFEST as Entry[];
const app = new PrecacheController();
app.addToCacheList(entries);

const documentOf = (audience: string) => `/${audience}/index.html`;
const isDocument = ({ url }: Entry) => url.endsWith('.html');
const keptFiles = () => caches.open(app.strategy.cacheName);

/** Fetches what these audiences need and is not kept yet; the documents last, so that one that is kept opens whole. */
async function keep(audiences: readonly string[]): Promise<void> {
  const cache = await keptFiles();
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = entries.filter(
    ({ url, audiences: of }) =>
      (!of || of.some((audience) => audiences.includes(audience))) && !kept.has(app.getCacheKeyForURL(url) ?? ''),
  );
  for (const part of [missing.filter((entry) => !isDocument(entry)), missing.filter(isDocument)]) {
    const waiting = part.values();
    const lane = async () => {
      for (const { url, revision, integrity } of waiting) {
        const request = new Request(url, {
          integrity,
          cache: revision ? 'reload' : 'default',
          credentials: 'same-origin',
        });
        const response = await fetch(request);
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        await cache.put(app.getCacheKeyForURL(url)!, response);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }
}

/** Audiences that a version of the app was kept for on this device. */
async function keptAudiences(): Promise<string[]> {
  const paths = new Set((await (await keptFiles()).keys()).map(({ url }) => new URL(url).pathname));
  return AUDIENCES.filter((audience) => paths.has(documentOf(audience)));
}

self.addEventListener('install', (event) => event.waitUntil(keptAudiences().then(keep)));
self.addEventListener('activate', (event) => void app.activate(event));
clientsClaim();

for (const audience of [...AUDIENCES, 'verify']) {
  // A document that is not kept comes from the network as it is there now, with the files that go with it.
  registerRoute(
    new NavigationRoute(async ({ request }) => (await app.matchPrecache(documentOf(audience))) ?? fetch(request), {
      allowlist: [new RegExp(`^/${audience}(/|$)`)],
    }),
  );
}
registerRoute(new NavigationRoute(app.createHandlerBoundToURL('/index.html'), { allowlist: [/^\/(index\.html)?$/] }));
registerRoute(new PrecacheRoute(app));

// The camera decoder (about 1 MB) is fetched by the screens that scan, not by every parent's phone; its name carries its hash.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.wasm'),
  new CacheFirst({ cacheName: DECODER_CACHE }),
);

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const { type, audience } = (event.data ?? {}) as { type?: string; audience?: string };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  // Without a network the next page that opens asks again.
  if (type === 'KEEP' && audience && AUDIENCES.includes(audience))
    event.waitUntil(keep([audience]).catch(() => undefined));
});
