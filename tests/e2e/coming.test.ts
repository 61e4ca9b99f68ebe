import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demo, putFile, today, workbook } from './demo.ts';
import { closeStep, type Device, look, openBrowser, openDevice, product, signInAs } from './support.ts';

const told = new Set(demo.stories.flatMap((s) => s.persons).map((p) => p.id));
for (const { person } of demo.pupils) if (person) told.add(person.id);
/** A child of a clinic whom no other story tells of. */
const nobody = (clinic: string) => {
  const year = Number(today.slice(0, 4)) - 3;
  for (const p of demo.persons)
    if (
      p.managingClinicCode === clinic &&
      p.registrationState === 'active' &&
      p.birthDate > `${year}` &&
      !told.has(p.id)
    ) {
      told.add(p.id);
      return p;
    }
  throw new Error('the demo has no such child');
};
const child = nobody(DEMO_CLINICS.qiaotou);

let browser: Browser;
let here: Device;
let there: Device;
let desk: Device;
let ward: Device;
beforeAll(async () => {
  browser = await openBrowser();
  here = await openDevice(browser);
  there = await openDevice(browser);
  desk = await openDevice(browser);
  ward = await openDevice(browser);
});
afterEach(async ({ task }) => {
  for (const device of [here, there, desk, ward]) await closeStep(device, task);
});
afterAll(() => browser.close());

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) }).first();

describe('a file that moves to another clinic', () => {
  it('S-43 J-11 is sent from the record of the child, waits with days left, and is received there', async () => {
    const { page } = here;
    await signInAs(page, 'vaccinator', 'clinic');
    await page.getByLabel('查找受种者').fill(child.barcode);
    await page.getByLabel('查找受种者').press('Enter');
    await page.getByRole('heading', { level: 1, name: child.name }).waitFor();
    await page.getByText('档案详情').click();
    await page.getByRole('link', { name: '迁出', exact: true }).click();
    await page.getByRole('button', { name: '发起迁出' }).click();
    await page.getByText('请选到乡镇（街道）').waitFor();
    await page.getByLabel('市州').selectOption({ label: '西宁市' });
    await page.getByLabel('县（市、区）').selectOption({ label: '大通回族土族自治县' });
    await page.getByLabel('乡镇（街道）').selectOption({ label: '长宁镇' });
    await page.getByLabel('接种单位').selectOption({ label: '大通县长宁镇中心卫生院' });
    await page.getByLabel('迁移原因').fill('随父母搬家');
    await page.getByRole('button', { name: '发起迁出' }).click();
    await page.getByRole('heading', { level: 1, name: '迁入迁出' }).waitFor();
    await page.getByText('没有等您办理的迁移').waitFor();
    await page.getByRole('tab', { name: '迁出' }).click();
    await rowOf(page, child.name).getByText('待接收').waitFor();
    expect(await rowOf(page, child.name).innerText()).toMatch(/还剩 15 天/);
  });

  it('S-43 is refused with a reason only, and received by the other clinic', async () => {
    const { page } = there;
    await signInAs(page, 'demo.vaccinator2', 'clinic');
    await page.getByRole('link', { name: '档案流转' }).first().click();
    await page.getByRole('button', { name: `办理 ${child.name}` }).click();
    await page.getByRole('button', { name: '拒绝' }).click();
    await page.getByText('请填写原因', { exact: true }).waitFor();
    await page.getByText('办理记录').waitFor();
    await page.getByRole('button', { name: '接收', exact: true }).click();
    await page.getByText('没有等您办理的迁移').waitFor();
    await page.getByRole('tab', { name: '迁入' }).click();
    await rowOf(page, child.name).getByText('已接收').waitFor();
  });

  it('S-43 goes to another province: sent to its platform, and closed here when it is received there', async () => {
    const { page } = here;
    const abroad = nobody(DEMO_CLINICS.qiaotou);
    await page.goto(`/clinic/#/child/${abroad.id}/move`);
    await page.getByText('外省', { exact: true }).click();
    await page.getByLabel('迁入省份').selectOption({ label: '甘肃省' });
    await page.getByLabel('迁移原因').fill('随父母到外省');
    await page.getByRole('button', { name: '发起迁出' }).click();
    await page.getByRole('tab', { name: '迁出' }).click();
    await page.getByLabel('范围').selectOption({ label: '异地' });
    // The list is read anew by another filter and back.
    const seen = async (word: string) => {
      await page.getByLabel('状态').selectOption({ label: '全部' });
      await page.getByLabel('状态').selectOption({ label: word });
      const row = rowOf(page, abroad.name);
      return row.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    };
    const state = (word: string) => expect.poll(() => seen(word), { timeout: 30_000 }).toBe(true);
    await state('待接收');
    expect(await rowOf(page, abroad.name).innerText()).toContain('甘肃省');
    const platform = await here.context.newPage();
    await platform.goto(product.provinces);
    await platform.getByRole('button', { name: '接收' }).first().click();
    await platform.getByText('已接收').first().waitFor();
    await platform.close();
    await state('已接收');
  });

  it('J-11 is asked for by name and paper; an own one is told, an unknown one too', async () => {
    const { page } = there;
    await page.getByRole('link', { name: '办理迁入' }).click();
    const find = async (name: string, number: string) => {
      await page.getByLabel('姓名').fill(name);
      await page.getByLabel('证件号码或接种证条码').fill(number);
      await page.getByRole('button', { name: '查找' }).click();
    };
    await find('查无此', child.documentNumber);
    await page.getByText('查无此人').waitFor();
    await find(child.name, child.documentNumber);
    await page.getByText('该档案已由本单位管理，无需迁入。').waitFor();
    const other = nobody(DEMO_CLINICS.qiaotou);
    await find(other.name, other.documentNumber);
    await page.getByText(/^现管理单位：|现管理单位：/).waitFor();
    await page.getByLabel('迁入原因').fill('孩子已在本地居住');
    await page.getByRole('button', { name: '申请迁入' }).click();
    await page.getByRole('heading', { level: 1, name: '迁入迁出' }).waitFor();
    await page.getByRole('tab', { name: '迁入' }).click();
    await rowOf(page, other.name).getByText('申请迁入').waitFor();
  });
});

