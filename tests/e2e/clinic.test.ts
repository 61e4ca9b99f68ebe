import { personCode } from '@miaoben/identifiers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { casesFor } from '../../gateway/start/counterparts/national-cases.ts';
import { debianTool } from '../support/debian-tool.ts';
import { qrPng } from './codes.ts';
import { story } from './demo.ts';
import { inkOf, readPrint, toPrinter } from './paper.ts';
import { closeStep, type Device, look, openBrowser, openDevice, sign, signInAs } from './support.ts';

// A girl of two whose parents refused everything after the birth doses: much is due.
const [child] = story('refusal');
if (!child) throw new Error('the demo has no refusal');
// He lives in another province.
const [visitor] = casesFor({ name: '蒲星野', birthDate: '2025-03-08' }).cases;
if (!visitor) throw new Error('the counterpart has no visitor');
const INITIALS = 'zyh';
const TRACE = '81345670000123456789';
const VIAL = '81345670000123450021';
const POINT = '城关小学操场';

let browser: Browser;
let device: Device;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser, 1024, { keepsApp: true });
  page = device.page;
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser.close());

const line = async () => {
  await page.getByRole('link', { name: '接种台' }).click();
  await page.getByRole('heading', { level: 1, name: '接种台' }).waitFor();
};
const search = async (text: string) => {
  await page.getByLabel('查找受种者').fill(text);
  await page.getByLabel('查找受种者').press('Enter');
};
const record = () => page.getByRole('heading', { level: 1, name: child.name }).waitFor();
const dose = (vaccine: string) => page.locator('button.dose', { hasText: vaccine });

