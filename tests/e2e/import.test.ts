import { residentIdCheckCharacter } from '@miaoben/identifiers';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook, story, workbook } from './demo.ts';
import { closeStep, type Device, drop, look, openBrowser, openDevice, signInAs } from './support.ts';

const RECIPIENTS = ['姓名*', '性别*', '出生日期*', '证件号码', '监护人姓名', '监护人关系', '监护人手机', '现居住地*'];
const DOSES = ['姓名', '身份证号', '疫苗名称', '接种日期', '批号', '接种单位'];

function idNumber(birthDate: string, serial: number): string {
  const body = `630121${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return body + residentIdCheckCharacter(body);
}
/** Excel's serial number of a day. */
const serialOf = (day: string) => Date.parse(`${day}T00:00Z`) / 86_400_000 + 25_569;

// Boys: an odd digit before the last.
const first = { name: '孔雀羽', id: idNumber('2024-03-05', 811) };
const mended = { name: '欧阳春晓', id: idNumber('2024-04-06', 833) };
const swapped = { name: '慕容雪岭', id: idNumber('2024-05-07', 855) };
const [known] = story('lost_card');
if (!known) throw new Error('the demo has no lost card');
const cousin = known.name.replace('梓', '子');

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

const row = (number: number) => page.locator(`tr[data-row="${number}"]`);
const cell = (number: number, header: string) => row(number).locator(`[data-label="${header}"]`);
const tab = (name: RegExp) => page.getByRole('tab', { name });
async function fix(number: number, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: `修改第 ${number} 行` }).click();
  const dialog = page.getByRole('dialog');
  await fill(dialog);
  await dialog.getByRole('button', { name: '保存并重新检查' }).click();
  await dialog.waitFor({ state: 'detached' });
}
const skip = (number: number) => row(number).getByRole('button', { name: '跳过此行' }).click();
async function commit(rows: number): Promise<void> {
  await page.getByRole('button', { name: `导入 ${rows} 行` }).click();
  await page
    .getByRole('dialog', { name: '确认导入' })
    .getByRole('button', { name: `导入 ${rows} 行` })
    .click();
  await page.getByRole('main').getByText(`已写入 ${rows} 行。`).waitFor();
}
async function findings(): Promise<string[][]> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /下载检查结果/ }).click();
  return readWorkbook(await (await download).path());
}
async function open(name: string): Promise<void> {
  await page.getByRole('link', { name: '接种台' }).click();
  await page.getByLabel('查找受种者').fill(name);
  await page.getByLabel('查找受种者').press('Enter');
  const hit = page.locator('a.hit', { hasText: name }).first();
  const title = page.getByRole('heading', { level: 1, name });
  await hit.or(title).first().waitFor();
  if (await hit.isVisible()) await hit.click();
  await title.waitFor();
}

describe('a file of recipients', () => {
  it('Q-09 shows what is wrong, row by row and cell by cell', async () => {
    await signInAs(page, 'vaccinator', 'clinic');
    await page.getByRole('link', { name: '导入', exact: true }).click();
    await page.getByText('最近的导入').waitFor();
    await look(page, 'imports');
    const recipient = (name: OutputCell, sex: string, birth: OutputCell, id: OutputCell, more: OutputCell[] = []) => [
      name,
      sex,
      birth,
      id,
      ...(more.length > 0 ? more : [null, null, null]),
      '桥头镇',
    ];
    const bad = mended.id.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
    const mother = ['孔秀英', '母亲', '１３８９７００１２３４'];
    const rows: OutputCell[][] = [
      // 全角 digits, and a date as text
      recipient(`　${first.name}`, '男', '２０２４年３月５日', first.id, mother),
      // a date as the number that Excel keeps
      recipient('孟繁星', '女', serialOf('2023-05-06'), null),
      recipient(mended.name, '男', '2024-04-06', bad),
      recipient(swapped.id, '男', '20240507', swapped.name),
      recipient(first.name, '男', '2024/3/5', first.id, mother),
      recipient(cousin, '男', known.birthDate, null),
      [...recipient('司马光', '男', '2023-02-30', null).slice(0, -1), '火星镇'],
    ];
    await drop(page, '新生儿登记.xlsx', await workbook([RECIPIENTS, ...rows]));
    await tab(/错误 5/).waitFor();
    await tab(/^全部/).click();
    await row(2).waitFor();
    expect(await row(2).getAttribute('data-state')).toBe('ok');
    expect(await row(3).getAttribute('data-state')).toBe('ok');
    const said: [number, string, RegExp][] = [
      [4, '证件号码', /校验/],
      [5, '姓名', /对调|颠倒|互换|反/],
      [8, '出生日期', /没有|不存在|无效/],
      [8, '现居住地', /火星镇|没有|未知|找不到/],
    ];
    for (const [number, header, words] of said) {
      expect.soft(await cell(number, header).innerText(), `row ${number} ${header}`).toMatch(words);
      expect.soft(await cell(number, header).getAttribute('data-severity')).toBe('error');
    }
    expect(await row(6).innerText()).toContain('与第2行重复');
    expect(await row(7).getAttribute('data-state')).toBe('error');
    await look(page, 'import-preview');
  });

  it('Q-09 gives the findings back as .xlsx', async () => {
    const sheet = await findings();
    expect(sheet).toHaveLength(8);
    expect(sheet[0]?.slice(-3)).toEqual(['原行号', '处理结果', '问题']);
    expect(sheet[3]?.at(-1)).toContain('证件号码：');
    expect(sheet[5]?.at(-1)).toContain('与第2行重复');
  });

  it('Q-09 corrects, exchanges, skips, chooses the child that exists, and writes the rest', async () => {
    await fix(4, async (dialog) => {
      await dialog.getByLabel('证件号码').fill(mended.id);
      await look(page, 'import-fix');
    });
    await expect.poll(() => row(4).getAttribute('data-state')).toBe('ok');
    await cell(5, '姓名')
      .getByRole('button', { name: `改为“${swapped.name}”` })
      .click();
    await expect.poll(() => row(5).getAttribute('data-state')).toBe('ok');
    await skip(6);
    await expect.poll(() => row(6).getAttribute('data-state')).toBe('skipped');
    await fix(7, async (dialog) => {
      await dialog.getByText('可能是已有的档案，请选择：').waitFor();
      const same = dialog.locator('label.lot', { hasText: known.name });
      await same.getByText('是这个孩子').click();
      await look(page, 'import-candidates');
    });
    await expect.poll(() => row(7).getAttribute('data-state')).toBe('warning');
    await skip(8);
    await commit(5);
    await look(page, 'import-done');
    for (const { name } of [first, mended, swapped]) await open(name);
  });
});

describe('a file of historic doses', () => {
  it('Q-11 shows the mistakes, takes a correction, leaves out the rest and writes', async () => {
    await page.getByRole('link', { name: '导入', exact: true }).click();
    await tab(/历史接种/).click();
    await page.getByText('按模板补录过去的接种记录。').waitFor();
    const given = (vaccine: string, date: OutputCell, name = first.name, id = first.id): OutputCell[] => [
      name,
      id,
      vaccine,
      date,
      'B202401',
      '县人民医院',
    ];
    const rows = [
      given('卡介苗', '２０２４.３.６'),
      given('重组乙型肝炎疫苗（酿酒酵母）', serialOf('2024-03-05')),
      given('麻腮凤疫苗', '2024-11-10'),
      given('0303', '2024-02-01'),
      given('卡介苗', '2024-03-06'),
      given('0202', '2024-04-10', '查无此人', idNumber('2024-06-01', 871)),
    ];
    await drop(page, '接种补录.xlsx', await workbook([DOSES, ...rows]));
    await tab(/错误 4/).waitFor();
    expect(await cell(4, '疫苗名称').getAttribute('data-severity')).toBe('error');
    expect(await cell(5, '接种日期').innerText()).toMatch(/出生/);
    expect(await row(6).innerText()).toContain('重复');
    expect(await row(7).innerText()).toMatch(/档案|没有/);
    await look(page, 'import-doses');
    expect((await findings()).length).toBe(7);

    await fix(4, (dialog) => dialog.getByLabel('疫苗名称').fill('1201'));
    for (const number of [5, 6, 7]) {
      await skip(number);
      await row(number).waitFor({ state: 'detached' });
    }
    await commit(3);
    await open(first.name);
    expect(await page.locator('button.dose').count()).toBe(3);
    for (const vaccine of ['卡介苗', '重组乙型肝炎', '麻腮风']) {
      await page.locator('button.dose', { hasText: vaccine }).waitFor();
    }
  });
});
