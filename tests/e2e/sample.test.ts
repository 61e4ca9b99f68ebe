import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from './demo.ts';
import { closeStep, type Device, look, openBrowser, openDevice, signInAs } from './support.ts';

let browser: Browser;
let device: Device;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser);
  page = device.page;
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser.close());

const names = () => page.getByRole('table', { name: '抽查名单' }).locator('td[data-lead]').allInnerTexts();

describe('a random sample of files at the desk of an inspector', () => {
  it('S-27 Q-60 draws by region, birth date, registration and size, repeats it by its number, and gives the sheet', async () => {
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

    await page.getByLabel('抽样号').fill('QH2027');
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    await page.getByText(/^抽样号 QH2027/).waitFor();
    expect(await names()).not.toEqual(first);
  });
});
