import { maskName } from '@miaoben/credential/verify';
import { demoLicences } from '@miaoben/seeds/demo/licences';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demo, today } from './demo.ts';
import {
  closeStep,
  type Device,
  expectAccessible,
  look,
  NO_NETWORK,
  openBrowser,
  openDevice,
  signInAs,
} from './support.ts';

let browser: Browser;
let proposer: Device;
let approver: Device;
beforeAll(async () => {
  browser = await openBrowser();
  proposer = await openDevice(browser);
  approver = await openDevice(browser);
});
afterEach(async ({ task }) => {
  await closeStep(proposer, task);
  await closeStep(approver, task);
});
afterAll(() => browser.close());

const versions = (page: Page, state: string) => page.locator(`[data-state=${state}]`);

describe('a licence type is changed at the desk', () => {
  it('J-38 J-39 J-40 the first adds a field, puts it on the face, adds a rule and submits, with the differences before her', async () => {
    const { page } = proposer;
    await signInAs(page, 'demo.province', 'desk');
    await page.goto('/desk/#/licence-types/village_doctor_certificate');
    await page.getByRole('table').getByText('holderName').waitFor();
    await look(page, 'licence-type');
    await page.getByRole('link', { name: '修改标准' }).click();
    await page.getByRole('button', { name: '增加数据元' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称', { exact: true }).fill('服务人口');
    await dialog.getByLabel('标识（小写字母开头）').fill('population');
    await dialog.getByLabel('类型', { exact: true }).selectOption('number');
    await dialog.getByLabel('存量证照填入的值').fill('800');
    await dialog.getByRole('button', { name: '确定' }).click();
    await page.locator('[data-field=population]').waitFor();
    await page.getByRole('tab', { name: '主键与元数据' }).click();
    await page.getByRole('radiogroup', { name: '持证主体' }).getByLabel('自然人').check();
    await page.getByLabel('颁发机构代码 ZZBFJGDM').selectOption({ label: '服务人口' });
    await page.getByRole('tab', { name: '证面' }).click();
    await page.locator('[data-group="0"]').getByLabel('放入这一组').selectOption({ label: '服务人口' });
    await page.locator('[data-group="0"]').getByRole('button', { name: '上移 服务人口' }).click();
    await look(page, 'licence-type-editor');
    await page.getByRole('tab', { name: '校验规则' }).click();
    await page.getByLabel('规则种类').selectOption('not_in_future');
    await page.getByRole('button', { name: '增加规则' }).click();
    await page.getByLabel('修改说明').fill('按省卫生健康委通知增加服务人口');
    await page.getByRole('button', { name: '保存草稿并看差异' }).click();
    const draft = versions(page, 'draft');
    await draft.getByRole('cell', { name: '新增', exact: true }).waitFor();
    expect(await draft.textContent()).toContain('存量填“800”');
    for (const part of ['证面', '校验规则', '元数据'])
      await draft.getByRole('cell', { name: part, exact: true }).waitFor();
    await draft.getByRole('button', { name: '提交审批' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '提交审批' }).click();
    await versions(page, 'submitted').getByText('须由另一位省级人员审批').waitFor();
  });

  it('J-40 another one approves and puts it into force; stored licences follow', async () => {
    const { page } = approver;
    await signInAs(page, 'demo.province2', 'desk');
    await page.goto('/desk/#/licence-types/village_doctor_certificate?tab=versions');
    await versions(page, 'submitted').getByRole('button', { name: '批准' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
    await versions(page, 'approved').getByRole('button', { name: '启用' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
    await page.locator('[data-migration=done]').waitFor();
    expect(await page.locator('[data-migration=done]').textContent()).toContain('全部符合新标准');
    await page.goto('/desk/#/licences/of/village_doctor_certificate');
    await page.locator('tbody a').first().click();
    await page.locator('.licence-face').waitFor();
    await look(page, 'licence-face');
  });

  it('J-36 J-42 J-45 a health certificate is found by its exam body, opened, voided with a reason, and noted for ever', async () => {
    const { page } = approver;
    await page.goto('/desk/#/licences/of/health_certificate');
    await page.getByLabel('体检机构').fill('大通县中');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('cell', { name: '大通县中医院' }).first().waitFor();
    await look(page, 'licences');
    await page.locator('tbody a').first().click();
    await page.getByRole('button', { name: '作废' }).click();
    await page.getByRole('dialog').getByLabel('作废原因').fill('持证人离岗');
    await page.getByRole('dialog').getByRole('button', { name: '作废' }).click();
    await page.getByText('此证照已作废，仅供查阅。').waitFor();
    await page.goto('/desk/#/licences/log');
    await page.getByRole('cell', { name: '持证人离岗' }).waitFor();
  });

  it('J-100 J-101 the totals of each type and of each issuer, and what came new against earlier', async () => {
    const { page } = approver;
    await page.goto('/desk/#/licences/totals');
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
    expect(await row('医疗机构执业许可证').innerText()).toMatch(/5\s+0\s+0\s+0\s+5/);
    await look(page, 'licence-totals');
    await page.getByLabel('证照类型').selectOption({ label: '健康证' });
    await page.getByLabel('状态').selectOption({ label: '已作废' });
    expect(await row('大通回族土族自治县疾病预防控制中心').innerText()).toMatch(/0\s+0\s+0\s+1\s+1/);
    await page.getByRole('tab', { name: '新增对比' }).click();
    await row('护士执业证书').waitFor();
    await look(page, 'licence-growth');
    const file = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 Excel' }).click();
    expect((await file).suggestedFilename()).toBe('证照新增对比.xlsx');
  });
});

describe('the holder’s own phone', () => {
  it('J-55 J-56 a holder opens her health certificate from the list, saves it, and opens it again without a network', async () => {
    const device = await openDevice(browser, 360, { keepsApp: true });
    const { page } = device;
    await signInAs(page, 'guardian', 'family');
    await page.goto('/family/#/certificates');
    const card = page.locator('[data-standing=valid]', { has: page.getByRole('heading', { name: '健康证' }) });
    await card.waitFor();
    await card.getByRole('link', { name: '查看' }).click();
    await page.locator('.licence-face').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载 PDF' }).click();
    expect((await saving).suggestedFilename()).toBe('证照.pdf');
    device.tolerate(NO_NETWORK);
    await device.context.setOffline(true);
    await page.getByRole('link', { name: '返回' }).click();
    await page.getByText('当前没有网络，显示的是本机保存的内容').waitFor();
    await card.getByRole('link', { name: '查看' }).click();
    await page.locator('.licence-face').getByText('从业人员健康证明').waitFor();
    await device.context.close();
  });
});

describe('an application about a licence', () => {
  it('J-55 a holder asks for a replacement; the desk is told, takes it up and grants it with a new number, which she then holds', async () => {
    const device = await openDevice(browser, 360);
    const { page } = device;
    await signInAs(page, 'guardian', 'family');
    await page.goto('/family/#/certificates');
    const card = page.locator('[data-standing=valid]', { has: page.getByRole('heading', { name: '健康证' }) });
    await card.getByRole('link', { name: '查看' }).click();
    await page.getByRole('link', { name: '申请补办' }).click();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('必填。').waitFor();
    await page.getByLabel('申请理由').fill('原证遗失');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.locator('[data-application=submitted]').getByText('申请理由：原证遗失').waitFor();
    expect(await page.getByRole('link', { name: '申请补办' }).count()).toBe(0);

    const desk = await openDevice(browser);
    await signInAs(desk.page, 'cdc', 'desk');
    await desk.page.goto('/desk/#/notices');
    await desk.page
      .getByText(/有一件健康证的补办申请待受理/)
      .first()
      .waitFor();
    await desk.page.goto('/desk/#/licence-applications');
    await desk.page.getByRole('row', { name: /补办/ }).getByRole('link').click();
    await desk.page.getByRole('button', { name: '受理' }).click();
    await desk.page.getByRole('button', { name: '办结' }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('新的证照编号').fill('JK630121900001');
    await dialog.getByRole('button', { name: '办结' }).click();
    await desk.page
      .getByRole('row', { name: /健康证编码/ })
      .getByText('JK630121900001')
      .waitFor();
    await look(desk.page, 'licence-application');
    await closeStep(desk, { name: 'desk' });
    await desk.context.close();

    await page.reload();
    await page.locator('[data-application=granted]').waitFor();
    // What the phone kept shows first.
    await page.locator('.licence-head', { hasText: 'JK630121900001' }).waitFor();
    await expectAccessible(page, 'own-licence');
    await closeStep(device, { name: 'holder' });
    await device.context.close();
  });
});

describe('anybody at the front door', () => {
  it('J-59 looks up a nurse by number and whole name, without signing in', async () => {
    const [nurse] =
      demoLicences(demo.persons, demo.guardian, today).find((of) => of.slug.startsWith('nurse'))?.rows ?? [];
    const held = String(nurse?.holderName);
    const device = await openDevice(browser, 360);
    const { page } = device;
    await page.goto('/');
    await page.getByRole('link', { name: /执业信息查询/ }).click();
    await page.getByLabel('证照类型').selectOption({ label: '护士执业证书' });
    await page.getByRole('button', { name: '查询' }).click();
    expect(await page.getByText('请填写。').count()).toBe(2);
    await page.getByLabel('证照编号').fill(String(nurse?.number));
    await page.getByLabel('持证人姓名').fill('无此人');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('没有查到').waitFor();
    await page.getByLabel('持证人姓名').fill(held);
    await page.getByRole('button', { name: '查询' }).click();
    await page.locator('article[data-state=valid]').waitFor();
    const text = await page.locator('article').innerText();
    expect([text.includes('临床护理'), text.includes(held), text.includes(maskName(held))]).toEqual([
      true,
      false,
      true,
    ]);
    await expectAccessible(page, 'look-up');
    await device.context.close();
  });
});