describe('a death', () => {
  const lost = nobody(DEMO_CLINICS.qiaotou);
  const row = (name: string) => rowOf(here.page, name);

  it('J-13 is reported from the record of the child; confirmed, the file is closed; undone with a reason, it is open again', async () => {
    const { page } = here;
    await page.goto(`/clinic/#/child/${lost.id}/death`);
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('请填写来源文号').waitFor();
    await page.getByLabel('死亡日期').fill(today);
    await page.getByLabel('来源文号').fill('630121-2026-0001');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByRole('button', { name: `办理 ${lost.name}` }).click();
    await page.getByRole('button', { name: '核实，关闭档案' }).click();
    await page.getByText('没有等您办理的死亡信息').waitFor();
    await page.goto(`/clinic/#/child/${lost.id}`);
    await page.getByText('死亡', { exact: true }).waitFor();
    await page.goto('/clinic/#/deaths');
    await page.getByRole('tab', { name: '全部' }).click();
    await row(lost.name).getByText('已核实').waitFor();
    await page.getByRole('button', { name: `办理 ${lost.name}` }).click();
    await page.getByRole('button', { name: '撤销核实' }).click();
    await page.getByText('请填写原因', { exact: true }).waitFor();
    await page.getByLabel('说明').fill('同名误认');
    await page.getByRole('button', { name: '撤销核实' }).click();
    await row(lost.name).getByText('已认领').waitFor();
  });

  it('J-13 of a list that names no clinic is pushed by disease control, returned with an attachment, pushed again, and claimed for the file found', async () => {
    const { page } = desk;
    await signInAs(page, 'cdc', 'desk');
    await page.goto('/desk/#/imports');
    const heads = ['姓名', '性别', '出生日期', '证件号码', '死亡日期', '来源', '来源文号', '现居住地'];
    const sex = lost.sex === 'M' ? '男' : '女';
    const list = [lost.name, sex, lost.birthDate, '', today, '公安注销户籍', 'HJ-1', '630121202'];
    const path = await putFile('死亡名单.xlsx', await workbook([heads, list]));
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByRole('button', { name: '导入 1 行' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '导入 1 行' }).click();
    await page.getByRole('main').getByText('已写入 1 行。').waitFor();
    await page.getByRole('link', { name: '死亡信息' }).click();
    await page.getByRole('button', { name: /^办理/ }).first().click();
    await page.getByLabel('接种单位').selectOption({ label: '大通县桥头镇中心卫生院' });
    await page.getByRole('button', { name: '推送' }).click();
    await page.getByText('没有等您办理的死亡信息').waitFor();

    const nurse = here.page;
    await nurse.getByRole('tab', { name: '待办' }).click();
    await rowOf(nurse, 'HJ-1').getByRole('button').click();
    await nurse
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles(await putFile('居委会证明.pdf', Buffer.from('%PDF')));
    await nurse.getByRole('button', { name: '移除 居委会证明.pdf' }).waitFor();
    await nurse.getByLabel('说明').fill('本单位没有此人');
    await look(nurse, 'death-attach');
    await nurse.getByRole('button', { name: '退回' }).click();
    await rowOf(nurse, 'HJ-1').waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: '全部' }).click();
    await page.getByRole('tab', { name: '待办' }).click();
    await page.getByRole('button', { name: /^办理/ }).first().click();
    await page.getByRole('button', { name: '下载 居委会证明.pdf' }).waitFor();
    await look(page, 'death-returned');
    await page.getByLabel('接种单位').selectOption({ label: '大通县桥头镇中心卫生院' });
    await page.getByRole('button', { name: '推送' }).click();
    await page.getByText('没有等您办理的死亡信息').waitFor();

    await nurse.getByRole('tab', { name: '全部' }).click();
    await nurse.getByRole('tab', { name: '待办' }).click();
    await rowOf(nurse, 'HJ-1').getByRole('button').click();
    await nurse.getByRole('button', { name: '查找' }).click();
    await nurse
      .getByRole('radio', { name: new RegExp(lost.name) })
      .first()
      .check();
    await look(nurse, 'death-dialog');
    await nurse.getByRole('button', { name: '认领' }).click();
    await rowOf(nurse, 'HJ-1').getByText('已认领').waitFor();
  });
});

