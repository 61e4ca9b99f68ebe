import { certificate, csvOf } from '@miaoben/seeds/demo/health-certificates';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook, workbook } from './demo.ts';
import { closeStep, type Device, drop, look, openBrowser, openDevice, signInAs } from './support.ts';

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

/** Numbers of persons that no demo batch has. */
const FIRST = 40_000;

describe('Collection of licences at the desk', () => {
  it('J-43 J-50 refuses a batch whole, gives the findings back, and takes it once they are mended', async () => {
    await signInAs(page, 'cdc', 'desk');
    await page.goto('/desk/#/collection');
    await page.getByRole('link', { name: /健康证 本月增量/ }).waitFor();
    await look(page, 'desk-collection');
    await page.getByRole('button', { name: '上传证照数据' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('证照类型').selectOption({ label: '健康证' });
    await dialog.getByLabel('批次名称').fill('健康证 补录');
    await dialog.getByLabel('数据来源').fill('县健康体检系统');
    const rows = [certificate(FIRST), certificate(FIRST + 1, { 手机号码: '123' }), certificate(FIRST + 2)];
    await drop(page, '补录.csv', Buffer.from(csvOf(rows)));
    await dialog.getByRole('button', { name: '上传并校验' }).click();
    await page.getByText('已读 3 行 · 1 行有问题').waitFor();
    await page.getByRole('cell', { name: '手机号码' }).waitFor();
    await look(page, 'desk-collection-refused');

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: '问题清单 Excel' }).click();
    const sheet = await readWorkbook(await (await waiting).path());
    const [header = [], wrong = []] = sheet;
    expect(wrong.slice(0, 2)).toEqual(['1', '3']);
    const mended = wrong.map((cell, i) => (header[i] === '手机号码' ? '13900000001' : cell));
    await page.getByRole('button', { name: '上传更正' }).click();
    await drop(page, '更正.xlsx', await workbook([header, mended]));
    await page.getByRole('dialog').getByRole('button', { name: '上传并校验' }).click();
    await page.getByText('入库 3 张').waitFor();
    await page.getByRole('cell', { name: '更正问题行' }).waitFor();
  });
});
