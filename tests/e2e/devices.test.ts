import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operate, signIn } from '../support/client.ts';
import { story } from './demo.ts';
import {
  closeStep,
  type Device,
  look,
  NO_NETWORK,
  openBrowser,
  openDevice,
  product,
  signInAs,
  waitForWorker,
} from './support.ts';

/** The file of a child the clinic has already, typed in again where there is no network. */
const [known] = story('guardian_family');
const NEW = '才让旺杰';

let browser: Browser;
let tablet: Device;
let master: Device;
beforeAll(async () => {
  browser = await openBrowser();
  tablet = await openDevice(browser, 1024, { keepsApp: true });
  master = await openDevice(browser);
  for (const device of [tablet, master]) device.tolerate(NO_NETWORK);
  // What is refused, and a session that is over, the browser reports in its own words.
  for (const device of [tablet, master]) device.tolerate(/status of 4\d\d/);
});
afterAll(() => browser.close());
afterEach(({ task }) => closeStep(task.name.includes('master') ? master : tablet, task));

const at = (device: Device, route: string) => device.page.goto(`/clinic/#${route}`);
const mark = (name: string) => tablet.page.locator('.status-bar').getAttribute(`data-${name}`).then(Number);

async function newFile(name: string, birthDate: string, sex: string): Promise<void> {
  const { page } = tablet;
  await at(tablet, '/new');
  await page.getByLabel('姓名', { exact: true }).fill(name);
  await page.getByRole('radiogroup', { name: '性别' }).getByText(sex).click();
  await page.getByLabel('出生日期').fill(birthDate);
  await page.getByLabel('现居住地').selectOption({ label: '桥头镇' });
  await page.getByLabel('监护人姓名').fill(known?.guardians[0]?.name ?? '');
  await page.getByRole('button', { name: '建档' }).click();
  await expect.poll(() => mark('waiting')).toBe(1);
}

describe('a tablet whose entry the server refuses, and that is lost afterwards', () => {
  it('tells the supervisor of the clinic of it, with the reason', async () => {
    const { page, context } = tablet;
    await signInAs(page, 'demo.nurse', 'clinic');
    await waitForWorker(page);
    await at(tablet, '/new');
    // The worker serves what is not on screen yet from here on.
    await page.reload();
    await page.getByLabel('现居住地').selectOption({ label: '桥头镇' });
    await context.setOffline(true);
    await newFile(known!.name, known!.birthDate, known!.sex === 'F' ? '女' : '男');
    await context.setOffline(false);
    await expect.poll(() => mark('attention'), { timeout: 30_000 }).toBe(1);
    await at(tablet, '/outbox');
    await page.getByText('已报告主管，内容已保存在服务器。').waitFor();
  });

  it('the master account reads who typed it and why it was not taken, and hands it back with a word', async () => {
    const { page } = master;
    await signInAs(page, 'demo.vaccinator', 'clinic');
    await page.getByRole('link', { name: '需要处理的登记' }).click();
    await page.getByRole('heading', { level: 1, name: '需要处理的登记' }).waitFor();
    const entry = page.locator('article[data-kept=open]', { hasText: known!.name });
    await entry.getByText('韩玉梅 登记于').waitFor();
    await look(page, 'clinic-kept');
    await entry.getByRole('button', { name: '退回登记人' }).click();
    const dialog = page.getByRole('dialog', { name: '退回登记人' });
    await dialog.getByLabel('请登记人做什么').fill('请核对是不是同一个孩子');
    await dialog.getByRole('button', { name: '退回登记人' }).click();
    await page.locator('article[data-kept=handed_back]').waitFor();
  });

  it('reads the word of the supervisor at its next contact', async () => {
    const { page, context } = tablet;
    await context.setOffline(true);
    await context.setOffline(false);
    await page.getByText('主管意见：请核对是不是同一个孩子').waitFor();
  });

  it('is reported lost by the master account', async () => {
    const { page } = master;
    await at(master, '/devices');
    const row = page.locator('tr', { hasText: '韩玉梅' });
    await row.getByText('1 条需处理').waitFor();
    await look(page, 'clinic-devices');
    await row.getByRole('button', { name: /^报失/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('报失原因').fill('下乡途中丢失');
    await dialog.getByRole('button', { name: '报失', exact: true }).click();
    await row.getByText('已报失，待清除').waitFor();
  });

  it('wipes itself at its next contact, and nothing is left on it', async () => {
    const { page, context } = tablet;
    await context.setOffline(true);
    await newFile(NEW, '2026-09-01', '男');
    await context.setOffline(false);
    await page.waitForURL((url) => url.pathname === '/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const stores = await page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const open = indexedDB.open('miaoben');
          open.onerror = () => reject(open.error);
          open.onsuccess = async () => {
            const db = open.result;
            const count = (name: string) =>
              new Promise<number>((found) => {
                const asked = db.transaction(name).objectStore(name).count();
                asked.onsuccess = () => found(asked.result);
              });
            const held = ['session', 'snapshots', 'vaults', 'packs', 'packPages', 'outbox', 'device'];
            const counts = await Promise.all(held.filter((n) => db.objectStoreNames.contains(n)).map(count));
            db.close();
            resolve(counts.reduce((sum, n) => sum + n, 0));
          };
        }),
    );
    expect(stores).toBe(0);
  });

  it('the master account sees that it is wiped, and what was typed on it is there to be corrected and sent', async () => {
    const { page } = master;
    await page.reload();
    await page.locator('tr', { hasText: '韩玉梅' }).getByText('已清除').waitFor();
    await at(master, '/kept');
    const entry = page.locator('article[data-kept]', { hasText: known!.name });
    await entry.getByRole('button', { name: '接过来修改、上传' }).click();
    const own = page.locator('article[data-state=attention]', { hasText: known!.name });
    await own.getByRole('button', { name: '修改' }).click();
    await page.getByRole('button', { name: '不是同一个孩子，继续建档' }).click();
    await page.locator('article[data-state=done]', { hasText: known!.name }).waitFor({ state: 'attached' });
    // The last one was typed after the report: it was sent while its token still held, or it waits with the master.
    const token = await signIn(product, 'vaccinator');
    const files = await operate<{ searchPersons: { nodes: unknown[] } }>(product, token, 'ClinicSearch', { text: NEW });
    await at(master, '/kept');
    await page.getByRole('heading', { level: 1, name: '需要处理的登记' }).waitFor();
    const left = await page.locator('article[data-kept=open]', { hasText: NEW }).count();
    // Or both: it was under way when it was left. Under its own command it could be sent from neither twice.
    expect(files.data.searchPersons.nodes.length).toBeLessThanOrEqual(1);
    expect(files.data.searchPersons.nodes.length + left).toBeGreaterThan(0);
  });
});
