import { mkdir } from 'node:fs/promises';
import { maskName } from '@miaoben/credential/verify';
import { personCode, spacedPersonCode } from '@miaoben/identifiers';
import { newId } from '@miaoben/kernel';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operate, signIn } from '../support/client.ts';
import { readQr } from './codes.ts';
import { story } from './demo.ts';
import {
  closeStep,
  type Device,
  expectAccessible,
  look,
  NO_NETWORK,
  openBrowser,
  openDevice,
  product,
  sign,
  waitForWorker,
} from './support.ts';
import { verifyElsewhere } from './verifier.ts';

// A mother of two with files at a clinic and no account yet.
const children = story('twins');
const [elder, younger] = children;
const mother = elder?.guardians.find((g) => g.relation === 'mother');
if (!elder || !younger || !mother) throw new Error('the twins have no mother');
const PASSWORD = 'Zhunbei-2026!';

let browser: Browser;
let device: Device;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  device = await openDevice(browser, 360, { keepsApp: true });
  page = device.page;
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser.close());

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const cardOf = (name: string) => page.locator('article.child', { has: page.getByRole('heading', { name }) });

async function phoneCode(phone: string): Promise<string> {
  const inbox = (await (await fetch(`${product.sms}/inbox?to=${phone}`)).json()) as { text: string }[];
  const code = /\d{6}/.exec(inbox[0]?.text ?? '')?.[0];
  if (!code) throw new Error('no code came by message');
  return code;
}