/** What a hand scanner does: keys at once after each other and Enter, wherever the focus is. */
const scan = (code: string) =>
  page.evaluate((keys) => {
    (document.activeElement as HTMLElement | null)?.blur();
    for (const key of [...keys, 'Enter']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
  }, code);

describe('a vaccinator at the line', () => {
  it('Q-08 H-01 finds a child by name, by the initials of its pinyin, by ID number, by barcode and by the code of the person', async () => {
    await signInAs(page, 'vaccinator', 'clinic');
    await look(page, 'clinic-line');
    for (const text of [child.name, INITIALS]) {
      await search(text);
      const hit = page.getByRole('link', { name: new RegExp(child.name) }).first();
      // A single hit opens by itself.
      await hit
        .or(page.getByRole('heading', { level: 1, name: child.name }))
        .first()
        .waitFor();
      if (text === INITIALS) await look(page, 'clinic-search');
      if (await hit.isVisible()) await hit.click();
      await record();
      await line();
    }
    // A scanner types the code and Enter: the record opens at once.
    for (const code of [child.documentNumber, child.barcode, personCode(child.barcode)]) {
      await search(code);
      await record();
      await line();
    }
    await search('没有这个人');
    await page.getByText('没有找到“没有这个人”').waitFor();
    // H-01: what is wrong with a code is told, and which it is.
    await search(personCode(child.barcode).replace('JZ6', 'JZ9'));
    await page.getByText('接种码不对').waitFor();
    await search(personCode('630121202699999999'));
    await page.getByText('没有这个接种码的档案').waitFor();
  });

  it('H-01 H-20 opens the file by the code a family shows, read from a picture', async () => {
    await page.getByRole('button', { name: '扫码打开档案' }).click();
    await page
      .getByRole('dialog')
      .getByLabel('选择图片')
      .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: qrPng(personCode(child.barcode)) });
    await record();
    await line();
  });

  it('Q-17 shows the record and what may be given today, with the rule behind it', async () => {
    await search(child.barcode);
    await record();
    await page.getByRole('heading', { name: '今天可接种' }).waitFor();
    expect(await page.locator('button.dose').count()).toBe(child.doses.length);
    const mmr = page.locator('.visit-row', { hasText: '麻腮风疫苗' }).first();
    await mmr.getByText('查看依据').click();
    expect(await mmr.locator('details').innerText()).toMatch(/麻腮风/);
    await look(page, 'clinic-record');
  });

  it('S-44 H-10 goes through the health inquiry and signs registration off, each with its press', async () => {
    await page.getByRole('button', { name: '开始接种流程' }).click();
    await page.getByRole('heading', { name: '健康询问与禁忌核查' }).waitFor();
    expect(await page.locator('.question').count()).toBeGreaterThan(8);
    await page.getByText(/^这些不是禁忌/).click();
    await page.getByText('食物过敏史').waitFor();
    // A cough asks for a doctor; with nothing against it one press goes on.
    const cough = page.locator('.question', { hasText: '咳嗽' });
    await cough.getByText('是', { exact: true }).click();
    await page.getByRole('button', { name: '以上全部为“否”' }).click();
    await page.getByText('请医生判断后再决定。').waitFor();
    await page.getByRole('button', { name: '保存结论' }).click();
    await page.getByText('请选择结论。').waitFor();
    await look(page, 'clinic-inquiry');
    await cough.getByText('否', { exact: true }).click();
    await page.getByRole('button', { name: '可以接种，登记签核' }).click();
    await page.getByRole('button', { name: '撤回“登记签核”' }).click();
    await page.getByRole('button', { name: '登记签核', exact: true }).click();
    await page.getByRole('heading', { name: '今天可接种' }).waitFor();
    const done = page.locator('.step[data-done]');
    expect(await done.allInnerTexts()).toEqual([
      expect.stringMatching(/^健康询问\s+\d\d:\d\d \S+/),
      expect.stringMatching(/^登记签核\s+\d\d:\d\d \S+/),
    ]);
    // The queue of the line shows the step; a code scanned anywhere, without a field, opens the file again.
    await line();
    await page.locator('.queue-row', { hasText: child.name }).getByText('待接种').waitFor();
    await page.locator('.queue-row', { hasText: child.name }).click();
    await page.getByRole('heading', { name: '今天可接种' }).waitFor();
    await scan(personCode(child.barcode));
    await page.getByRole('heading', { name: '接种记录' }).waitFor();
    await page.getByRole('link', { name: /继续接种流程/ }).click();
  });

  it('Q-18 records the dose of today with lot and trace code', async () => {
    await page.getByRole('link', { name: '接种 麻腮风疫苗 第 1 剂' }).click();
    await page.getByRole('heading', { level: 1, name: '登记接种' }).waitFor();
    await page.getByRole('button', { name: '确认接种' }).click();
    await page.getByText('请选择批号。').waitFor();
    const lot = page.locator('.lot:not([data-expired])').first();
    const number = await lot.locator('strong.mono').innerText();
    await lot.click();
    // What a scanner reads from the box: the maker's address with the code in it; or the code alone, wherever the focus is.
    await page.getByLabel('追溯码').fill(`https://trace.example/c?code=${TRACE}`);
    expect(await page.getByLabel('追溯码').inputValue()).toBe(TRACE);
    await page.getByLabel('追溯码').fill('');
    await scan(TRACE);
    await expect.poll(() => page.getByLabel('追溯码').inputValue()).toBe(TRACE);
    // H-18 H-10 the guardian reads and signs on the tablet; without it the dose is asked about.
    await page.getByRole('button', { name: '确认接种' }).click();
    const unsigned = page.getByRole('dialog', { name: '没有有效的知情同意' });
    await unsigned.getByText('未签知情同意').waitFor();
    await unsigned.getByRole('button', { name: '不接种', exact: true }).click();
    await page.getByRole('button', { name: '交监护人阅读并签署' }).click();
    const sheet = page.getByRole('dialog', { name: '麻腮风联合减毒活疫苗接种知情同意书' });
    await sheet.getByText('接种后2周内避免使用免疫球蛋白。').waitFor();
    await sheet.getByText('同意接种', { exact: true }).click();
    await sheet.getByLabel('签署人姓名').fill('马秀英');
    await sign(sheet.locator('.signature-pad'));
    await look(page, 'clinic-consent');
    await sheet.getByRole('button', { name: '确认签署' }).click();
    await page.getByText('已签同意').waitFor();
    await look(page, 'clinic-give');
    await page.getByRole('button', { name: '确认接种' }).click();
    await page.getByText('已登记，留观开始。').waitFor();
    await page.getByRole('button', { name: '接种签核' }).click();
    await page.locator('.watched-row', { hasText: child.name }).waitFor();
    await look(page, 'clinic-visit');
    await page.getByRole('link', { name: '查看接种档案' }).click();
    await page.getByRole('heading', { name: '接种记录' }).waitFor();

    await dose('麻腮风').click();
    const detail = page.getByRole('dialog');
    await detail.getByText(TRACE).waitFor();
    const text = await detail.innerText();
    for (const fact of [number, '左上臂', '皮下', '大通县桥头镇中心卫生院', '有效', '计入接种率']) {
      expect(text).toContain(fact);
    }
    await look(page, 'clinic-dose');
    await detail.getByRole('button', { name: '关闭' }).click();
    // The plan has moved on: the next one comes after its interval.
    expect(await page.getByRole('link', { name: /接种 麻腮风疫苗/ }).count()).toBe(0);
  });

  it('H-19 S-26 keeps an eye on the child for the time that is set, then lets it go, and reports what was seen', async () => {
    await line();
    const watched = page.locator('.watched-row', { hasText: child.name });
    await watched.getByText(/还剩 (2[5-9]|30) 分 \d{1,2} 秒/).waitFor();
    const before = await watched.locator('.watched-time').innerText();
    await expect.poll(() => watched.locator('.watched-time').innerText(), { timeout: 3_000 }).not.toBe(before);
    await look(page, 'clinic-observation');
    await watched.getByRole('button', { name: '结束留观' }).click();
    await page.getByRole('button', { name: '有反应' }).click();
    await page.getByLabel('观察到什么').fill('面部皮疹，痒');
    await page.getByRole('button', { name: '保存并报告异常反应' }).click();
    await page.getByRole('heading', { level: 1, name: '报告疑似异常反应' }).waitFor();
    // The dose of today is suspect, and what was seen stands there already.
    expect(await page.getByRole('checkbox', { name: /麻腮风/ }).isChecked()).toBe(true);
    expect(await page.getByLabel('情况说明').inputValue()).toBe('面部皮疹，痒');
    await page.getByRole('button', { name: '报告', exact: true }).click();
    await page.getByText('请选择临床表现').waitFor();
    await page.getByRole('checkbox', { name: '皮疹' }).check();
    await look(page, 'clinic-aefi-report');
    await page.getByRole('button', { name: '报告', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^个案 630121\d{8}$/ }).waitFor();
    await page.locator('[data-case="reported"]').waitFor();
    await look(page, 'clinic-aefi-case');
    await line();
    // The line shows what it knew until the server has answered.
    await watched.waitFor({ state: 'detached' });
    await page.getByText('已结束 1 人').click();
    await page.locator('.queue-row', { hasText: child.name }).getByText('已完成').waitFor();
  });

  it('H-01 shows the whole path of the person by the code: registration, dose, observation and report, with account and place', async () => {
    await page.goto('/clinic/#/trace');
    await page.getByLabel('接种码').fill(personCode(child.barcode));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `全程轨迹 · ${child.name}` }).waitFor();
    const rows = page.locator('table tbody tr');
    await rows.first().waitFor();
    const path = (await rows.allInnerTexts()).join('\n').replace(/\s+/g, ' ');
    // In order of time: each stop behind the one before it.
    expect(path).toMatch(
      new RegExp(
        `登记.*健康询问.*登记签核.*同意接种麻腮风.*麻腮风.*追溯码 ${TRACE}.*开始留观.*结束留观.*疑似异常反应报告`,
      ),
    );
    expect(path).toContain('大通县桥头镇中心卫生院');
    await page.getByLabel('类别').selectOption('reaction');
    await expect.poll(() => rows.count()).toBe(1);
    await look(page, 'clinic-trace');
  });

  it('H-10 H-18 lists what was signed today, and shows it with its version and signature', async () => {
    await line();
    await page.getByRole('link', { name: '核签记录' }).click();
    const row = page.locator('tbody tr', { hasText: child.name });
    await row.getByText('马秀英').waitFor();
    await row.getByText('MMR v1').waitFor();
    await look(page, 'clinic-consents');
    await row.getByRole('link', { name: child.name }).click();
    await page.getByRole('img', { name: '马秀英 的签名' }).waitFor();
    expect(await page.locator('.consent-hash').innerText()).toMatch(/[0-9a-f]{64}/);
    await look(page, 'clinic-consent-signed');
  });

  it('Q-18 voids the dose with a reason; it stays readable and no longer counts', async () => {
    await line();
    await search(child.barcode);
    await record();
    await dose('麻腮风').click();
    await page.getByRole('button', { name: '作废这条记录' }).click();
    expect(await page.getByRole('button', { name: '确认作废' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('作废原因').selectOption('录到了别人名下');
    await look(page, 'clinic-void');
    await page.getByRole('button', { name: '确认作废' }).click();
    await page.getByText('已作废，计划已重新计算。').waitFor();
    await page.getByRole('link', { name: '接种 麻腮风疫苗 第 1 剂' }).waitFor();
    expect(await dose('麻腮风').count()).toBe(0);
    await page.getByRole('button', { name: '显示已作废的 1 条' }).click();
    await dose('麻腮风').click();
    expect(await page.getByRole('dialog').innerText()).toContain('录到了别人名下');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
  });

  it('S-44 without its dose the visit is open again; broken off with a reason, and that taken back', async () => {
    await page.getByRole('link', { name: /继续接种流程/ }).click();
    const breakOff = async () => {
      await page.getByRole('button', { name: '中止', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: '中止本次流程' });
      await dialog.getByText('自行离开', { exact: true }).click();
      await dialog.getByRole('button', { name: '确认中止' }).click();
      await page.getByText('中止原因：自行离开').waitFor();
    };
    await breakOff();
    await page.getByRole('button', { name: '撤回“中止”' }).click();
    await page.getByRole('heading', { name: '今天可接种' }).waitFor();
    await breakOff();
    await page.getByRole('link', { name: '查看接种档案' }).click();
    await page.getByRole('heading', { name: '接种记录' }).waitFor();
  });

  it('advises against a dose that is not needed, and gives it only with a reason', async () => {
    await page.getByRole('link', { name: '接种其他疫苗或补录' }).click();
    // BCG was given at birth and is given once.
    await page.getByLabel('疫苗', { exact: true }).selectOption('0101');
    await page.locator('.lot:not([data-expired])').first().click();
    // Q-21 the first scan of a vial of several doses warns and opens it.
    await scan(VIAL);
    await page.getByText(/^这支已开启：5 人份，开始计时/).waitFor();
    await page
      .getByText(/^还剩 (29|30) 分 \d+ 秒$/)
      .first()
      .waitFor();
    await look(page, 'clinic-vial-opened');
    await page.getByRole('button', { name: '确认接种' }).click();
    const advice = page.getByRole('dialog', { name: '程序不建议现在接种' });
    await advice.waitFor();
    expect(await advice.getByRole('alert').innerText()).toMatch(/卡介苗/);
    const give = advice.getByRole('button', { name: '仍要接种' });
    expect(await give.getAttribute('aria-disabled')).toBe('true');
    await look(page, 'clinic-advice');
    await advice.getByLabel('其他，写明理由').check();
    expect(await give.getAttribute('aria-disabled')).toBe('true');
    await advice.getByLabel('写明理由', { exact: true }).fill('结核门诊会诊后建议复种');
    await give.click();
    await record();
    await dose('卡介苗').first().getByText('多余').waitFor();
    await dose('卡介苗').first().click();
    expect(await page.getByRole('dialog').innerText()).toContain('结核门诊会诊后建议复种');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
  });

  it('Q-19 shows of each dose what became of it, whether it counts, why, by which rule, and the steps', async () => {
    await dose('卡介苗').first().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/^不?计入接种率$/)
      .first()
      .waitFor();
    expect(await dialog.innerText()).toMatch(/规则\s?BCG/);
    await dialog.getByRole('button', { name: '判定过程' }).click();
    await dialog.locator('.trace-step[data-failed]').first().waitFor();
    await look(page, 'clinic-trace-found');
    await dialog.getByRole('button', { name: '关闭' }).click();
  });

  it('Q-17 lists every dose still to come with its day', async () => {
    await page.getByRole('heading', { name: '全部剩余剂次' }).click();
    const remaining = page.locator('details', { hasText: '全部剩余剂次' });
    await remaining.locator('tbody tr').first().waitFor();
    expect(await remaining.locator('tbody tr').count()).toBeGreaterThan(5);
    expect(await remaining.locator('tbody tr').first().innerText()).toMatch(/\d{4}年\d{1,2}月\d{1,2}日/);
  });

  it('heeds what is entered of her health: immunoglobulin puts MMR off, until it is withdrawn', async () => {
    const health = page.locator('section', { has: page.getByRole('heading', { name: '健康情况' }) });
    const add = async (group: string, fact: string) => {
      await health.getByRole('button', { name: '登记', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: '登记健康情况' });
      await dialog.getByText(group, { exact: true }).click();
      await dialog.getByRole('combobox', { name: '情况' }).selectOption(fact);
      await dialog.getByRole('button', { name: '保存' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await add('血液制品', '注射免疫球蛋白');
    await health.getByText('注射免疫球蛋白').waitFor();
    // The measles component waits for months after immunoglobulin.
    await page.getByRole('link', { name: /^接种 麻腮风疫苗/ }).waitFor({ state: 'detached' });
    await page.locator('section', { hasText: '以后再种' }).getByText('麻腮风疫苗').first().waitFor();
    await look(page, 'clinic-health');
    await health.getByRole('button', { name: '撤回 注射免疫球蛋白' }).click();
    const withdraw = page.getByRole('dialog', { name: '撤回健康情况' });
    await withdraw.getByLabel('撤回原因').fill('录到了别人名下');
    await withdraw.getByRole('button', { name: '撤回', exact: true }).click();
    await health.getByText('已撤回').waitFor();
    await page.getByRole('link', { name: /^接种 麻腮风疫苗/ }).waitFor();
  });

  it('S-14 prints the booklet at true scale, the name later, and goes on after what is printed', async () => {
    expect(debianTool('pdftotext', 'poppler-utils')).toBe(true);
    await page.getByRole('link', { name: '打印接种证卡' }).click();
    await page.getByText('未打印', { exact: true }).waitFor();
    // The browser's own window is nobody's to answer here.
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.getByLabel('接种证编号').fill('qh 20260001');
    await page.getByLabel('姓名').uncheck();
    const [cover, programme, ...others] = await readPrint(await toPrinter(page));
    // BCG was given twice: the second has no row in the programme's table.
    expect(others.length).toBe(1);
    for (const sheet of [cover!, programme!, ...others]) {
      expect([sheet.width, sheet.height].map(Math.round)).toEqual([208, 140]);
    }
    // Onto the printed form: the entries only, each where the form has its place for it.
    const barcode = cover!.words.find((w) => w.text === child.barcode)!;
    expect(Math.abs(barcode.x - 130.8)).toBeLessThan(0.5);
    // Digits stand on their line, whatever the font: ink just above it, none below.
    const inked = await inkOf(await toPrinter(page));
    const across = Array.from({ length: 140 }, (_, i) => 131 + i / 10);
    expect([14.8, 15.0, 15.6, 16, 17].map((y) => across.some((x) => inked(x, y)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(cover!.words.map((w) => w.text)).not.toContain(child.name);
    const dates = programme!.words.filter((w) => /^\d{4}-\d\d-\d\d$/.test(w.text) && w.x < 66);
    // HepB 1 in row 1, BCG in row 4: three rows of 8 mm further down.
    expect(dates.map((w) => Math.abs(w.x - 44.8) < 0.5)).toEqual([true, true]);
    expect(Math.abs(dates[1]!.y - dates[0]!.y - 24)).toBeLessThan(0.1);
    expect(programme!.words.map((w) => w.text)).not.toContain('卡介苗');
    await look(page, 'clinic-paper');

    const print = async () => {
      await page.getByRole('button', { name: '打印', exact: true }).click();
      await page.getByRole('button', { name: '打印好了，登记' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await print();
    await page.getByText('未打印全').waitFor();
    await page.getByText('QH20260001').waitFor();
    const second = await readPrint(await toPrinter(page));
    expect(second.map((sheet) => sheet.words.map((w) => w.text))).toEqual([[child.name]]);
    await print();
    await page.getByText('卡证一致', { exact: true }).waitFor();
    await page.getByText('请勾选要打印的内容。').waitFor();
  });

  it('S-14 Q-60 prints again with a reason only, and puts the print where the calibration says', async () => {
    await page.getByRole('button', { name: '全选' }).click();
    await page.getByRole('button', { name: '打印', exact: true }).click();
    await page.getByText('请选择原因。').waitFor();
    await page.getByLabel('重新打印或换发的原因').selectOption('字迹不清');
    await page.getByText('请选择原因。').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '只选未打印的' }).click();
    await page.getByText('位置校准').click();
    await page.getByLabel('左右移动（毫米）').fill('1.5');
    await page.getByLabel('上下移动（毫米）').fill('-2');
    await page.getByText('校准页', { exact: true }).click();
    const ink = await inkOf(await toPrinter(page));
    // The cross of 20 mm, shifted; the line of 100 mm from 54 to 154 mm, shifted.
    expect([ink(21.5, 18), ink(26.5, 18), ink(21.5, 13), ink(20, 20)]).toEqual([true, true, true, false]);
    expect([ink(54.8, 68), ink(156.2, 68)]).toEqual([false, false]);
    expect([ink(55.5, 66), ink(155.5, 66), ink(105.5, 68)]).toEqual([true, true, true]);
    await page.reload();
    await page.getByText('位置校准').click();
    expect(await page.getByLabel('左右移动（毫米）').inputValue()).toBe('1.5');

    await page.getByText('接种卡', { exact: true }).click();
    await page.getByText('未打印', { exact: true }).waitFor();
    const [card, ...more] = await readPrint(await toPrinter(page));
    expect(more).toEqual([]);
    expect([card!.width, card!.height].map(Math.round)).toEqual([210, 297]);
    const words = card!.words.map((w) => w.text);
    for (const word of ['预防接种卡', '生产企业', '卡介苗', child.name, child.barcode]) expect(words).toContain(word);
  });

  it('Q-21 Q-22 shows the opened vial with its clock at the line, tells who scans it, discards its rest, and takes that back', async () => {
    await line();
    const vial = page.locator('.vial-row', { hasText: '卡介苗' });
    await vial.getByText('剩 4/5 剂').waitFor();
    const before = await vial.locator('.watched-time').innerText();
    await expect.poll(() => vial.locator('.watched-time').innerText(), { timeout: 3_000 }).not.toBe(before);
    await scan(VIAL);
    await page.getByText(/这支已于 \d\d:\d\d 开启，剩 4 剂/).waitFor();
    await look(page, 'clinic-vials');
    await vial.getByRole('button', { name: '废弃余量' }).click();
    const dialog = page.getByRole('dialog', { name: '废弃余量' });
    await dialog.getByRole('button', { name: '确认废弃' }).click();
    await dialog.getByText('请选择原因。').waitFor();
    await dialog.getByText('本次接种结束').click();
    await dialog.getByRole('button', { name: '确认废弃' }).click();
    await vial.getByText('余量已废弃', { exact: true }).waitFor();
    await vial.getByRole('button', { name: '撤回废弃' }).click();
    await vial.getByText('剩 4/5 剂').waitFor();
  });

  it('H-11 H-09 plans a session at a temporary point and stands there today', async () => {
    await line();
    await page.getByRole('link', { name: '接种点管理' }).click();
    await page.getByText('近期没有安排。').waitFor();
    await page.getByRole('button', { name: '安排一次' }).click();
    const dialog = page.getByRole('dialog', { name: '安排一次' });
    const day = dialog.getByLabel('日期');
    await day.fill((await day.getAttribute('min')) ?? '');
    await dialog.getByLabel('接种点名称').fill(POINT);
    await dialog.getByRole('group', { name: '工作人员' }).getByRole('checkbox').first().waitFor();
    for (const one of await dialog.getByRole('group', { name: '工作人员' }).getByRole('checkbox').all())
      await one.check();
    await dialog.getByLabel('其他人员').fill('马秀英\n李梅');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('checkbox', { name: '麻腮风联合减毒活疫苗' }).check();
    await dialog.getByRole('button', { name: '保存' }).click();
    await look(page, 'clinic-sessions');
    await page
      .getByRole('article', { name: POINT })
      .getByText(/ \/ 马秀英 \/ 李梅$/)
      .waitFor();
    // A permanent point with a list: what is given there, and that everybody works there.
    await line();
    await page.getByRole('button', { name: '本单位设置' }).click();
    const settings = page.getByRole('dialog', { name: '本单位设置' });
    await settings.getByLabel('接种点').fill('本部');
    await settings.getByRole('button', { name: '保存' }).click();
    await settings.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '接种点管理' }).click();
    const fixed = page.getByRole('article', { name: '本部' });
    await fixed.getByText('本单位全体').waitFor();
    await fixed.getByRole('button', { name: '修改' }).click();
    const lists = page.getByRole('dialog', { name: '本部' });
    await lists.getByRole('checkbox', { name: '麻腮风联合减毒活疫苗' }).check();
    await look(page, 'clinic-point-lists');
    await lists.getByRole('button', { name: '保存' }).click();
    await fixed.getByText('麻腮风联合减毒活疫苗').waitFor();
    await line();
    // Who stands there is told in the plan what is not given at the point, and offered the rest.
    await page.getByLabel('接种点').selectOption('本部');
    await scan(child.barcode);
    await record();
    const today = page.getByRole('region', { name: '今天可接种' });
    await today.getByText('本接种点不接种').first().waitFor();
    const rows = await today.locator('.visit-row').count();
    const offered = await today.getByRole('link', { name: /^接种.*剂/ }).count();
    expect(offered + (await today.getByText('本接种点不接种').count())).toBe(rows);
    await look(page, 'clinic-point-plan');
    await line();
    await page.getByLabel('接种点').selectOption(POINT);
    await page.getByText(new RegExp(`^${POINT}：.+ / 马秀英 / 李梅$`)).waitFor();
  });

  it('S-44 H-10 H-18 takes a whole visit by scanner and thumb: two scans, ten presses, one sheet for all vaccines', async () => {
    await page.evaluate(() => {
      const { dataset } = document.documentElement;
      dataset.presses = '0';
      const count = () => {
        dataset.presses = String(Number(dataset.presses) + 1);
      };
      addEventListener('pointerdown', count, true);
    });
    const presses = async () => Number(await page.locator('html').getAttribute('data-presses'));
    await scan(child.barcode);
    await record();
    await page.getByRole('button', { name: '开始接种流程' }).click();
    await page.getByRole('button', { name: '以上全部为“否”' }).click();
    await page.getByRole('button', { name: '可以接种，登记签核' }).click();
    const hand = page.getByRole('button', { name: /^一次阅读并签署/ });
    await hand.click();
    // The guardian reads: each vaccine its words, one choice, one signature.
    const mine = await presses();
    const sheet = page.getByRole('dialog', { name: /^知情同意书（\d+ 种疫苗）$/ });
    const parts = Number(/\d+/.exec(await hand.innerText())?.[0]);
    expect(parts).toBeGreaterThan(2);
    await expect.poll(() => sheet.locator('.consent-part').count()).toBe(parts);
    await look(page, 'clinic-consent-sheet');
    await sheet.getByText('同意接种', { exact: true }).click();
    await sheet
      .getByRole('button', { name: /· (母亲|父亲)$/ })
      .first()
      .click();
    await sign(sheet.locator('.signature-pad'));
    await sheet.getByRole('button', { name: '确认签署' }).click();
    await sheet.waitFor({ state: 'detached' });
    await hand.waitFor({ state: 'detached' });
    const theirs = (await presses()) - mine;
    // The point gives what is on its list, and says so of the others.
    await page.getByText('本接种点不接种').first().waitFor();
    await page.getByRole('link', { name: '接种 麻腮风疫苗 第 1 剂' }).click();
    await page.locator('.lot:not([data-expired])').first().click();
    await scan('81345670000123456790');
    await expect.poll(() => page.getByLabel('追溯码').inputValue()).not.toBe('');
    await page.getByRole('button', { name: '确认接种' }).click();
    await page.getByRole('button', { name: '接种签核' }).click();
    const watched = page.locator('.watched-row', { hasText: '麻腮风' });
    await watched.getByRole('button', { name: '结束留观' }).click();
    await page.getByRole('button', { name: '无反应，离开' }).click();
    await page.getByText('登记签核、接种签核和留观都已记录。').waitFor();
    expect([(await presses()) - theirs, theirs]).toEqual([10, 4]);
    // It happened at the temporary point; each vaccine has its own signed record.
    await line();
    await page.getByText(/^已结束 \d+ 人$/).click();
    await page.locator('.queue-row', { hasText: POINT }).getByText('已完成').waitFor();
    await page.getByRole('link', { name: '核签记录' }).click();
    const signed = page.locator('tbody tr', { hasText: child.name });
    await signed.nth(parts - 1).waitFor();
  });

  it('J-01 Q-01 J-02 makes the file of a newborn with its code, sees what it lacks, cancels it and takes that back', async () => {
    await line();
    await page.goto('/clinic/#/new');
    await page.getByRole('heading', { level: 1, name: '新建档案' }).waitFor();
    await page.getByLabel('姓名', { exact: true }).fill('祁新生');
    await page.getByLabel('证件类型').selectOption('出生医学证明');
    await page.getByLabel('证件号码').fill('T630987654');
    await page.getByRole('radiogroup', { name: '性别' }).getByText('女').click();
    await page.getByLabel('出生日期').fill('2026-01-05');
    await page.getByLabel('监护人姓名').fill('杨春花');
    await page.getByLabel('母亲身份证号').fill('11010519491231002X');
    await page.getByLabel('多胞胎中的顺序').fill('2');
    await page.getByText('B20260122' + '11010519491231002X').waitFor();
    await page.getByText('户籍、婚姻、出生医院、紧急联系人（选填）').click();
    await page.getByLabel(/^紧急联系人(?!电话)/).fill('马兰花');
    await page.getByLabel('出生医院').fill('大通县人民医院');
    await look(page, 'clinic-new-file');
    await page.getByRole('button', { name: '建档', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '祁新生' }).waitFor();
    await page.getByText('缺家庭住址').waitFor();
    expect(await page.getByText('缺出生医院').count()).toBe(0);
    await page.getByText('档案详情').click();
    await page.getByText(/^B202\*+002X$/).waitFor();
    await page.getByRole('link', { name: '注销与恢复' }).click();
    await page.getByLabel('注销原因').selectOption('死亡');
    await page.getByRole('button', { name: '注销', exact: true }).click();
    await page.getByText('请写明情况。').waitFor();
    await look(page, 'clinic-file-state');
    await page.getByLabel('死亡日期').fill('2026-01-06');
    await page.getByLabel('说明').fill('家属告知');
    await page.getByRole('button', { name: '注销', exact: true }).click();
    await page.getByText('家属告知').waitFor();
    await page.getByLabel('说明').fill('弄错了人');
    await page.getByRole('button', { name: '取消注销', exact: true }).click();
    await page.getByText('已取消注销。').waitFor();
    await page.getByText('在册', { exact: true }).waitFor();
  });

  it('Q-12 finds somebody of another province on the national platform and goes on with a temporary file at once', async () => {
    await line();
    await search(visitor.documentNumber);
    await page.getByRole('button', { name: '到全国平台查询' }).click();
    await page.getByRole('heading', { level: 1, name: '全国平台查询' }).waitFor();
    device.tolerate(/ERR_INTERNET_DISCONNECTED/);
    await device.context.setOffline(true);
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByText(/^全国平台查询需要网络/).waitFor();
    await device.context.setOffline(false);
    expect(await page.getByRole('textbox', { name: '证件号码' }).inputValue()).toBe(visitor.documentNumber);
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByText('蒲*野').waitFor();
    expect(await page.getByText(visitor.name).count()).toBe(0);
    await look(page, 'clinic-other-provinces');
    await page.getByRole('button', { name: '建临时档案并接种' }).click();
    await page.getByRole('heading', { level: 1, name: visitor.name }).waitFor();
    await page.getByText('外省受种者 · 四川省').waitFor();
    await page.getByRole('heading', { name: '今天可接种' }).waitFor();
    await page
      .getByText(/四川省 成都市/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '开始接种流程' }).waitFor();
    await look(page, 'clinic-visitor');
    // Nobody else is to find this child due.
    await page.getByText('档案详情').click();
    await page.getByRole('link', { name: '注销与恢复' }).click();
    await page.getByLabel('注销原因').selectOption('其他');
    await page.getByLabel('说明').fill('已回原籍');
    await page.getByRole('button', { name: '注销', exact: true }).click();
    await page.getByRole('button', { name: '取消注销', exact: true }).waitFor();
  });
});
