import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { LEAN, product } from './support.ts';

export const PIN = '482915';

/** Switches a tablet on whose storage lies in a folder: it may be switched off and keeps what it holds. */
export async function switchOn(folder: string, isOffline: boolean): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: LEAN,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
    baseURL: product.pwa,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  await context.setOffline(isOffline);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

export const goTo = (page: Page, route: string) => page.goto(`/clinic/#${route}`);

/** Entries that wait, as the bar in the head says. */
export const waitingOn = (page: Page) => page.locator('.status-bar').getAttribute('data-waiting').then(Number);

/** Waits until nothing waits any more. */
export const allSent = (page: Page) =>
  page.waitForFunction(() => document.querySelector('.status-bar')?.getAttribute('data-waiting') === '0', undefined, {
    timeout: 150_000,
  });

export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('6 位 PIN').fill(PIN);
  await page.getByRole('heading', { name: '输入 PIN' }).waitFor({ state: 'detached' });
}

/** Sets the PIN and loads the pack of the home township. */
export async function takePack(page: Page): Promise<void> {
  await goTo(page, '/pack');
  await page.getByLabel('6 位 PIN').fill(PIN);
  await page.getByLabel('再输入一次').fill(PIN);
  await page.getByRole('button', { name: '设置' }).click();
  await page.getByRole('button', { name: '下载离线包' }).click();
  await page.getByText('离线包可用').waitFor();
}

/** Opens a child's record and waits until it is hers: the page of the child before may still stand. */
export async function openChild(page: Page, child: string): Promise<void> {
  await goTo(page, `/child/${child}`);
  await page.locator(`a[href="#/child/${child}/give"]`).waitFor();
}

/** Gives what is planned first and is in the fridge, in vials of one dose. @returns the vaccine's code, null when there is no lot */
export async function give(page: Page, child: string): Promise<string | null> {
  const planned = page.getByRole('link', { name: /^接种 .+ 第 \d+ 剂$/ });
  // Of a vial of several doses the opening would be a step of its own, and one that is open at the clinic is not known to both tablets.
  const lot = page.locator('.lot:not([data-vial])', { hasNotText: '多人份' }).locator('input:not([disabled])').first();
  let n = 0;
  do {
    await openChild(page, child);
    if ((await planned.count()) <= n) return null;
    await planned.nth(n++).click();
    await page.locator('.lots').waitFor();
  } while ((await lot.count()) === 0);
  await lot.check();
  const vaccine = await page.getByLabel('疫苗', { exact: true }).inputValue();
  const before = await waitingOn(page);
  await page.getByRole('button', { name: '确认接种' }).click();
  const unsigned = page.getByRole('dialog', { name: '没有有效的知情同意' });
  await unsigned.getByLabel('监护人已签纸质知情同意书').check();
  await unsigned.getByRole('button', { name: '仍要接种' }).click();
  await page.getByRole('heading', { name: '今天可接种' }).waitFor();
  await expect.poll(() => waitingOn(page)).toBe(before + 1);
  return vaccine;
}

/** Makes a file of a girl. @returns its id */
export async function newFile(page: Page, name: string, birthDate: string): Promise<string> {
  await goTo(page, '/new');
  await page.getByLabel('姓名', { exact: true }).fill(name);
  await page.getByRole('radiogroup', { name: '性别' }).getByText('女').click();
  await page.getByLabel('出生日期').fill(birthDate);
  await page.getByLabel('监护人姓名').fill('张大山');
  await page.getByRole('button', { name: '建档' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return page.url().split('/').at(-1) ?? '';
}
