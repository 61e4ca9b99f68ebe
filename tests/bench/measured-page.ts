import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

/** A page of a bench in Chromium, built as the app is. */
export interface MeasuredPage {
  readonly page: Page;
  /** Slows the page's own thread; workers keep their speed. */
  slow(times: number): Promise<void>;
  /** Lets no more bytes a second through to the page, and each answer wait so long. */
  narrow(bytesPerSecond: number, latencyMs: number): Promise<void>;
  /** Milliseconds of processor time that page and workers took for something, whatever else the machine did. */
  busyFor<T>(work: () => Promise<T>): Promise<{ value: T; busyMs: number }>;
}

/** Paths a page asks the product for, passed on unchanged. */
const OF_THE_PRODUCT = /^\/(graphql|files)\b/;

/** The product behind a page, as its gateway is, and what it answered. */
interface Behind {
  readonly gateway: string;
  /** called with the bytes of each piece of an answer as they go over the wire */
  readonly heard: (path: string, bytes: number) => void;
}

function passOn({ gateway, heard }: Behind, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/';
  const { host: _, ...headers } = request.headers;
  const onward = ask(new URL(path, gateway), { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('data', (piece: Buffer) => heard(path, piece.length));
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

/** Builds `page.html` of a folder with its workers and serves it with some JSON. @param bodies by path, `/children.json` */
async function serve(
  root: string,
  folder: string,
  bodies: Readonly<Record<string, string>>,
  behind: Behind | undefined,
): Promise<{ origin: string; close: () => void }> {
  await build({
    root,
    logLevel: 'error',
    base: './',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      rolldownOptions: { input: join(root, 'page.html') },
    },
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (behind && OF_THE_PRODUCT.test(path)) return passOn(behind, request, response);
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/plain');
    try {
      response.end(bodies[path] ?? readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

/** Opens the page of a folder, waits until its title is `ready`, and takes all away again. */
export async function onMeasuredPage<T>(
  root: string,
  bodies: Readonly<Record<string, string>>,
  use: (measured: MeasuredPage) => Promise<T>,
  behind?: Behind,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'miaoben-page-'));
  const { origin, close } = await serve(root, folder, bodies, behind);
  const browser = await chromium.launch({
    executablePath: process.env.MIAOBEN_BROWSER ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/page.html`);
    await page.waitForFunction(() => document.title === 'ready');
    const cdp = await page.context().newCDPSession(page);
    const system = await browser.newBrowserCDPSession();
    const busy = async () => {
      const { processInfo } = await system.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { type, cpuTime }) => (type === 'renderer' ? sum + cpuTime * 1_000 : sum), 0);
    };
    return await use({
      page,
      slow: async (rate) => void (await cdp.send('Emulation.setCPUThrottlingRate', { rate })),
      narrow: async (bytesPerSecond, latency) =>
        void (await cdp.send('Network.emulateNetworkConditions', {
          offline: false,
          latency,
          downloadThroughput: bytesPerSecond,
          uploadThroughput: bytesPerSecond,
        })),
      busyFor: async (work) => {
        const before = await busy();
        const value = await work();
        return { value, busyMs: (await busy()) - before };
      },
    });
  } finally {
    await browser.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}
