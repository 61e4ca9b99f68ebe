import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
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
let server: Server;
let browser: Browser;
let origin = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const path = join(root, 'pwa', 'dist', pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
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

describe('the app kept on the device', () => {
  it('attack 36: with one file that was changed on its way nothing is installed; with all as built it is', async () => {
    const page = await (await browser.newContext({ serviceWorkers: 'allow' })).newPage();
    await page.goto(`${origin}/verify/`);
    const install = () =>
      page.evaluate(async () => {
        const { installing, waiting, active } = await navigator.serviceWorker.register('/sw.js');
        const worker = installing ?? waiting ?? active;
        if (!worker) return 'none';
        await new Promise<void>((resolve) => {
          const look = () => {
            if (['activated', 'redundant'].includes(worker.state)) resolve();
          };
          worker.addEventListener('statechange', look);
          look();
        });
        return worker.state;
      });
    const kept = () =>
      page.evaluate(async () => {
        const named = (await caches.keys()).filter((name) => name.includes('precache'));
        const urls = await Promise.all(named.map(async (name) => (await caches.open(name)).keys()));
        return urls.flat().map(({ url }) => new URL(url).pathname);
      });
    expect(await install()).toBe('redundant');
    expect(await kept()).not.toContain('/index.html');

    isTampered = false;
    expect(await install()).toBe('activated');
    const files = await kept();
    expect(files).toContain('/index.html');
    expect(files.length).toBeGreaterThan(100);
  });
});
