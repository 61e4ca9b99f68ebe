import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { median } from '../statistics.ts';
import type { Handed } from './page.ts';

const ROUNDS = 7;
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

/** Builds the page as the app is built and serves it with what is handed to it. */
async function serve(folder: string, handed: Handed): Promise<{ origin: string; close: () => void }> {
  await build({
    root: import.meta.dirname,
    logLevel: 'error',
    base: './',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      rolldownOptions: { input: join(import.meta.dirname, 'page.html') },
    },
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/plain');
    try {
      response.end(path === '/codes.json' ? JSON.stringify(handed) : readFileSync(join(folder, path)));
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

/** Milliseconds of the wall clock that one code takes in a page, for each slowing-down of its thread, the median of the rounds. */
export async function inChromium(handed: Handed, slower: readonly number[]): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'miaoben-codes-'));
  const { origin, close } = await serve(folder, handed);
  const browser = await chromium.launch({
    executablePath: process.env.MIAOBEN_BROWSER ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/page.html`);
    await page.waitForFunction(() => document.title === 'ready');
    const cdp = await page.context().newCDPSession(page);
    const found: number[] = [];
    for (const rate of slower) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate });
      const rounds: number[] = [];
      for (let i = 0; i < ROUNDS; i += 1) rounds.push(await page.evaluate(() => window.verifyAll()));
      // The first round loads, warms up and makes the key's table.
      found.push(median(rounds.slice(1)) / handed.codes.length);
    }
    return found;
  } finally {
    await browser.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}
