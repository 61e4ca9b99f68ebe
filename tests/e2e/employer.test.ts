import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demo, readWorkbook } from './demo.ts';
import { closeStep, type Device, look, openBrowser, openDevice, signInAs } from './support.ts';

let browser: Browser;
let employer: Device;
beforeAll(async () => {
  browser = await openBrowser();
  employer = await openDevice(browser);
});
afterEach(({ task }) => closeStep(employer, task));
afterAll(() => browser.close());

describe('an employer', () => {
  it('J-58 puts somebody on its staff list, sees whether the health certificate is valid, and takes the verdicts as a sheet', async () => {
    const { page } = employer;
    const { name, documentNumber } = demo.guardian;
    await signInAs(page, 'employer', 'desk');
    await page.getByRole('button', { name: '添加人员' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill(name);
    await dialog.getByLabel('证件号码').fill(documentNumber);
    await dialog.getByLabel(/本单位从业人员/).check();
    await dialog.getByRole('button', { name: '添加并查验' }).click();
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText('有效', { exact: true }).waitFor();
    await look(page, 'employer-staff');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 Excel（1 人）' }).click();
    const [head, ...rows] = await readWorkbook(await (await waiting).path());
    expect(head?.slice(0, 3)).toEqual(['姓名', '证件号码', '结论']);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.slice(0, 3)).toEqual([name, expect.stringContaining('*'), '有效']);
  });
});
