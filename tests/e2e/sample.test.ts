import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { persistedHash } from '../support/client.ts';
import { readWorkbook } from './demo.ts';
import {
  closeStep,
  type Device,
  look,
  NO_NETWORK,
  openBrowser,
  openDevice,
  signInAs,
  waitForWorker,
} from './support.ts';

/** demo.inspector */
const INSPECTOR = '张国栋';

let browser: Browser;
let device: Device;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser, 1024, { keepsApp: true });
  page = device.page;
  device.tolerate(NO_NETWORK);
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser.close());

const names = () => page.getByRole('table', { name: '抽查名单' }).locator('td[data-lead]').allInnerTexts();

describe('a random sample of files at the desk of an inspector', () => {
  it('S-27 S-47 Q-60 draws by region, birth date, registration and size, repeats it by its number, and gives the sheet', async () => {
    await signInAs(page, 'inspector', 'desk');
    await page.getByRole('link', { name: '个案抽查' }).first().click();
    await page.getByLabel('抽取份数').fill('0');
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    await page.getByText('请填写 1 到 1000 之间的整数').waitFor();
    await page.getByLabel('抽取份数').fill('12');
    await page.getByLabel('抽样号').fill('QH2026');
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    await page.getByText(/^抽样号 QH2026：从 [\d,]+ 份个案中抽取 12 份。$/).waitFor();
    const first = await names();
    expect(first.length).toBe(12);
    expect(first.every((name) => name.includes('*'))).toBe(true);
    // the state of each one's booklet, for the visit to hold it against.
    const booklets = page.getByText(/^(未打印|未打印全|卡证一致|卡证不一致)$/);
    expect(await booklets.count()).toBe(12);
    await look(page, 'sample');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出抽查表' }).click();
    const [head, ...rows] = await readWorkbook(await (await download).path());
    expect(head?.slice(-2)).toEqual(['核查结果', '问题说明']);
    expect(rows.map((row) => row[2])).toEqual(first);

    // S-47: taken along, it is compared without a network, and opened again behind the PIN.
    await page.getByRole('button', { name: '带到现场' }).click();
    await page.getByLabel('6 位 PIN').fill('482915');
    await page.getByLabel('再输入一次').fill('482915');
    await page.getByRole('button', { name: '设置' }).click();
    await page.getByRole('heading', { level: 1, name: '抽查名单 QH2026' }).waitFor();
    await waitForWorker(page);
    await page.reload();
    const opened = async () => {
      await page.getByLabel('6 位 PIN').fill('482915');
      await page.getByRole('heading', { level: 1, name: '抽查名单 QH2026' }).waitFor();
    };
    await opened();
    await device.context.setOffline(true);
    const card = page.locator('article[data-finding]').nth(1);
    await card.getByText('不符', { exact: true }).click();
    await card.getByLabel('问题说明').fill('接种证少一剂乙肝疫苗');
    await page.locator('article[data-finding]').first().getByText('相符', { exact: true }).click();
    await page.getByText('已核对 2 / 12 份，不符 1 份').waitFor();
    await look(page, 'sample-held');
    await page.reload();
    await opened();
    await page.getByText('已核对 2 / 12 份，不符 1 份').waitFor();
    const results = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出核查结果' }).click();
    const [, agrees, differs] = await readWorkbook(await (await results).path());
    expect([agrees, differs].map((row) => row?.slice(-2))).toEqual([
      ['相符', ''],
      ['不符', '接种证少一剂乙肝疫苗'],
    ]);
    // What was found waits here, and goes by itself when the network is back, whatever page is open then.
    await page.locator('.status-bar[data-waiting="2"]').waitFor();
    await page.goto('/desk/#/me');
    const told: number[] = [];
    page.on('response', (answer) => {
      if (answer.request().postData()?.includes(persistedHash('NoteSampleFinding'))) told.push(answer.status());
    });
    await device.context.setOffline(false);
    await expect.poll(() => told).toEqual([200, 200]);
    await page.goto('/desk/#/sample');
    await page.getByText('本机保存的抽查名单').waitFor();
    await page.getByLabel('抽取份数').fill('12');
    await page.getByLabel('抽样号').fill('QH2026');
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    // At the desk, by whom and when: a tablet that is wiped now loses none of it.
    const found = page.getByRole('table', { name: '现场核查结果' });
    await found.waitFor();
    const differing = found.getByRole('row').filter({ hasText: '接种证少一剂乙肝疫苗' });
    expect(await differing.innerText()).toMatch(new RegExp(`不符[\\s\\S]*${INSPECTOR}[\\s\\S]*\\d{1,2}:\\d{2}`));
    expect(await found.getByRole('row').filter({ hasText: '相符' }).count()).toBe(1);
    await look(page, 'sample-found');
    const sent = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出现场核查结果' }).click();
    const sheet = await readWorkbook(await (await sent).path());
    expect(
      sheet
        .slice(1)
        .map((row) => row.slice(3, 6))
        .sort(),
    ).toEqual([
      ['不符', '接种证少一剂乙肝疫苗', INSPECTOR],
      ['相符', '', INSPECTOR],
    ]);
    await page.getByLabel('抽样号').fill('QH2027');
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    await page.getByText(/^抽样号 QH2027/).waitFor();
    expect(await names()).not.toEqual(first);
  });
});
