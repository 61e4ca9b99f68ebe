import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, errors, type Locator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { root } from '../support/product.ts';

export const product = inject('product');

const PICTURES = join(root, 'tests', 'e2e', 'screenshots');
const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1024, height: 768 };
const SCHEMES = ['light', 'dark'] as const;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Native date fields speak the browser's language, not the page's.
  '--lang=zh-CN',
];

/** Chromium: MIAOBEN_BROWSER, or the system's. */
const WHOLE = process.env.MIAOBEN_BROWSER ?? '/usr/bin/chromium';
/** The same without windows, camera and viewer of PDF, where it is there: it takes half of the processor time. */
export const LEAN = process.env.MIAOBEN_LEAN_BROWSER ?? WHOLE;

function launch(executablePath: string, more: string[] = []): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}: set MIAOBEN_BROWSER`);
  return chromium.launch({ executablePath, args: [...FLAGS, ...more] });
}
export const openBrowser = (): Promise<Browser> => launch(LEAN);
/** One with a camera and a viewer of PDF. @param more further flags, e.g. what the camera sees */
export const openWholeBrowser = (more: string[] = []): Promise<Browser> => launch(WHOLE, more);

/** A person's device: its storage, one page, and what went wrong on it. */
export interface Device {
  context: BrowserContext;
  page: Page;
  /** Lets a console message pass that the story itself causes, e.g. a refused password. */
  tolerate(pattern: RegExp): void;
  /** Fails when the console showed an error or a script threw. */
  expectNoFaults(): void;
}

/**
 * @param options `keepsApp`: its browser keeps the app to open it without a network. Elsewhere no service worker is taken: to fetch
 * all files of the app costs more processor time than the screens of a short story.
 */
export async function openDevice(
  browser: Browser,
  width: 360 | 1024 = 1024,
  { keepsApp = false } = {},
): Promise<Device> {
  const context = await browser.newContext({
    serviceWorkers: keepsApp ? 'allow' : 'block',
    baseURL: product.pwa,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: width === 360 ? NARROW : WIDE,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const faults: string[] = [];
  const tolerated: RegExp[] = [];
  const track: string[] = [];
  tracks.set(context, track);
  const follow = (text: string) => {
    track.push(`${new Date().toISOString().slice(14, 23)} ${text}`);
    if (track.length > TRACK) track.shift();
  };
  const note = (text: string) => {
    follow(text);
    if (!tolerated.some((pattern) => pattern.test(text))) faults.push(text);
  };
  context.on('page', (page) => {
    page.on('framenavigated', (frame) => follow(`at ${frame.url()}`));
    page.on('requestfailed', (request) => follow(`${request.failure()?.errorText} ${request.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 400) follow(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => note(`${error.name}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
    });
  });
  const page = await context.newPage();
  return {
    context,
    page,
    tolerate: (pattern) => void tolerated.push(pattern),
    expectNoFaults: () => expect(faults).toEqual([]),
  };
}

/** What happened last on a device: where its pages went, answers that were not good, what the console said. */
const tracks = new WeakMap<BrowserContext, string[]>();
const TRACK = 40;
/** Failed steps of which all pages were shown: a story closes each of its devices. */
const shown = new WeakSet<object>();

/** After each step of a story: no faults. Where the step failed: a picture of the page, and what it said and did, in words for a log. */
export async function closeStep(device: Device | undefined, task: { name: string; result?: { state: string } }) {
  if (!device) return;
  if (task.result?.state === 'fail' && !shown.has(task)) {
    shown.add(task);
    await mkdir(PICTURES, { recursive: true });
    const devices = device.context.browser()?.contexts() ?? [];
    for (const page of devices.flatMap((context) => context.pages())) {
      const [, audience] = new URL(page.url()).pathname.split('/');
      const seen = await page.locator('body').ariaSnapshot({ timeout: 5000 });
      process.stdout.write(
        `\n${task.name}\n${page.url()}\n${tracks.get(page.context())?.join('\n')}\n${seen.split('\n').slice(0, 80).join('\n')}\n`,
      );
      await page.screenshot({
        path: join(PICTURES, `FAILED ${audience} ${task.name.slice(0, 60).replaceAll('/', ' ')}.png`),
        fullPage: true,
      });
    }
  }
  device.expectNoFaults();
}

/** What a browser without a network says of each request. */
export const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

/** Signs in on the real page with a demo account, by its role (the first of it) or its name, and waits for the role's own document. */
export async function signInAs(page: Page, who: string, audience: string): Promise<void> {
  const account = product.accounts.find((a) => a.role === who || a.account === who);
  if (!account?.account || !account.password) throw new Error(`there is no demo account for ${who}`);
  await page.goto('/');
  await fillSignIn(page, account.account, account.password);
  await page.waitForURL(`**/${audience}/**`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

export async function fillSignIn(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Lets go of a file above the drop area, as a hand with a mouse does. */
export async function drop(page: Page, name: string, content: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], fileName));
      return data;
    },
    [name, content.toString('base64')] as const,
  );
  await page.locator('label.drop').dispatchEvent('drop', { dataTransfer: transfer });
}

/** Once the service worker has this document, which it keeps last, it opens without a network. */
export async function waitForWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const isActive = async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated';
    const isKept = () => caches.match(`${location.pathname}index.html`, { ignoreSearch: true });
    while (!(await isActive()) || !(await isKept())) await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

/**
 * Looks at the page at 360 and 1024 px, light and dark: a picture each (not in CI, where nobody would see it), nothing
 * wider than the screen, axe finds nothing serious. Leaves the page as it was.
 */
export async function look(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const before = page.viewportSize() ?? WIDE;
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      const where = `${name}-${size.width}-${colorScheme}`;
      if (!process.env.CI) await takePicture(page, join(PICTURES, `${where}.png`));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
      // CI asks axe at the size the page is used at: most of what it finds is the same at both, and it takes half of a look.
      const isAsked = !process.env.CI || size.width === before.width;
      if (colorScheme === 'light' && isAsked) await expectAccessible(page, where);
      // In the dark only the colours differ, and they do not depend on the width.
      if (colorScheme === 'dark' && size === WIDE) await expectAccessible(page, where, ['color-contrast']);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}

/** A picture of the whole page. Headless Chromium now and then draws no frame after its window changed: another change wakes it. */
async function takePicture(page: Page, path: string): Promise<void> {
  try {
    await page.screenshot({ path, fullPage: true, timeout: 10_000 });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    const size = page.viewportSize() ?? WIDE;
    await page.setViewportSize({ ...size, height: size.height + 1 });
    await page.setViewportSize(size);
    await page.screenshot({ path, fullPage: true });
  }
}

/** axe finds nothing serious or critical. @param rules only these, else all */
export async function expectAccessible(page: Page, where: string, rules?: string[]): Promise<void> {
  // Legacy mode: axe's own second page would count as one of the device's.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((n) => `${n.target.join(' ')} ${n.html}`).join(' | ')}`);
  expect(serious, where).toEqual([]);
}

/** Draws a signature into a pad. */
export async function sign(pad: Locator): Promise<void> {
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('the pad is not on screen');
  const { mouse } = pad.page();
  await mouse.move(box.x + 20, box.y + 20);
  await mouse.down();
  await mouse.move(box.x + box.width / 2, box.y + box.height - 20, { steps: 4 });
  await mouse.move(box.x + box.width - 20, box.y + 30, { steps: 4 });
  await mouse.up();
}
