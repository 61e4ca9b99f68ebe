import { readFile } from 'node:fs/promises';
import { maskName } from '@miaoben/credential/verify';
import { residentIdCheckCharacter } from '@miaoben/identifiers';
import { DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId, operate, signIn } from '../support/client.ts';
import { readQr } from './codes.ts';
import { demo, today } from './demo.ts';
import {
  closeStep,
  type Device,
  look,
  NO_NETWORK,
  openDevice,
  openWholeBrowser,
  product,
  signInAs,
} from './support.ts';
import { verifyElsewhere } from './verifier.ts';

interface Child {
  id: string;
  name: string;
  birthDate: string;
  documentNumber: string;
}
const birthDate = new Date(Date.parse(`${today}T00:00Z`) - 200 * 86_400_000).toISOString().slice(0, 10);
function newborn(name: string, serial: string): Child {
  const number = `630121${birthDate.replaceAll('-', '')}${serial}`;
  return { id: newId(), name, birthDate, documentNumber: number + residentIdCheckCharacter(number) };
}
/** Twins of the demo guardian; she writes the name of the first with the wrong character. */
const first = newborn('李晓珊', '702');
const second = newborn('李晓瑚', '704');
const MISTAKEN = '李晓姗';
const REASON = '登记的姓名有误';

let browser: Browser;
let phone: Device;
let desk: Device;
let clinic: Device | undefined;
let school: Device | undefined;
let employer: Device | undefined;
let page: Page;
let guardian: string;

async function run<T = unknown>(token: string, name: string, input: Record<string, unknown>): Promise<T> {
  const answer = await operate<T>(product, token, name, { commandId: newId(), ...input });
  if (answer.errors.length > 0) throw new Error(`${name}: ${answer.text}`);
  return answer.data;
}

/** Waits until a notice stands in an inbox: pages fetch it when they open. */
const told = (token: string, kind: string) =>
  expect
    .poll(
      async () => {
        type Inbox = { myNotices: { nodes: { kind: string }[] } };
        const { myNotices } = await run<Inbox>(token, 'MyNotices', { first: 20, unreadOnly: false });
        return myNotices.nodes.map((notice) => notice.kind);
      },
      { timeout: 60_000 },
    )
    .toContain(kind);

beforeAll(async () => {
  browser = await openWholeBrowser();
  phone = await openDevice(browser, 360);
  desk = await openDevice(browser);
  page = phone.page;
  const nurse = await signIn(product, 'vaccinator');
  guardian = await signIn(product, 'guardian');
  const { me } = await run<{ me: { divisions: { children: { code: string }[] }[] } }>(nurse, 'ClinicMe', {});
  await run(guardian, 'VerifyRealName', {});
  for (const { id, name, documentNumber } of [first, second]) {
    const input = {
      ...{ id, name, birthDate, documentNumber },
      ...{ sex: 'F', documentType: 'RESIDENT_ID', residence: me.divisions[0]?.children[0]?.code, conditions: [] },
      guardians: [{ relation: 'mother', name: demo.guardian.name, phone: demo.guardian.phone }],
    };
    await run(nurse, 'CreatePerson', { input });
    await run(guardian, 'BindChild', { input: { personId: id, relation: 'mother', consent: true } });
  }
});
afterEach(async ({ task }) => {
  await closeStep(phone, task);
  await closeStep(desk, task);
  await closeStep(clinic, task);
  await closeStep(school, task);
  await closeStep(employer, task);
});
afterAll(async () => {
  // Other stories find the guardian as the demo has her.
  for (const { id } of [first, second]) await run(guardian, 'UnbindChild', { personId: id });
  await browser.close();
});

const holding = (child: Child) => page.locator('li.holding', { has: page.getByRole('heading', { name: child.name }) });

async function codeOnScreen(): Promise<string> {
  const [code] = await readQr(await page.locator('svg.qr').screenshot());
  return code ?? '';
}

/** Fills the application; the desk's or the machine's answer comes after. */
async function apply(child: Child, name: string): Promise<void> {
  await holding(child).getByRole('link', { name: '申领接种证' }).click();
  await page.getByLabel('为谁申领').selectOption({ label: child.name });
  await page.getByLabel('您是持证人的').selectOption({ label: '母亲' });
  await page.getByLabel('持证人姓名').fill(name);
  await page.getByLabel('持证人证件号码').fill(child.documentNumber);
  await page.getByRole('button', { name: '提交申领' }).click();
}