describe('a birth file', () => {
  it('S-10 S-12 S-16 S-42 is opened at the ward with the mother’s result, seen coming by the clinic, and taken early', async () => {
    const { page } = ward;
    await signInAs(page, 'demo.midwife', 'clinic');
    await page.goto('/clinic/#/births/new');
    await page.getByRole('button', { name: '建档', exact: true }).click();
    await page.getByText('本地区要求填写').waitFor();
    await page.getByText('女', { exact: true }).click();
    await page.getByLabel('出生体重（克）').fill('3250');
    await page.getByLabel('母亲姓名').fill('贺兰雪琴');
    await page.getByLabel('乙肝表面抗原').selectOption({ label: '阳性' });
    for (const basis of ['现居住地', '户籍地'])
      await page.getByRole('group', { name: basis }).getByLabel('乡镇（街道）').selectOption({ label: '桥头镇' });
    await page.getByLabel('转归单位').selectOption({ label: '大通县桥头镇中心卫生院' });
    await look(page, 'birth-new');
    await page.getByRole('button', { name: '建档', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '出生档案' }).waitFor();
    await page.getByRole('tab', { name: '本月建档' }).click();
    await rowOf(page, '贺兰雪琴').getByText('已建档').waitFor();

    const nurse = here.page;
    await nurse.goto('/clinic/#/births');
    await rowOf(nurse, '贺兰雪琴')
      .getByText(/自动推送$/)
      .waitFor();
    await rowOf(nurse, '贺兰雪琴').getByRole('button').click();
    await nurse.getByRole('button', { name: '提前转入' }).click();
    await nurse.getByText('没有等您办理的出生档案').waitFor();
    // The ward goes on seeing what it filed in the month (S-16).
    await page.reload();
    await page.getByRole('tab', { name: '本月建档' }).click();
    await rowOf(page, '贺兰雪琴').getByText('已提前转入').waitFor();
  });
});

describe('newborns of the maternal-child system', () => {
  it('J-12 are fetched, checked, and get their files in one press; a mistyped number is told; it can be dismissed and taken back', async () => {
    const { page } = here;
    await page.goto('/clinic/#/newborns');
    await page.getByRole('button', { name: '从妇幼系统提取' }).click();
    await page.getByText(/提取 \d+ 条/).waitFor();
    await rowOf(page, '祁依诺').getByText('可以建卡').waitFor();
    await rowOf(page, '星若溪').getByText('信息有误').waitFor();
    await look(page, 'newborns');
    await page.getByRole('button', { name: '为祁依诺一键建卡' }).click();
    await rowOf(page, '祁依诺').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '办理 星若溪' }).click();
    await page.getByText('请联系助产机构在妇幼系统更正，再提取一次。').waitFor();
    await look(page, 'newborn-dialog');
    await page.getByLabel('说明').fill('已随父母迁走');
    await page.getByRole('button', { name: '不予建档' }).click();
    await rowOf(page, '星若溪').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: '已建档' }).click();
    await rowOf(page, '祁依诺').getByText('子女 1 人').waitFor();
  });
});
