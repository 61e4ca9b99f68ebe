import { residentIdCheckCharacter } from '@miaoben/identifiers';
import { birthCertificate, blurred, tilted } from '@miaoben/people/papers.test-kit';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeStep, type Device, drop, look, openBrowser, openDevice, signInAs } from './support.ts';

const idNumber = (first17: string) => first17 + residentIdCheckCharacter(first17);
const MOTHER = idNumber('63012119930506024');

let browser: Browser;
let device: Device;
beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser);
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser.close());

describe('a new file from a paper', () => {
  it('J-10 is filled in from a photograph: blurred is refused in words, the unsure is marked beside it and corrected, nothing is saved by itself', async () => {
    const { page } = device;
    await signInAs(page, 'vaccinator', 'clinic');
    await page.goto('/clinic/#/new');
    await page.getByText('证件识别（拍照填写）').click();
    const paper = await birthCertificate({
      name: '甘小雨',
      sex: '女',
      birth: '2026 年 3 月 8 日',
      number: 'X630012345',
      mother: ['马海兰', `${MOTHER.slice(0, 17)}${MOTHER.endsWith('1') ? '2' : '1'}`],
      father: ['甘文广', idNumber('63012119910102029')],
      address: '青海省西宁市大通县桥头镇人民路8号',
    });
    await drop(page, 'paper.png', await blurred(paper));
    await page.getByText('图片太模糊').waitFor({ timeout: 60_000 });
    await drop(page, 'paper.jpg', await tilted(paper));
    const number = page.getByLabel('母亲身份证号');
    await number.waitFor({ timeout: 60_000 });
    // The number of the mother has a wrong check character (GB 11643).
    const marked = page.locator('.paper-field[data-unsure]');
    await expect.poll(() => marked.filter({ has: number }).count()).toBe(1);
    expect(await page.locator('.paper-box').count()).toBe(9);
    await expect
      .poll(() =>
        page.locator('.paper-page img').evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth > 0),
      )
      .toBe(true);
    await look(page, 'paper-reading');
    await number.fill(MOTHER);
    await page.getByRole('button', { name: '填入表单' }).click();
    const form = {
      姓名: '甘小雨',
      出生日期: '2026-03-08',
      证件号码: 'X630012345',
      住址: '青海省西宁市大通县桥头镇人民路8号',
    };
    await expect.poll(() => page.getByLabel('姓名', { exact: true }).first().inputValue()).toBe(form.姓名);
    const values = await page
      .locator('form input')
      .evaluateAll((all) => all.map((one) => (one instanceof HTMLInputElement ? one.value : '')));
    for (const value of [...Object.values(form), '马海兰', MOTHER]) expect(values).toContain(value);
    // Still the form: whoever fills it in saves it.
    expect(new URL(page.url()).hash).toBe('#/new');
  });
});
