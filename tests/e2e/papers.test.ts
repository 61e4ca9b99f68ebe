import { residentIdCheckCharacter } from '@miaoben/identifiers';
import { birthCertificate, blurred, householdCard, tilted } from '@miaoben/people/papers.test-kit';
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

  it('J-10 is in the log of the unit with what a hand corrected, and without a name of the paper', async () => {
    const { page } = device;
    await page.goto('/clinic/#/paper-readings');
    const row = page.getByRole('row').filter({ hasText: '已填入表单' });
    await expect.poll(() => row.count()).toBe(1);
    for (const text of ['出生医学证明', '已识别', '母亲身份证号']) expect(await row.textContent()).toContain(text);
    expect(await page.getByRole('row').filter({ hasText: '图片模糊' }).count()).toBe(1);
    expect(await page.getByRole('main').textContent()).not.toContain('甘小雨');
  });
});

describe('a family at home', () => {
  it('J-10 Q-13 photographs the register of its child to bind it: the card fills the form, nothing is sent by itself', async () => {
    const phone = await openDevice(browser, 360);
    const { page } = phone;
    await signInAs(page, 'guardian', 'family');
    await page.goto('/family/#/bind');
    await page.getByText('证件识别（拍照填写）').click();
    await page.getByText('户口簿', { exact: true }).click();
    const number = idNumber('63012120240308122');
    const card = await householdCard({
      ...{ name: '甘小雨', relation: '长女', sex: '女', birth: '2024年3月8日', number, place: '青海省西宁市' },
    });
    await drop(page, 'register.png', card);
    await page.getByLabel('与户主关系').waitFor({ timeout: 60_000 });
    await look(page, 'family-paper');
    await page.getByRole('button', { name: '填入表单' }).click();
    for (const [label, value] of [
      ['孩子姓名', '甘小雨'],
      ['出生日期', '2024-03-08'],
      ['孩子证件号码', number],
    ] as const)
      await expect.poll(() => page.getByLabel(label, { exact: false }).first().inputValue()).toBe(value);
    expect(await page.locator('.paper-page').count()).toBe(0);
    phone.expectNoFaults();
    await phone.context.close();
  });
});