describe('a mother and her phone', () => {
  it('Q-78 registers: faults are named at their field, the code comes by message, the name is checked', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: /家长注册/ }).click();
    await page.getByLabel('姓名').fill(mother.name);
    await page.getByLabel('证件号码').fill(mother.documentNumber.replace(/.$/, (c) => (c === '0' ? '1' : '0')));
    await page.getByLabel('手机号').fill(mother.phone);
    await page.getByLabel('设置密码').fill('12345678');
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByText('验证码已发送').waitFor();
    await page.getByLabel('短信验证码').fill('000000');
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.getByText('号码有误：校验位不对，请逐位核对。').waitFor();
    expect(await page.getByText(/密码太简单/).count()).toBe(1);
    expect(await page.getByText('请先阅读并同意服务条款。').count()).toBe(1);
    await look(page, 'register-faults');

    await page.getByLabel('证件号码').fill(mother.documentNumber);
    await page.getByLabel('设置密码').fill(PASSWORD);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.getByText('验证码不对。').waitFor();
    await page.getByLabel('短信验证码').fill(await phoneCode(mother.phone));
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.getByText('核验通过').waitFor();
    await look(page, 'registered');
    await page.getByRole('link', { name: '继续' }).click();
    await heading('我的孩子').waitFor();
    await page.getByText('还没有绑定孩子').waitFor();
  });

  it('Q-13 J-14 sees nothing of a child before it is bound, then binds both found by her phone and name', async () => {
    await page.getByRole('link', { name: '绑定孩子' }).click();
    await page.getByText('按您的姓名和手机号找到的档案').waitFor();
    const found = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: '绑定', exact: true }) });
    expect(await found.count()).toBe(2);
    // Only masked names until she says who she is to them.
    const text = await page.locator('main').innerText();
    expect(text).toContain(maskName(elder.name));
    expect(text).not.toContain(elder.name);
    await found.first().getByRole('button').click();
    await page.getByText('请先确认监护人同意。').waitFor();
    await look(page, 'bind');

    await page.getByRole('checkbox').check();
    await found.first().getByRole('button').click();
    await heading('轮到谁接种').waitFor();
    await page.getByRole('link', { name: '再绑定一个孩子' }).click();
    await page.getByRole('checkbox').check();
    await found.first().getByRole('button').click();
    await heading('轮到谁接种').waitFor();
    await cardOf(elder.name).waitFor();
    await cardOf(younger.name).waitFor();
  });

  it('Q-17 Q-144 sees who is next, the plan with its dates and the record of each dose', async () => {
    await look(page, 'family-home');
    await cardOf(elder.name).getByRole('link', { name: '接种记录' }).click();
    await heading(elder.name).waitFor();
    await page.getByText('下一针').waitFor();
    expect(await page.locator('.plan-next').allInnerTexts()).toEqual([
      expect.stringMatching(/疫苗第 \d 剂$/),
      expect.stringMatching(/现在就可以接种|\d{1,2}月\d{1,2}日.*起/),
    ]);
    await page.getByRole('heading', { name: /以后还要接种 \d+ 剂/ }).waitFor();
    expect(await page.getByText(/^\d{4}年\d{1,2}月\d{1,2}日$/).count()).toBeGreaterThan(0);
    await look(page, 'family-plan');

    await page.getByRole('tab', { name: '接种记录' }).click();
    await page.getByText(`共 ${elder.doses.length} 剂`).waitFor();
    const [first] = elder.doses;
    expect(await page.getByText(`批号 ${first?.lot}`).count()).toBeGreaterThan(0);
    await look(page, 'family-record');
  });

  it('H-18 reads and signs the consent to a due vaccine with a finger, sees it and withdraws it', async () => {
    await page.getByRole('tab', { name: '接种计划' }).click();
    // Nothing of the programme is due for her: a vaccine the family pays for.
    const others = () => page.getByText(/^其他疫苗（自费、自愿/).click();
    await others();
    await page
      .getByRole('link', { name: /^阅读并签署知情同意书/ })
      .first()
      .click();
    await heading(/接种知情同意书$/).waitFor();
    await page.getByRole('button', { name: '确认签署' }).click();
    await page.getByText('请选择同意或拒绝。').waitFor();
    await page.getByText('同意接种', { exact: true }).click();
    await sign(page.locator('.signature-pad'));
    await look(page, 'family-consent');
    await page.getByRole('button', { name: '确认签署' }).click();
    await others();
    await page
      .getByRole('link', { name: /^查看签署/ })
      .first()
      .click();
    await page.getByText('监护人手机签署').waitFor();
    await look(page, 'family-consent-signed');
    await page.getByRole('button', { name: '撤回' }).click();
    await page.getByLabel('撤回原因').fill('孩子发烧，下周再来');
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await page.getByText('孩子发烧，下周再来').first().waitFor();
    await page.goto(`/family/#/child/${elder.id}`);
    await others();
    await page.getByText('已撤回', { exact: true }).first().waitFor();
    // Two vaccines on one sheet at home: each its words, one choice, one signature, a record for each.
    const unsigned = page.getByRole('link', { name: /^阅读并签署知情同意书/ });
    const [first, second] = await unsigned.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    await page.goto(`/family/${first},${second?.split('/').at(-1)}`);
    await heading('知情同意书（2 种疫苗）').waitFor();
    await expect.poll(() => page.locator('.consent-part').count()).toBe(2);
    await page.getByText('同意接种', { exact: true }).click();
    await sign(page.locator('.signature-pad'));
    await look(page, 'family-consent-sheet');
    await page.getByRole('button', { name: '确认签署' }).click();
    await others();
    await expect.poll(() => page.getByRole('link', { name: /^查看签署/ }).count()).toBe(2);
  });

  it('Q-06 declares lowered immunity, reads what holds until a doctor confirms it, what the clinic says, and takes it back', async () => {
    await page.goto(`/family/#/child/${elder.id}/groups`);
    await page.getByRole('button', { name: '申报特殊人群' }).click();
    await page.getByRole('button', { name: '提交申报' }).click();
    await page.getByText('请填写出生之后、不晚于今天的日期。').waitFor();
    await page.getByLabel('从哪天起').fill(elder.birthDate);
    await page.getByLabel('补充说明').fill('长期用激素');
    await look(page, 'family-declare');
    await page.getByRole('button', { name: '提交申报' }).click();
    await page.getByText('待医生核对').waitFor();
    await page.getByText('本人或家长申报，医生尚未确认 · 免疫力低下').waitFor();
    await page.getByText(/不接种减毒活疫苗/).waitFor();
    await page.getByText('接种前请告诉接种医生').waitFor();
    await look(page, 'family-declared');

    const nurse = await signIn(product, 'vaccinator');
    const told = await operate<{ person: { groupDeclarations: { id: string; version: number; note: string }[] } }>(
      product,
      nurse,
      'FromFamily',
      { id: elder.id },
    );
    const [waiting] = told.data.person.groupDeclarations;
    expect(waiting?.note).toBe('长期用激素');
    const decided = await operate(product, nurse, 'DecideGroupDeclaration', {
      commandId: newId(),
      input: {
        ...{ personId: elder.id, id: waiting?.id, expectedVersion: waiting?.version },
        ...{ action: 'dismiss', reason: '请带病历来' },
      },
    });
    expect(decided.errors).toEqual([]);
    await page.reload();
    await page.getByText('原因：请带病历来').waitFor();
    await page.getByRole('button', { name: '撤回：免疫力低下' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByText('还没有申报').waitFor();
    await page.goto(`/family/#/child/${elder.id}`);
  });

  it('H-01 H-20 shows the code of the person, name masked, and the bars of the booklet', async () => {
    await page.getByRole('tab', { name: '接种码' }).click();
    await page.getByText(spacedPersonCode(elder.barcode)).waitFor();
    expect(await page.locator('.code-card').innerText()).toContain(maskName(elder.name));
    expect(await page.locator('.code-card').innerText()).not.toContain(elder.name);
    // As a scanner does: it looks until it has read.
    const read = async (shown: string, format?: 'Code128') => readQr(await page.locator(shown).screenshot(), format);
    await expect.poll(() => read('svg.qr')).toEqual([personCode(elder.barcode)]);
    await expect.poll(() => read('svg.bar-code', 'Code128')).toEqual([elder.barcode]);
    await look(page, 'family-barcode');
  });

  it('Q-143 issues the certificate; its code verifies elsewhere by the public lists alone', async () => {
    await page.getByRole('link', { name: '接种证' }).click();
    await page.getByRole('button', { name: '签发接种证' }).click();
    await page.getByText('本机核验：真实有效').waitFor();
    const [code] = await readQr(await page.locator('svg.qr').screenshot());
    expect(code).toMatch(/^VX1:/);
    const answer = await verifyElsewhere(code ?? '');
    expect(answer).toMatchObject({ kind: 'genuine', maskedName: maskName(elder.name), birthDate: elder.birthDate });
    await look(page, 'family-certificate');
  });

  it('Q-143 prints the certificate: black on white, code and name, no buttons, no word that it is genuine', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('svg.qr').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false);
    expect(await page.getByRole('link', { name: '返回' }).isVisible()).toBe(false);
    expect(await page.getByText('真实有效').isVisible()).toBe(false);
    await mkdir('tests/e2e/screenshots', { recursive: true });
    await page.pdf({ path: 'tests/e2e/screenshots/family-certificate.pdf', format: 'A4' });
    await page.screenshot({ path: 'tests/e2e/screenshots/family-certificate-print.png' });
    await page.emulateMedia({ media: null });
  });

  it('Q-143 Q-144 opens certificate, plan and record without a network, also after a restart of the page', async () => {
    // Home fetches what she may need at the gate.
    await page.getByRole('link', { name: '返回' }).click();
    await cardOf(younger.name).waitFor();
    await waitForWorker(page);
    // The lists come last, after certificates and records.
    const lists = page.waitForResponse('**/trust/trust.cose');
    await page.reload();
    await cardOf(elder.name).waitFor();
    await lists;
    await page.waitForTimeout(500);
    device.tolerate(NO_NETWORK);
    await device.context.setOffline(true);

    await page.reload();
    await page.getByText('当前没有网络，显示的是本机保存的内容').waitFor();
    await cardOf(elder.name).getByRole('link', { name: '接种证' }).click();
    await page.getByText('本机核验：真实有效').waitFor();
    const [code] = await readQr(await page.locator('svg.qr').screenshot());
    expect((await verifyElsewhere(code ?? '')).kind).toBe('genuine');
    await look(page, 'family-offline');

    await page.close();
    page = await device.context.newPage();
    await page.goto('/family/');
    await cardOf(younger.name).getByRole('link', { name: '接种记录' }).click();
    await page.getByRole('tab', { name: '接种记录' }).click();
    await page.getByText(`共 ${younger.doses.length} 剂`).waitFor();
    await device.context.setOffline(false);
  });

  it('J-126 switches to the elder version and back: larger type, reading aloud', async () => {
    await page.goto('/family/');
    await cardOf(elder.name).waitFor();
    const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    expect(await size()).toBe('16px');
    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByText('长辈版').click();
    await page.getByRole('button', { name: '关闭' }).click();
    expect(await size()).toBe('22px');
    expect(await page.getByRole('button', { name: '朗读' }).count()).toBe(2);
    await look(page, 'family-elder');
    await page.getByRole('button', { name: '菜单' }).click();
    await expectAccessible(page, 'menu');
    await page.getByText('标准版').click();
    expect(await size()).toBe('16px');
    await page.getByRole('button', { name: '关闭' }).click();
  });
});