describe('the life of a certificate', () => {
  it('Q-41 is applied for by a guardian; a name that differs waits for people', async () => {
    await signInAs(page, 'guardian', 'family');
    await page.getByRole('link', { name: '我的证照' }).click();
    await apply(first, MISTAKEN);
    await page.getByText('已提交，等待审核').waitFor();
    await holding(first).getByText('待审核').waitFor();
    expect(await holding(first).getByRole('link').count()).toBe(0);
  });

  it('Q-41 Q-50 is reviewed at the desk, which sees what differs, and approved', async () => {
    await signInAs(desk.page, 'cdc', 'desk');
    await desk.page.goto('/desk/#/review');
    const row = desk.page.getByRole('row', { name: MISTAKEN });
    await row.getByText('姓名与档案不一致').waitFor();
    const approve = row.getByRole('button', { name: `通过 ${MISTAKEN} 的申领`, exact: true });
    await approve.focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('dialog').waitFor();
    // Who works by keyboard is back where she was.
    await desk.page.keyboard.press('Escape');
    await expect.poll(() => approve.evaluate((button) => button === document.activeElement)).toBe(true);
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('dialog').getByRole('button', { name: '通过' }).click();
    await desk.page.getByText('已通过 1 条').waitFor();
    expect(await row.count()).toBe(0);
  });

  it('Q-42 Q-44 stands on the phone beside the sister’s; the one chosen comes first', async () => {
    await apply(second, second.name);
    await page.getByText('本机核验：真实有效').waitFor();
    await page.goto('/family/#/certificates');
    await holding(second).getByText('有效', { exact: true }).waitFor();
    await holding(first).getByText('有效', { exact: true }).waitFor();
    await holding(second).getByRole('button', { name: '设为默认' }).click();
    await holding(second).getByText('默认', { exact: true }).waitFor();
    expect(await page.locator('li.holding').first().innerText()).toContain(second.name);
    expect(await page.locator('li.holding[data-default]').count()).toBe(1);
    await look(page, 'my-certificates');
  });

  it('Q-45 Q-46 H-26 looks like a certificate, prints, is kept as a sealed file, and is shown as a code that verifies elsewhere', async () => {
    await holding(second).getByRole('link', { name: '出示' }).click();
    await page.getByText('本机核验：真实有效').waitFor();
    const face = await page.locator('article.certificate').innerText();
    for (const part of [second.name, '预防接种证查验码', '有效期至', '签发单位', '证号']) expect(face).toContain(part);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article.certificate svg.qr').isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    await page.emulateMedia({ media: null });
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载 PDF' }).click();
    const file = await readFile(await (await waiting).path());
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    await page.getByRole('link', { name: '亮证（出示给对方扫）' }).click();
    await page.getByText(/每分钟自动更换/).waitFor();
    const shown = await verifyElsewhere(await codeOnScreen());
    expect(shown).toMatchObject({ kind: 'genuine', maskedName: maskName(second.name), birthDate });
  });

  it('Q-69 its file is handed to a school, opened there while it stands open, told to the family, and taken back', async () => {
    await page.goto(`/family/#/child/${second.id}/certificate`);
    await page.getByRole('button', { name: '交给学校或单位' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('查找学校或单位').fill('小学');
    await dialog.getByRole('list', { name: '找到的学校和单位' }).waitFor();
    await look(page, 'hand-over');
    const name = demo.organisations.find(({ code }) => code === DEMO_SCHOOLS.primary)?.name ?? '';
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.getByRole('button', { name: '确认交给' }).click();
    const given = page.locator('[data-handover]', { hasText: name });
    await given.getByText('还没有打开过').waitFor();

    school = await openDevice(browser);
    await signInAs(school.page, 'school_checker', 'school');
    await school.page.goto('/school/#/own-checks');
    await school.page.getByRole('link', { name: '收到的接种证文件' }).click();
    const open = school.page.getByRole('button', { name: `打开 ${second.name} 的文件` });
    await open.waitFor();
    await look(school.page, 'received-files');
    await open.click();
    const waiting = school.page.waitForEvent('download');
    await school.page.getByRole('dialog').getByRole('button', { name: '下载 OFD' }).click();
    await waiting;

    await page.reload();
    await given
      .getByText(/打开过 \d 次/)
      .first()
      .waitFor();
    await look(page, 'handed-over');
    await given.getByRole('button', { name: `收回交给 ${name} 的文件` }).click();
    await given.getByText('已收回').waitFor();
    await school.page.reload();
    await school.page.getByText('还没有家长交来的文件').waitFor();
  });

  it('Q-69 Q-70 an employer opens it at its desk; withdrawn there with a reason and made anew, the family hands over the new one at a press', async () => {
    type Files = { certificate: { documents: { id: string; isMasked: boolean; state: string }[] } };
    const { person } = await run<{ person: { certificate: { id: string } } }>(guardian, 'ChildCertificate', {
      id: second.id,
    });
    const { certificate } = await run<Files>(guardian, 'CertificateFiles', { id: person.certificate.id });
    const own = certificate.documents.find((d) => !d.isMasked && d.state === 'sealed');
    const unit = demo.organisations.find(({ kind }) => kind === 'employer');
    type Found = { handoverRecipients: { id: string; name: string }[] };
    const { handoverRecipients } = await run<Found>(guardian, 'HandoverRecipients', {
      personId: second.id,
      text: unit?.name ?? '',
    });
    const input = { documentId: own?.id, organisationId: handoverRecipients[0]?.id, purpose: 'employment', days: 20 };
    await run(guardian, 'HandOverDocument', input);
    await told(await signIn(product, 'employer'), 'handover_received');

    employer = await openDevice(browser);
    const office = employer.page;
    await signInAs(office, 'employer', 'desk');
    await office.getByRole('link', { name: /^消息，\d+ 条未读/ }).click();
    await office.getByRole('link', { name: /收到接种证文件/ }).click();
    const open = office.getByRole('button', { name: `打开 ${second.name} 的文件` });
    await open.click();
    const waiting = office.waitForEvent('download');
    await office.getByRole('dialog').getByRole('button', { name: '下载 OFD' }).click();
    await waiting;

    await desk.page.goto('/desk/#/certificates');
    await desk.page.getByLabel('姓名、证件号码、证号或标识').fill(second.name);
    await desk.page.getByRole('button', { name: '查询' }).click();
    await desk.page.getByRole('button', { name: `打印 ${maskName(second.name)} 的接种证` }).click();
    await desk.page.getByRole('button', { name: '撤销持证人的文件（完整证件号码）' }).click();
    const dialog = desk.page.getByRole('dialog', { name: '撤销文件' });
    await dialog.getByRole('button', { name: '撤销', exact: true }).click();
    await dialog.getByText(/必填|不能为空|请填写/).waitFor();
    await dialog.getByLabel('撤销原因').fill('印章盖歪了');
    await dialog.getByRole('button', { name: '撤销', exact: true }).click();
    await desk.page.getByText('文件已撤销').waitFor();

    await told(guardian, 'handover_to_renew');
    await page.goto('/family/#/notices');
    await page.getByText(/需要重新交/).waitFor();
    await page
      .getByText(`${unit?.name}第一次打开了您交去的${maskName(second.name)}的接种证文件。`)
      .first()
      .waitFor();
    await page.goto(`/family/#/child/${second.id}/certificate`);
    await page.getByRole('button', { name: `把新文件交给 ${unit?.name}` }).click();
    await page
      .locator('[data-handover=open]', { hasText: unit?.name ?? '' })
      .getByText('还没有打开过')
      .waitFor();
    await office.reload();
    await open.waitFor();
  });

  it('Q-43 is cancelled by its holder: the code is gone here, revoked elsewhere, and the phone says why', async () => {
    await page.goto(`/family/#/child/${second.id}/certificate`);
    await page.getByText('本机核验：真实有效').waitFor();
    const code = await codeOnScreen();
    await page.getByRole('button', { name: '注销接种证' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '注销接种证' }).click();
    await page.getByText('持证人已注销这份接种证').waitFor();
    // Issued again it can be, but nothing asks for it first.
    await page.getByRole('button', { name: '重新签发' }).waitFor();
    expect(await page.locator('main .button-primary').count()).toBe(0);
    expect(await page.locator('svg.qr').count()).toBe(0);
    expect((await verifyElsewhere(code)).kind).toBe('revoked');
    await page.goto('/family/#/certificates');
    await holding(second).getByText('持证人注销').waitFor();
    await holding(second).getByText('已失效').waitFor();
    await holding(second).getByRole('link', { name: '再次申领' }).waitFor();
  });
});

describe('the certificate of the sister, seen by a stranger', () => {
  let gate: Device;
  let code: string;
  beforeAll(async () => {
    gate = await openDevice(browser, 360, { keepsApp: true });
    const { person } = await run<{ person: { certificate: { code: string } } }>(guardian, 'ChildCertificate', {
      id: first.id,
    });
    code = person.certificate.code;
  });
  afterEach(({ task }) => closeStep(gate, task));

  const check = async () => {
    await gate.page.getByLabel('输入或扫码枪').fill(code);
    await gate.page.getByRole('button', { name: '查验' }).click();
  };
  const answer = (kind: string) => gate.page.locator(`[data-answer=${kind}]`);

  it('J-135 Q-49 is genuine to who opens the verify page, without signing in', async () => {
    const lists = gate.page.waitForResponse('**/trust/trust.cose');
    await gate.page.goto('/verify/');
    await lists;
    await gate.page.getByText(/^名单日期/).waitFor();
    await check();
    await answer('genuine').getByText('接种证真实有效').waitFor();
    expect(await answer('genuine').innerText()).toContain(maskName(first.name));
  });

  it('Q-51 Q-53 Q-66 is looked at and printed at the unit that issued it, once disease control allows its nurse the seal', async () => {
    const nurse = await signIn(product, 'vaccinator');
    const cdc = await signIn(product, 'cdc');
    type Me = { me: { id: string; organisation: { id: string } } };
    const { me } = await run<Me>(nurse, 'Me', {});
    type Seals = { seals: { nodes: { id: string; state: string; issuer: { id: string } }[] } };
    const { seals } = await run<Seals>(cdc, 'Seals', {});
    const seal = seals.nodes.find((s) => s.state === 'active' && s.issuer.id === me.organisation.id);
    clinic = await openDevice(browser);
    await signInAs(clinic.page, 'vaccinator', 'clinic');
    await clinic.page.goto('/clinic/#/certificates');
    await clinic.page.getByLabel('姓名、证件号码、证号或标识').fill(first.name);
    await clinic.page.getByRole('button', { name: '查询' }).click();
    await clinic.page.getByRole('button', { name: `打印 ${maskName(first.name)} 的接种证` }).click();
    await clinic.page.getByRole('button', { name: '制作文件' }).click();
    await clinic.page.getByText('没有使用该印章的权限，请联系疾控中心授权。').waitFor();
    await run(cdc, 'GrantSeal', { sealId: seal?.id, grantee: me.id });
    await clinic.page.getByRole('button', { name: '制作文件' }).click();
    await clinic.page.locator('[data-file=sealed]').waitFor();
    await clinic.page.getByRole('button', { name: '预览' }).click();
    const preview = clinic.page.getByRole('dialog', { name: '电子证照文件' });
    await preview.locator('iframe[src^="blob:"]').waitFor();
    expect(await preview.getByRole('button', { name: '打印' }).isEnabled()).toBe(true);
    await preview.getByRole('button', { name: '关闭' }).click();
    const waiting = clinic.page.waitForEvent('download');
    await clinic.page.getByRole('button', { name: '下载 PDF' }).click();
    const file = await readFile(await (await waiting).path());
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    await run(cdc, 'WithdrawSealGrant', { sealId: seal?.id, grantee: me.id });
  });

  it('Q-55 Q-54 is handed over to the licence platform, and voided at the desk with a reason, which the family reads', async () => {
    await desk.page.goto('/desk/#/certificates');
    // What the story before has left open is closed.
    await desk.page.reload();
    await desk.page.getByLabel('姓名、证件号码、证号或标识').fill(first.name);
    await desk.page.getByRole('button', { name: '查询' }).click();
    await desk.page.locator('[data-hand-over]').first().waitFor();
    await desk.page.getByRole('button', { name: `作废 ${maskName(first.name)} 的接种证` }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('作废原因（家长可见）').fill(REASON);
    await dialog.getByRole('button', { name: '作废' }).click();
    await desk.page.getByText(`发证机构作废：${REASON}`).waitFor();
    await page.reload();
    await holding(first).getByText(`发证机构作废（${REASON}）`).waitFor();
  });

  it('J-135 Q-54 stays genuine to a page without contact, and is revoked after the next one, by lists of that day', async () => {
    gate.tolerate(NO_NETWORK);
    await gate.context.setOffline(true);
    await check();
    await answer('genuine').waitFor();
    const lists = gate.page.waitForResponse('**/trust/status/*');
    await gate.context.setOffline(false);
    await lists;
    await check();
    await answer('revoked').getByText('已作废').waitFor();
    expect(await answer('revoked').locator('[data-list-age=fresh]').innerText()).toContain('名单日期');
    await look(gate.page, 'verify-revoked');
  });
});
