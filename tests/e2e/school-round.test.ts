import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId, operate, signIn } from '../support/client.ts';
import { demo, today, workbook } from './demo.ts';
import { closeStep, type Device, drop, look, openBrowser, openDevice, product, signInAs } from './support.ts';

const HEADERS = ['姓名', '性别', '出生日期', '证件类型', '证件号码', '年级', '班级', '入学类型', '监护人手机'];
const CLASS = '9班';
const has = (major: string, count: number) => (p: (typeof demo.pupils)[number]) =>
  p.person?.doses.filter((d) => d.vaccine.startsWith(major)).length === count;
const late = demo.pupils.find(
  (p) => p.expected === '2' && has('12', 1)(p) && has('17', 2)(p) && has('03', 4)(p) && has('19', 1)(p),
);
const [complete, namesake, mistyped] = demo.pupils.filter((p) => p.expected === '1' && p.person);
if (!late?.person || !complete || !namesake?.person || !mistyped) throw new Error('the demo class tells another story');

const cellsOf = (p: (typeof demo.pupils)[number], over: Record<number, string> = {}) =>
  [
    p.row.name,
    p.row.sex,
    p.row.birthDate,
    p.row.documentType,
    p.row.documentNumber,
    '一年级',
    CLASS,
    '入学',
    '13900001111',
  ].map((cell, i) => over[i] ?? cell);

let browser: Browser | undefined;
let device: Device;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser);
  page = device.page;
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser?.close());

describe('a round at the school', () => {
  it('Q-77 a list is a preview, a wrong cell is mended in place, then it enters the round', async () => {
    await signInAs(page, 'school_checker', 'school');
    await page.getByRole('heading', { name: /入托入学查验/ }).waitFor();
    const rows = [
      cellsOf(late),
      cellsOf(complete),
      // The name and birth date of a child, under a number that is not the child's.
      cellsOf(namesake, { 3: '护照', 4: 'E12345678' }),
      cellsOf(mistyped, { 4: `${mistyped.row.documentNumber.slice(0, 17)}${wrongDigit(mistyped.row.documentNumber)}` }),
    ];
    await drop(page, '一年级9班.xlsx', await workbook([HEADERS, ...rows]));
    await page.getByRole('button', { name: '上传并查验' }).click();
    await page.getByText('预览：还没有计入本轮').waitFor();
    await look(page, 'round-preview');
    await page.getByRole('button', { name: '修改', exact: true }).click();
    await page.getByRole('dialog').getByLabel('证件号码').fill(mistyped.row.documentNumber);
    await page.getByRole('button', { name: '重新判定' }).click();
    await page.getByText(/：已完成/).waitFor();
    await page.getByRole('button', { name: /计入.*4 人/ }).click();
    await page
      .getByText(/已计入/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: '去跟进' }).click();
    await page.getByRole('link', { name: `一年级 ${CLASS}` }).waitFor();
    await look(page, 'round-home');
  });

  it('Q-77 the checker decides a match with the certificate in hand', async () => {
    const nurse = await signIn(product, 'vaccinator');
    const issued = await operate<{ issueCertificate: { number: string } }>(product, nurse, 'IssueCertificate', {
      commandId: newId(),
      personId: namesake.person!.id,
    });
    expect(issued.errors).toEqual([]);
    await page.getByRole('link', { name: `一年级 ${CLASS}` }).click();
    await page.locator('[data-standing="decide"]').click();
    await page.getByRole('link', { name: namesake.row.name }).click();
    await page.getByText('这是哪一份档案？').waitFor();
    // Masked name, birth date, sex, unit and why; nothing of the record.
    expect(await page.locator('.candidate').innerText()).not.toContain(namesake.row.name);
    await look(page, 'round-review');
    await page.getByRole('button', { name: '就是这份' }).click();
    await page
      .getByText(/必填|不能为空|请填写/)
      .first()
      .waitFor();
    await page.getByLabel('接种证上的二维码、短码或证号').fill(issued.data.issueCertificate.number);
    await page.getByRole('button', { name: '就是这份' }).click();
    await page.getByText('已办结').first().waitFor();
    await page.getByRole('link', { name: '返回' }).click();
  });

  it('H-27 notices are sent and printed, two on a page', async () => {
    await page.locator('[data-standing="tell"]').waitFor();
    await page.getByRole('button', { name: '发通知（1 人）' }).click();
    await page.getByText(/短信 1 人|应用通知 1 人/).waitFor();
    await page.locator('[data-standing="told"]').waitFor();
    await look(page, 'round-class');
    await page.getByRole('link', { name: '打印通知单' }).click();
    await page.locator('.a5').first().waitFor();
    expect(await page.locator('.a5').count()).toBe(1);
    const words = await page.locator('.a5').innerText();
    expect(words).toContain('麻腮风疫苗第2剂');
    expect(words).not.toMatch(/拒|不予|不得入/);
    await page.emulateMedia({ media: 'print' });
    // One sheet: its heading is the notice's own.
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(false);
    const pdf = await page.pdf({ path: 'tests/e2e/screenshots/round-notices.pdf', preferCSSPageSize: true });
    await page.emulateMedia({ media: null });
    // One notice is half of one sheet: nothing stands before or after it.
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.getByRole('link', { name: '返回' }).click();
  });

  it('H-27 the vaccination unit finds the pupil in its list of the schools around it', async () => {
    const clinic = await openDevice(browser!);
    await signInAs(clinic.page, 'vaccinator', 'clinic');
    await clinic.page.goto(`${product.pwa}clinic/#/school`);
    await clinic.page.getByRole('tab', { name: '需补种补证' }).click();
    await clinic.page.getByRole('article', { name: late.row.name }).first().waitFor();
    await look(clinic.page, 'round-clinic');
    await clinic.context.close();
  });

  it('H-27 the unit gives the dose and the row turns without the school', async () => {
    const nurse = await signIn(product, 'vaccinator');
    const given = await operate(product, nurse, 'RecordDose', {
      commandId: newId(),
      input: {
        doseId: newId(),
        personId: late.person!.id,
        date: today,
        vaccineCode: '1201',
        outside: true,
        clinicName: '大通县妇幼保健院',
      },
    });
    expect(given.errors).toEqual([]);
    await expect
      .poll(
        async () => {
          await page.reload();
          return page
            .locator('[data-standing="caughtUp"]')
            .waitFor({ timeout: 2_000 })
            .then(
              () => 'turned',
              () => 'not yet',
            );
        },
        { timeout: 20_000 },
      )
      .toBe('turned');
    await page.getByText(/已补种 麻腮风疫苗第2剂/).waitFor();
  });
});

/** A check digit that is not the right one. */
function wrongDigit(number: string): string {
  return number.at(-1) === '0' ? '1' : '0';
}
