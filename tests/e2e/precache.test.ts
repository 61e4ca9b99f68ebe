import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/product.ts';
import { openBrowser } from './support.ts';

const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

/** The app as it was built; while `isTampered`, its landing page comes with one more line, as from a poisoned cache. */
let isTampered = true;
/** As after a roll-out: the worker names another revision of the clinic's document. */
let isNewer = false;
const NEXT = '0'.repeat(32);
const CLINIC_REVISION = /("revision":")\w{32}(?=","url":"clinic\/index\.html")/;
let server: Server;
let browser: Browser;
let origin = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const path = join(root, 'pwa', 'dist', pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    if (isNewer && pathname === '/sw.js') {
      const worker = readFileSync(path, 'utf8');
      return void response.end(worker.replace(CLINIC_REVISION, `$1${NEXT}`));
    }
    const file = createReadStream(path);
    if (!isTampered || !path.endsWith('dist/index.html')) return void file.pipe(response);
    file.on('end', () => response.end('<script src="/poison.js"></script>'));
    file.pipe(response, { end: false });
  }).listen(0, '127.0.0.1');
  browser = await openBrowser();
  await new Promise((resolve) => (server.listening ? resolve(null) : server.once('listening', resolve)));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.close();
});

/** Registers the worker, or looks for a newer one, and waits until it is ready or refused. @returns its state */
const install = (page: Page, ready: 'installed' | 'activated') =>
  page.evaluate(async (state) => {
    const registration = await navigator.serviceWorker.register('/sw.js');
    if (registration.active) await registration.update();
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (!worker) return 'none';
    await new Promise<void>((resolve) => {
      const look = () => {
        if ([state, 'redundant'].includes(worker.state)) resolve();
      };
      worker.addEventListener('statechange', look);
      look();
    });
    return worker.state;
  }, ready);
/** Paths of what is kept, documents with their revision. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const named = (await caches.keys()).filter((name) => name.includes('precache'));
    const requests = await Promise.all(named.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => url.slice(location.origin.length));
  });
const documents = async (page: Page) =>
  (await kept(page)).flatMap((path) => /^\/(\w+)\/index\.html/.exec(path)?.[1] ?? []).sort();

describe('the app kept on the device', () => {
  let page: Page;

  it('attack 36: with one file that was changed on its way nothing is installed; with all as built it is', async () => {
    page = await (await browser.newContext({ serviceWorkers: 'allow' })).newPage();
    await page.goto(`${origin}/verify/`);
    expect(await install(page, 'activated')).toBe('redundant');
    const hasLandingPage = async () => (await kept(page)).some((path) => path.startsWith('/index.html'));
    expect(await hasLandingPage()).toBe(false);

    isTampered = false;
    expect(await install(page, 'activated')).toBe('activated');
    expect(await hasLandingPage()).toBe(true);
  });

  it('is the landing page and verifying at first, then also what is opened on the device, whole', async () => {
    expect(await documents(page)).toEqual(['verify']);
    const first = (await kept(page)).length;
    expect(first).toBeLessThan(100);
    // What a page of the clinic asks for once somebody is signed in there.
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      active?.postMessage({ type: 'KEEP', audience: 'clinic' });
    });
    await expect.poll(() => documents(page), { timeout: 60_000 }).toEqual(['clinic', 'verify']);
    const manifest = JSON.parse(readFileSync(join(root, 'pwa/dist/.vite/manifest.json'), 'utf8')) as Record<
      string,
      { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }
    >;
    const needed = new Set<string>();
    const follow = (key: string): void => {
      const { file, css = [], imports = [], dynamicImports = [] } = manifest[key]!;
      if (needed.has(`/${file}`)) return;
      for (const path of [file, ...css]) needed.add(`/${path}`);
      [...imports, ...dynamicImports].forEach(follow);
    };
    follow('clinic/index.html');
    const files = new Set(await kept(page));
    expect(needed.size).toBeGreaterThan(100);
    expect([...needed].filter((path) => !files.has(path) && !path.endsWith('.wasm'))).toEqual([]);
  });

  it('a new version has all that the device keeps before it takes over', async () => {
    isNewer = true;
    expect(await install(page, 'installed')).toBe('installed');
    expect((await kept(page)).filter((path) => path.includes(NEXT))).toEqual([
      `/clinic/index.html?__WB_REVISION__=${NEXT}`,
    ]);
    expect(await documents(page)).toEqual(['clinic', 'clinic', 'verify']);
  });
});
