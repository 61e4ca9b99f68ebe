import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { newId, operate, signIn } from '../support/client.ts';
import { root } from '../support/product.ts';
import { readWorkbook, story, today } from './demo.ts';
import { closeStep, type Device, look, NO_NETWORK, openBrowser, openDevice, product, signInAs } from './support.ts';

const COUNTY = '大通回族土族自治县';

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

interface Matrix {
  /** names of the columns, the total first */
  columns: string[];
  children: number[];
  /** doses: id of the slot → done and due of each column, null where nobody is due */
  slots: Record<string, ({ done: number; due: number } | null)[]>;
}

/** The table of the report as it stands on the screen. */
async function matrix(): Promise<Matrix> {
  await page.locator('table.matrix').waitFor();
  return page.locator('table.matrix').evaluate((table) => {
    const texts = (cells: NodeListOf<Element>) => [...cells].map((cell) => (cell as HTMLElement).innerText.trim());
    const slots: Matrix['slots'] = {};
    for (const row of table.querySelectorAll<HTMLElement>('tr[data-slot]')) {
      slots[row.dataset.slot ?? ''] = [...row.querySelectorAll('td')].map((cell) => {
        const counts = /(\d+)\/(\d+)/.exec(cell.querySelector('.rate-counts')?.textContent ?? '');
        return counts && { done: Number(counts[1]), due: Number(counts[2]) };
      });
    }
    return {
      columns: texts(table.querySelectorAll('thead th')).slice(1),
      children: texts(table.querySelectorAll('tbody tr:first-child td')).map(Number),
      slots,
    };
  });
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** In each line the townships or years add up to the total. */
function expectToAddUp({ children, slots }: Matrix): void {
  expect(sum(children.slice(1))).toBe(children[0]);
  for (const [slot, [total, ...parts]] of Object.entries(slots)) {
    expect(sum(parts.map((p) => p?.done ?? 0)), slot).toBe(total?.done ?? 0);
    expect(sum(parts.map((p) => p?.due ?? 0)), slot).toBe(total?.due ?? 0);
  }
}

describe('coverage at the county CDC', () => {
  it('Q-16 Q-104 shows the county by township and dose, and the townships add up', async () => {
    await signInAs(page, 'cdc', 'desk');
    await page.getByRole('heading', { level: 1, name: `${COUNTY} 出生队列接种率` }).waitFor();
    const county = await matrix();
    expect(county.columns[0]).toBe('合计');
    expect(county.columns.length).toBeGreaterThan(15);
    expect(county.children[0]).toBeGreaterThan(500);
    for (const slot of ['HepB-1', 'BCG-1', 'MCV-1', 'MCV-2', 'DTaP-4', 'MPSV-AC-1', 'HepA-1'])
      expect(Object.keys(county.slots)).toContain(slot);
    expectToAddUp(county);
    await look(page, 'coverage-county');
  });

  it('Q-104 shows the county by birth year, and the years add up to the same total', async () => {
    const before = await matrix();
    await page.getByText('按出生年', { exact: true }).click();
    await page
      .getByRole('columnheader', { name: /^20\d\d 年$/ })
      .first()
      .waitFor();
    const byYear = await matrix();
    expectToAddUp(byYear);
    expect(byYear.children[0]).toBe(before.children[0]);
    expect(Object.values(byYear.slots).map((cells) => cells[0])).toEqual(
      Object.values(before.slots).map((cells) => cells[0]),
    );
    await page.getByText('按地区', { exact: true }).click();
    await page.getByRole('columnheader', { name: '桥头镇' }).waitFor();
  });

  it('Q-102 Q-104 drills down to the township and to the children behind a figure', async () => {
    const county = await matrix();
    const column = county.columns.indexOf('桥头镇');
    await page.getByRole('link', { name: '桥头镇' }).click();
    await page.getByRole('heading', { level: 1, name: '桥头镇 出生队列接种率' }).waitFor();
    const township = await matrix();
    expectToAddUp(township);
    expect(township.children[0]).toBe(county.children[column]);
    expect(township.slots['MCV-2']?.[0]).toEqual(county.slots['MCV-2']?.[column]);
    await look(page, 'coverage-township');

    const year = township.columns.indexOf(`${Number(today.slice(0, 4)) - 3} 年`);
    const cell = township.slots['MCV-2']?.[year];
    expect(cell?.due).toBeGreaterThan(0);
    await page.locator('tr[data-slot="MCV-2"] td').nth(year).getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: '含麻疹成分疫苗第2剂' }).waitFor();
    const rowsAre = (count: number) => expect.poll(() => page.locator('tbody tr').count()).toBe(count);
    await page.getByText('全部应种', { exact: true }).click();
    await rowsAre(cell?.due ?? 0);
    const names = await page.locator('tbody td[data-label="姓名"]').allInnerTexts();
    expect(names.every((name) => name.includes('*'))).toBe(true);
    await look(page, 'coverage-children');
    await page.getByText('已种', { exact: true }).first().click();
    await rowsAre(cell?.done ?? 0);
    await page.getByText('未种', { exact: true }).first().click();
    await rowsAre((cell?.due ?? 0) - (cell?.done ?? 0));
    await page.getByRole('link', { name: '返回' }).click();
    await page.getByRole('link', { name: COUNTY }).click();
    await page.getByRole('heading', { level: 1, name: `${COUNTY} 出生队列接种率` }).waitFor();
  });

  it('Q-104 exports an .xlsx that says what the screen says', async () => {
    const county = await matrix();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 Excel' }).click();
    const [header = [], ...rows] = await readWorkbook(await (await download).path());
    const at = (title: string) => header.indexOf(title);
    const [total, ...townships] = county.columns.map((name, column) => [
      name,
      ...[
        county.children[column],
        county.slots['MCV-1']?.[column]?.due ?? 0,
        county.slots['MCV-1']?.[column]?.done ?? 0,
      ].map(String),
    ]);
    const titles = ['地区', '儿童数', '含麻疹成分疫苗第1剂 应种', '含麻疹成分疫苗第1剂 实种'];
    const exported = rows.map((row) => titles.map((title) => row[at(title)]));
    expect(exported.at(-1)?.slice(1)).toEqual(total?.slice(1));
    expect(exported.slice(0, -1)).toEqual(townships);
  });

  it('Q-16 moves within two seconds when a dose is recorded, and equals a recount of all records', async () => {
    const before = await matrix();
    const [child] = story('catch_up');
    const token = await signIn(product, 'vaccinator');
    const codes = await operate<{
      products: { id: string; vaccine: { code: string } }[];
      lotsOnHand: { number: string; expiresOn: string; product: { id: string } }[];
    }>(product, token, 'ClinicCodes');
    const mmr = codes.data.products.filter((p) => p.vaccine.code === '1201').map((p) => p.id);
    const lot = codes.data.lotsOnHand.find((l) => mmr.includes(l.product.id) && l.expiresOn > today);
    const recorded = await operate(product, token, 'RecordDose', {
      commandId: newId(),
      input: {
        doseId: newId(),
        personId: child?.id,
        date: today,
        vaccineCode: '1201',
        productId: lot?.product.id,
        lotNumber: lot?.number,
        site: 'left_upper_arm',
        route: 'SC',
        overrideReason: '监护人已签纸质知情同意书',
      },
    });
    expect(recorded.errors).toEqual([]);

    const doneOf = ({ slots }: Matrix) => slots['MCV-1']?.map((cell) => cell?.done ?? 0) ?? [];
    const moved = async () => {
      await page.reload();
      return (await matrix().then(doneOf))[0];
    };
    // Two seconds for the figure, the rest for the page to load again.
    await expect.poll(moved, { timeout: 6_000, interval: 500 }).toBe((doneOf(before)[0] ?? 0) + 1);
    const after = doneOf(await matrix());
    expect(after.filter((done, column) => done !== doneOf(before)[column])).toHaveLength(2);

    const { DATABASE_URL: _other, ...inherited } = process.env;
    const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'recount'], {
      cwd: root,
      env: { ...inherited, MIAOBEN_DATA: inject('productData') },
    });
    expect(stdout).toMatch(/^\d{3,} cells compared, 0 differ\n$/);
  });

  it('Q-20 reads the catch-up register of its area: both tables add up to the same, and it goes down to a township', async () => {
    await page.getByRole('link', { name: '查漏补种' }).click();
    const table = (caption: string) => page.getByRole('table', { name: caption, exact: true });
    await table('按地区').waitFor();
    const column = async (caption: string, place: number) =>
      sum((await table(caption).locator(`tbody td:nth-child(${place})`).allInnerTexts()).map(Number));
    for (const place of [2, 3]) expect(await column('按地区', place)).toBe(await column('按剂次', place));
    expect(await column('按地区', 3)).toBeGreaterThan(0);
    await look(page, 'catch-up');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出登记表' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    const township = table('按地区').getByRole('link').first();
    const name = await township.innerText();
    // Taken along, the township's page opens without a network although nobody looked at it before.
    await page.getByRole('button', { name: '下级各地带走离线看' }).click();
    await page.getByText(/^已保存 \d+ 个下级地区/).waitFor();
    await device.context.setOffline(true);
    await township.click();
    await page.getByRole('heading', { level: 1, name: `${name} 查漏补种` }).waitFor();
    await table('按剂次').waitFor();
    await device.context.setOffline(false);
  });

  it('Q-19 counts the doses that do not conform by their reason, and lists them', async () => {
    await page.getByRole('tab', { name: '不合格接种' }).click();
    await page.getByRole('table', { name: /^不合格接种 \d+ 剂$/ }).waitFor();
    await page.locator('nav.breadcrumb a').first().click();
    await page.getByRole('tab', { name: '不合格接种' }).click();
    await page.getByRole('table', { name: '不合格接种明细' }).locator('tbody tr').first().waitFor();
    await page.getByLabel('原因').selectOption('未到接种时间');
    await page
      .getByRole('cell', { name: /未到接种时间/ })
      .last()
      .waitFor();
    await look(page, 'non-conforming');
  });

  it('Q-02 Q-103 Q-105 Q-108 reads catching up, birth years and household types of its area, and the people behind a figure', async () => {
    await page.getByRole('link', { name: '接种与补种统计' }).click();
    await page.getByRole('heading', { level: 1, name: `${COUNTY} 查漏补种统计` }).waitFor();
    const line = (name: string | RegExp) =>
      page.locator('tbody tr').filter({ has: page.getByText(name, { exact: true }) });
    const figures = async (name: string) =>
      (
        await line(name)
          .locator('td.cell-end a, td.cell-end span.statistics-compared > span:first-child')
          .allInnerTexts()
      ).map((text) => Number(text.replaceAll(',', '')));
    await line('合计').waitFor();
    const all = await figures('合计');
    await look(page, 'vaccinations-caught-up');
    await page.getByLabel('分组').selectOption('按户籍类型');
    await line('本县户籍').waitFor();
    // The split adds up to the whole, and the filter says what the split says.
    expect(await figures('合计')).toEqual(all);
    const local = await figures('本县户籍');
    await page.getByRole('button', { name: '本县户籍' }).click();
    await line('桥头镇').waitFor();
    await expect.poll(() => figures('合计')).toEqual(local);

    await page.getByLabel('报表').selectOption('户籍类型占比');
    await page.getByRole('heading', { level: 1, name: `${COUNTY} 户籍类型占比` }).waitFor();
    await page
      .getByText(/^\d+(\.\d)?%$/)
      .first()
      .waitFor();
    await look(page, 'vaccinations-household');
    const others = await page
      .locator('tbody tr')
      .last()
      .locator('td[data-label="外省户籍"] .statistics-compared > :first-child')
      .innerText();
    expect(Number(others.replaceAll(',', ''))).toBeGreaterThan(0);

    await page.getByLabel('报表').selectOption('分年度分地区接种情况');
    await page.getByRole('columnheader', { name: `${Number(today.slice(0, 4)) - 3} 年出生` }).waitFor();
    await look(page, 'vaccinations-birth-year');
    await page.locator('tbody tr').first().locator('td.cell-end a').first().click();
    await page.getByRole('heading', { level: 1, name: /^分年度分地区接种情况：/ }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    const names = await page.locator('tbody td[data-label="姓名"]').allInnerTexts();
    expect(names.length > 0 && names.every((name) => name.includes('*'))).toBe(true);
    await look(page, 'vaccinations-people');
  });

  it('reads the figures of suspected adverse events of its area by unit and vaccine, and opens the cases behind one', async () => {
    await page.getByRole('link', { name: '异常反应统计' }).click();
    await page.getByRole('heading', { level: 1, name: `${COUNTY} 疑似异常反应统计` }).waitFor();
    // A year back from today, whatever the day of the year.
    await page.getByText('自定', { exact: true }).click();
    const first = new Date(Date.parse(today) - 330 * 86_400_000).toISOString().slice(0, 10);
    let asked = 0;
    page.on('request', (request) => {
      if (request.postData()?.includes('"AefiFigures"')) asked += 1;
    });
    // While the year is typed each digit makes a day of its own: the figures are asked of the whole one alone.
    for (const typed of ['0002', '0020', '0202']) await page.getByLabel('发生日期从').fill(`${typed}${first.slice(4)}`);
    await page.getByLabel('发生日期从').fill(first);
    const [year, month, day] = first.split('-').map(Number);
    await page.getByText(`反应发生日期：${year}年${month}月${day}日`).waitFor();
    await page.locator('tbody tr').filter({ hasText: '桥头镇' }).waitFor();
    expect(asked).toBe(1);
    const all = page.locator('.statistics-figures dd a').first();
    const cases = Number(await all.innerText());
    expect(cases).toBeGreaterThan(5);
    const inTable = async () =>
      sum((await page.locator('tbody td[data-label="报告例数"]').allInnerTexts()).map((text) => Number(text)));
    expect(await inTable()).toBe(cases);
    await look(page, 'aefi-figures');
    await page.getByLabel('分组').selectOption('疫苗');
    await page.locator('tbody tr').filter({ hasText: '乙型' }).first().waitFor();
    expect(await inTable()).toBe(cases);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 Excel' }).click();
    expect((await readWorkbook(await (await download).path())).at(-1)?.slice(0, 2)).toEqual(['合计', String(cases)]);
    // The list has as many cases as the figure says.
    await all.click();
    await page.getByText(`只看统计数字所指的个案`).waitFor();
    if (cases > 20) await page.getByRole('button', { name: '显示更多' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(cases);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: `${COUNTY} 疑似异常反应统计` }).waitFor();
  });

  it('J-09 previews the split of a township by names of villages alone, with the files it may take', async () => {
    await page.goto('/desk/#/divisions');
    await page.getByLabel('变更类型', { exact: true }).selectOption('拆分');
    await page.getByLabel('原区划代码', { exact: true }).fill('630121100');
    await page.getByText(`${COUNTY}桥头镇`).waitFor();
    await page.getByLabel('新区划代码', { exact: true }).fill('630121199');
    await page.getByLabel('名称', { exact: true }).fill('老营乡');
    await page.getByRole('button', { name: '加入变更清单' }).click();
    await page.getByText('请选择划出的村或接种单位').waitFor();
    await page.getByLabel('划出的村', { exact: true }).fill('老营庄村\n上庙沟村');
    await page.getByRole('button', { name: '加入变更清单' }).click();
    await page.getByRole('button', { name: '预览' }).click();
    const preview = page.getByRole('dialog', { name: '变更预览' });
    const row = preview.locator('tbody tr').filter({ hasText: '部分划出' });
    await row.filter({ hasText: '老营乡 630121199' }).waitFor();
    await expect.poll(async () => Number(await row.locator('td').last().innerText())).toBeGreaterThan(50);
    await look(page, 'division-split');
    await preview.getByRole('button', { name: '取消' }).click();
  });

  it('S-26 enters a suspected reaction from the six tabs of a file of its area, as its own report', async () => {
    const [child] = story('refusal');
    await page.goto(`/desk/#/child/${child?.id}/file?tab=reactions`);
    await page.getByRole('link', { name: '报告疑似异常反应' }).click();
    await page.getByRole('heading', { level: 1, name: '报告疑似异常反应' }).waitFor();
    await page
      .getByRole('group', { name: /^可疑疫苗/ })
      .getByRole('checkbox')
      .first()
      .check();
    await page.getByRole('checkbox', { name: '皮疹' }).check();
    await look(page, 'desk-aefi-report');
    await page.getByRole('button', { name: '报告', exact: true }).click();
    await page.locator('[data-case="reported"]').waitFor();
    await page.getByText('疾控机构').first().waitFor();
    await page.goto(`/desk/#/child/${child?.id}/file?tab=reactions`);
    await page
      .getByRole('link', { name: /^630121\d{8}$/ })
      .first()
      .waitFor();
  });
});
