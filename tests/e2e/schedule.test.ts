import { readFileSync } from 'node:fs';
import { newId } from '@miaoben/kernel';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operate, signIn } from '../support/client.ts';
import { closeStep, type Device, drop, look, openBrowser, openDevice, product, signInAs } from './support.ts';

const reference = readFileSync(new URL('../../seeds/reference/nip-schedule.json', import.meta.url), 'utf8');

interface Document {
  series: { id: string; doses: { minAge: string; recommendedAge: string }[] }[];
}

/** The programme with the second hepatitis B dose a month later. */
function changedDocument(): string {
  const document = JSON.parse(reference) as Document;
  const second = document.series.find(({ id }) => id === 'HepB')?.doses[1];
  if (!second) throw new Error('the programme has no second hepatitis B dose');
  second.minAge = 'P2M';
  second.recommendedAge = 'P2M';
  return JSON.stringify(document);
}

let browser: Browser;
let device: Device;
let page: Page;
let nurse: string;
/** A girl of 40 days who had the birth dose: her second one is due. */
const child = newId();
let today: string;

const daysAgo = (days: number): string =>
  new Date(Date.parse(`${today}T00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Whether the second hepatitis B dose stands in the server's due list for the child. */
async function isDue(): Promise<boolean> {
  const answer = await operate<{ person: { plan: { today: { series: string }[] } } }>(product, nurse, 'ClinicRecord', {
    id: child,
  });
  return answer.data.person.plan.today.some(({ series }) => series === 'HepB');
}

beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser);
  page = device.page;
  nurse = await signIn(product, 'vaccinator');
  const me = await operate<{
    serviceStatus: { today: string };
    me: { divisions: { children: { code: string }[] }[] };
  }>(product, nurse, 'ClinicMe');
  today = me.data.serviceStatus.today;
  const made = await operate(product, nurse, 'CreatePerson', {
    commandId: newId(),
    input: {
      id: child,
      name: '韩冬梅',
      sex: 'F',
      birthDate: daysAgo(40),
      documentType: 'RESIDENT_ID',
      residence: me.data.me.divisions[0]?.children[0]?.code,
      guardians: [{ relation: 'mother', name: '韩秀英' }],
      conditions: [],
    },
  });
  if (made.errors.length > 0) throw new Error(made.text);
  const given = await operate(product, nurse, 'RecordDose', {
    commandId: newId(),
    input: { doseId: newId(), personId: child, date: daysAgo(40), vaccineCode: '0201', outside: true },
  });
  if (given.errors.length > 0) throw new Error(given.text);
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser.close());

/** Uploads a document as the CDC of the province and puts it into use. */
async function activate(name: string, text: string, note: string): Promise<void> {
  await drop(page, name, Buffer.from(text));
  const proposal = page.locator('[data-proposal=ready]', { hasText: name });
  await proposal.waitFor();
  await proposal.getByRole('button', { name: '启用' }).click();
  const dialog = page.getByRole('dialog', { name: '启用这份免疫程序' });
  const confirm = dialog.getByRole('button', { name: '启用' });
  expect(await confirm.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel('依据和说明').fill(note);
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });
}

describe('the schedule at the desk', () => {
  it('shows two versions side by side: what was added, moved and changed, in words', async () => {
    await signInAs(page, 'demo.province', 'desk');
    await page.getByRole('link', { name: '程序与批号' }).click();
    await page.locator('.compare').waitFor();
    await page.getByLabel('旧版本').selectOption('NIP-2021');
    const dtap = page.locator('.compare tr', { hasText: '百白破疫苗' });
    await dtap.getByText('移动').first().waitFor();
    await page.getByText('百白破疫苗第1剂 接种时间：由 3 月龄 改为 2 月龄').waitFor();
    await page.getByText('新增 百白破疫苗第5剂：6 岁').waitFor();
    await page.getByText('新增 HPV疫苗').waitFor();
    await look(page, 'schedule-compare');
    await page.getByRole('tab', { name: '单个版本' }).click();
    await page.locator('details', { hasText: '麻腮风疫苗' }).first().click();
    await page.getByRole('columnheader', { name: '依据' }).first().waitFor();
  });

  it('refuses a broken document and says where in plain words', async () => {
    await page.getByRole('link', { name: '更换免疫程序' }).click();
    await page.getByRole('heading', { name: '历次免疫程序文件' }).waitFor();
    await drop(page, '坏文件.json', Buffer.from(reference.replace('"minAge": "P1M"', '"minAge": "一个月"')));
    const refused = page.locator('[data-proposal=refused]');
    await refused.getByText('文件中有一处不符合约定的格式').waitFor();
    expect(await refused.innerText()).toContain('minAge');
    await look(page, 'schedule-refused');
  });

  it('puts a changed schedule into use, shows how far files are judged anew, and the lists follow', async () => {
    expect(await isDue()).toBe(true);
    await drop(page, '看一看.json', Buffer.from(changedDocument()));
    const proposal = page.locator('[data-proposal=ready]', { hasText: '看一看' });
    await proposal.getByText('最小年龄').first().waitFor();
    await proposal.getByText('2 月龄').first().waitFor();
    await look(page, 'schedule-differences');
    await activate('新程序.json', changedDocument(), '演练：乙肝第2剂推迟一个月');
    await page.locator('[data-rejudging]').waitFor();
    // The state is the server's: it stands after a reload.
    await page.reload();
    await page.locator('[data-rejudging=done]').waitFor({ timeout: 60_000 });
    const figures = await page.locator('[data-rejudging] dd').allInnerTexts();
    expect(figures.map((text) => Number(text.replaceAll(',', ''))).every((n) => n > 0)).toBe(true);
    await look(page, 'schedule-rejudged');
    expect(await isDue()).toBe(false);
  });

  it('goes back to the programme as it was', async () => {
    await activate('原程序.json', reference, '演练结束，恢复原程序');
    await page.locator('[data-rejudging=done]', { hasText: 'NIP' }).waitFor({ timeout: 60_000 });
    await expect.poll(isDue, { timeout: 30_000 }).toBe(true);
  });
});
