import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSignIn, look, openBrowser, openDevice, signInAs } from './support.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Role, its document, and a word that only its first screen has. */
const ROLES = [
  ['guardian', 'family', '我的孩子'],
  ['vaccinator', 'clinic', '接种'],
  ['inspector', 'desk', '接种率'],
  ['school_checker', 'school', '查验名单'],
  ['cdc', 'desk', '接种率'],
  ['employer', 'desk', '从业人员健康证'],
  ['system_admin', 'desk', '账号'],
  ['security_admin', 'desk', '账号'],
  ['audit_admin', 'desk', '审计记录'],
] as const;

describe('signing in', () => {
  it.each(ROLES)('Q-79 J-119 leads %s to /%s/, over a reload, and out again', async (role, audience, heading) => {
    const device = await openDevice(browser);
    const { page } = device;
    await signInAs(page, role, audience);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();

    await page.reload();
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/${audience}/`);
    const cookies = await device.context.cookies();
    expect(cookies.filter((c) => c.httpOnly && c.sameSite === 'Strict').length).toBe(1);

    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByLabel('账号', { exact: true }).waitFor();
    expect(await device.context.cookies()).toEqual([]);
    device.expectNoFaults();

    // Nobody is signed in any more: the document sends to the sign-in page.
    device.tolerate(/status of 401/);
    await page.goto(`/${audience}/`);
    await page.getByLabel('账号', { exact: true }).waitFor();
    expect(page.url()).toContain(`/#/sign-in?next=${audience}`);
    device.expectNoFaults();
    await device.context.close();
  });

  it('Q-79 keeps a role out of the documents of others', async () => {
    const device = await openDevice(browser);
    await signInAs(device.page, 'school_checker', 'school');
    await device.page.goto('/clinic/');
    await device.page.waitForURL('**/school/**');
    device.expectNoFaults();
    await device.context.close();
  });

  it('Q-79 says in plain words that the password is wrong, and tells nothing of the account', async () => {
    const device = await openDevice(browser, 360);
    const { page } = device;
    device.tolerate(/status of 401/);
    await page.goto('/');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    expect(await page.getByText('请填写账号和密码。').count()).toBe(1);
    const said = [];
    for (const account of ['demo.inspector', 'nobody.at.all']) {
      await fillSignIn(page, account, 'Wrong-2026!');
      said.push(await page.getByRole('alert').innerText());
    }
    expect(said[0]).toContain('账号或密码不对。');
    expect(said[1]).toBe(said[0]);
    await look(page, 'sign-in-wrong');
    device.expectNoFaults();
    await device.context.close();
  });

  it('Q-142 J-119 opens on a front door that offers sign-in, registration and verifying', async () => {
    const device = await openDevice(browser);
    const { page } = device;
    await page.goto('/');
    await page.getByRole('link', { name: /扫码查验接种证/ }).waitFor();
    await look(page, 'landing');
    await page.getByRole('link', { name: /家长注册/ }).click();
    await page.getByLabel('姓名').waitFor();
    await look(page, 'register');
    await page.goto('/verify/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look(page, 'verify');
    device.expectNoFaults();
    await device.context.close();
  });

  it('speaks English where the user wants it, and remembers', async () => {
    const device = await openDevice(browser);
    const { page } = device;
    await page.goto('/');
    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByText('English').click();
    await page.getByRole('button', { name: /close/i }).first().click();
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await look(page, 'landing-en');
    device.expectNoFaults();
    await device.context.close();
  });
});
