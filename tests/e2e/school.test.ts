import { readFile } from 'node:fs/promises';
import { generatePrivateKey, issueCode, loadSigner, makeIdTag } from '@miaoben/credential';
import { maskName } from '@miaoben/credential/verify';
import { rosterRows } from '@miaoben/seeds/demo/demo';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newId, operate, signIn } from '../support/client.ts';
import { qrPng, qrVideo } from './codes.ts';
import { demo, putFile, readWorkbook, story, today, workbook } from './demo.ts';
import {
  closeStep,
  type Device,
  drop,
  look,
  NO_NETWORK,
  openDevice,
  openWholeBrowser,
  product,
  signInAs,
  waitForWorker,
} from './support.ts';
import { verifyElsewhere } from './verifier.ts';

const DAY = 86_400;
const HEADERS = ['序号', '姓名', '性别', '出生日期', '证件类型', '证件号码', '年级', '班级', '入学类型', '监护人手机'];
const SCREEN_WORDS = { 1: '已完成', 2: '需补种', 3: '无档案', 4: '暂缓', 5: '未到龄' } as const;
/** The report names postponement and age as the form of the trade does. */
const REPORT_WORDS = { ...SCREEN_WORDS, 4: '暂缓接种', 5: '未到接种时间' } as const;
/** Class of the national code table → name and doses due at six years. */
const DUE_AT_SIX: [string, string, number][] = [
  ['03', '脊灰疫苗', 4],
  ['12', '麻腮风疫苗', 2],
  ['17', 'A群C群流脑疫苗', 2],
  ['19', '甲肝疫苗', 1],
];

/** Every dose due by six that a file lacks, by name, counted from its doses. */
function lacking(person: GeneratedPerson): string[] {
  return DUE_AT_SIX.flatMap(([major, name, needed]) => {
    const given = person.doses.filter((d) => d.vaccine.startsWith(major)).length;
    return Array.from({ length: Math.max(0, needed - given) }, (_, i) => `${name}第${given + i + 1}剂`);
  }).sort();
}

const codes = { genuine: '', altered: '', revoked: '', unknownIssuer: '', newer: '', access: '', foreign: '' };
const gateChild = demo.pupils.find((p) => p.expected === '1' && p.person)?.person;
if (!gateChild) throw new Error('the class has no complete pupil');

async function makeCodes(): Promise<void> {
  const token = await signIn(product, 'vaccinator');
  const issue = async (personId: string) => {
    const answer = await operate<{ issueCertificate: { code: string } }>(product, token, 'IssueCertificate', {
      commandId: newId(),
      personId,
    });
    expect(answer.errors).toEqual([]);
    return answer.data.issueCertificate.code;
  };
  codes.genuine = await issue(gateChild!.id);
  for (let at = codes.genuine.length - 5; codes.altered === ''; at -= 1) {
    const digit = codes.genuine[at] === '0' ? '1' : '0';
    const text = codes.genuine.slice(0, at) + digit + codes.genuine.slice(at + 1);
    if ((await verifyElsewhere(text)).kind === 'altered') codes.altered = text;
  }
  // Correcting a dose ends the certificate that rests on it.
  const [child] = story('twenty_four_doses');
  codes.revoked = await issue(child!.id);
  const record = await operate<{ person: { doses: { id: string; state: string; vaccine: { code: string } }[] } }>(
    product,
    token,
    'ClinicRecord',
    { id: child!.id },
  );
  const voided = await operate(product, token, 'VoidDose', {
    commandId: newId(),
    doseId: record.data.person.doses.find((d) => d.state === 'given' && d.vaccine.code.startsWith('12'))!.id,
    reason: '录入错误',
  });
  expect(voided.errors).toEqual([]);
  await vi.waitFor(async () => expect((await verifyElsewhere(codes.revoked)).kind).toBe('revoked'), 15_000);

  const now = Math.floor(Date.now() / 1000);
  const stranger = await loadSigner('SM2', await generatePrivateKey('SM2'));
  const forged = await issueCode(
    {
      kind: 'static',
      maskedName: maskName(gateChild!.name),
      birthDate: gateChild!.birthDate,
      result: 1,
      ruleDate: '2026-01-01',
      idTag: makeIdTag(gateChild!.documentNumber, (target) => crypto.getRandomValues(target)),
      statusIndex: 5,
      missing: [],
      issuedAt: now - 60,
      expiresAt: now + 30 * DAY,
      audience: null,
    },
    stranger,
  );
  codes.unknownIssuer = forged.text;
  codes.newer = codes.genuine.replace('VX1:', 'VX2:');
  codes.access = 'VT1:0123456789ABCDEFGHIJKLMNOP';
  codes.foreign = 'https://example.com/menu';
}

let browser: Browser | undefined;
let device: Device;
let page: Page;
beforeAll(async () => {
  await makeCodes();
  const { genuine, altered, revoked, unknownIssuer, newer, foreign } = codes;
  const film = await putFile('camera.y4m', qrVideo([genuine, altered, revoked, unknownIssuer, newer, foreign]));
  browser = await openWholeBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  device = await openDevice(browser, 1024, { keepsApp: true });
  page = device.page;
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser?.close());

interface ShownRow {
  name: string;
  verdict: string;
  missing: string[];
}
/** The table of pupils as it stands on the screen. */
const shownRows = (): Promise<ShownRow[]> =>
  page.locator('.pupils tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const cell = (label: string) => row.querySelector<HTMLElement>(`[data-label="${label}"]`);
      const doses = cell('说明')?.querySelectorAll('li') ?? [];
      return {
        name: cell('姓名')?.innerText.trim() ?? '',
        verdict: cell('结论')?.innerText.trim() ?? '',
        missing: [...doses].map((li) => li.firstChild?.textContent?.trim() ?? '').filter((t) => /第\d剂/.test(t)),
      };
    }),
  );

describe('a class list at the school', () => {
  it('Q-77 J-135 gives each pupil of the class the verdict it must get, missing doses by name', async () => {
    await signInAs(page, 'school_checker', 'school');
    await look(page, 'school-home');
    const rows = rosterRows(demo).map((r) => [
      r.number,
      r.name,
      r.sex,
      r.birthDate,
      r.documentType,
      r.documentNumber,
      r.grade,
      r.className,
      r.entryType,
      r.guardianPhone,
    ]);
    await drop(page, '2026年秋季 一年级1班.xlsx', await workbook([HEADERS, ...rows]));
    await page.getByRole('dialog').waitFor();
    expect(await page.getByLabel('名称').inputValue()).toBe('2026年秋季 一年级1班');
    expect(await page.getByLabel('查验日期').inputValue()).toBe(today);
    await page.getByRole('button', { name: '上传并查验' }).click();
    await page.getByText(`显示 ${rows.length} 人，共 ${rows.length} 人`).waitFor();

    const shown = await shownRows();
    expect(shown).toHaveLength(demo.pupils.length);
    for (const [index, pupil] of demo.pupils.entries()) {
      const row = shown[index];
      expect.soft(row?.name).toBe(pupil.row.name);
      expect.soft(row?.verdict, `verdict of row ${index + 1}`).toBe(SCREEN_WORDS[pupil.expected]);
      const missing = pupil.expected === '2' && pupil.person ? lacking(pupil.person) : [];
      expect.soft([...(row?.missing ?? [])].sort(), `doses of row ${index + 1}`).toEqual(missing);
    }
    await look(page, 'school-check');
  });

  it('Q-77 filters by verdict and by name', async () => {
    const late = demo.pupils.filter((p) => p.expected === '2');
    await page.getByRole('button', { name: /需补种/ }).click();
    expect((await shownRows()).map((r) => r.name)).toEqual(late.map((p) => p.row.name));
    await page.getByLabel('查找姓名').fill(late[0]?.row.name ?? '');
    expect((await shownRows()).every((r) => r.name === late[0]?.row.name)).toBe(true);
    await page.getByLabel('查找姓名').fill('没有这个人');
    await page.getByText('没有符合条件的学生').waitFor();
    await page.getByLabel('查找姓名').fill('');
    await page.getByRole('button', { name: /需补种/ }).click();
  });

  it('Q-77 exports an .xlsx that says what the screen says', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 Excel' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
    const [header, ...rows] = await readWorkbook(await file.path());
    const at = (title: string) => header?.indexOf(title) ?? -1;
    const words = Object.fromEntries(([1, 2, 3, 4, 5] as const).map((n) => [SCREEN_WORDS[n], REPORT_WORDS[n]]));
    const shown = await shownRows();
    expect(rows.map((r) => [r[at('姓名')], r[at('结论')], r[at('缺种疫苗剂次')] ?? ''])).toEqual(
      shown.map((r) => [r.name, words[r.verdict], r.missing.join('、')]),
    );
    const text = (await readFile(await file.path())).toString('latin1');
    expect(text).not.toContain(gateChild.documentNumber);
  });

  it('Q-77 prints the list and a notice for each pupil with doses or the file missing', async () => {
    await page.getByRole('link', { name: '打印' }).click();
    await page.getByRole('heading', { name: '入托、入学预防接种证查验结果' }).waitFor();
    await look(page, 'school-print');
    await page.getByText(/补种通知单/).click();
    const noticed = demo.pupils.filter((p) => p.expected === '2' || p.expected === '3').length;
    expect(await page.locator('.slip').count()).toBe(noticed);
    await page.emulateMedia({ media: 'print' });
    await page.pdf({ path: 'tests/e2e/screenshots/school-notices.pdf', format: 'A4' });
    await page.emulateMedia({ media: null });
    await page.getByRole('link', { name: '返回' }).click();
  });
});

describe('the school gate without a network', () => {
  const ofClass = new RegExp(`已扫 \\d 人，共 ${demo.pupils.length} 人`);
  const answer = (kind: string) => page.locator(`[data-answer="${kind}"]`);
  const pick = async (text: string) => {
    await page.locator('input[type=file][accept="image/*"]').setInputFiles({
      name: 'code.png',
      mimeType: 'image/png',
      buffer: qrPng(text),
    });
  };

  it('J-135 keeps list, decoder and roster on the device, then works off-line over a reload', async () => {
    await page.getByRole('link', { name: '扫码查验' }).first().click();
    await page.getByText('可离线使用').waitFor();
    await page.getByText(ofClass).waitFor();
    await waitForWorker(page);
    device.tolerate(NO_NETWORK);
    await device.context.setOffline(true);
    await page.reload();
    await page.getByText('可离线使用').waitFor();
    await page.getByText(ofClass).waitFor();
  });

  it('J-135 answers what the camera sees: genuine, altered, revoked, unknown issuer, newer, unreadable', async () => {
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const kind = await page.locator('[data-answer]').first().getAttribute('data-answer', { timeout: 8_000 });
          if (kind && !seen.has(kind)) {
            seen.add(kind);
            await page.screenshot({ path: `tests/e2e/screenshots/gate-camera-${kind}.png` });
          }
          return [...seen].sort();
        },
        { timeout: 70_000, interval: 300 },
      )
      .toEqual(['altered', 'genuine', 'newer_app_needed', 'revoked', 'unknown_issuer', 'unreadable']);
    // The pupil whose code was genuine is ticked off, nobody else.
    await page.getByText(`已扫 1 人，共 ${demo.pupils.length} 人`).waitFor();
    await page.getByRole('button', { name: '关闭摄像头' }).click();
  });

  it('J-135 answers a picked picture the same way, each answer in its own words', async () => {
    const words: [string, string, string][] = [
      [codes.altered, 'altered', '签名与内容不符，不是原件。请让监护人出示原码。'],
      [codes.revoked, 'revoked', '签发单位已撤销这个码，请监护人重新获取。'],
      [codes.unknownIssuer, 'unknown_issuer', '不在受信任的签发单位名单里，不能采信。'],
      [codes.foreign, 'unreadable', '这不是接种证二维码，或码已残缺。请重扫或改用短码。'],
      [codes.access, 'unreadable', '这是就诊用的亮码，不能用来查验，请出示接种证二维码。'],
      [codes.newer, 'newer_app_needed', '这个码的版本较新，请更新应用后再查验。'],
      [codes.genuine, 'genuine', '按当前程序应种疫苗已全部完成。'],
    ];
    for (const [code, kind, advice] of words) {
      await pick(code);
      await answer(kind).getByText(advice).waitFor();
    }
    expect(await answer('genuine').innerText()).toContain(gateChild.name);
    await look(page, 'gate-genuine');
    await pick(codes.revoked);
    await answer('revoked').waitFor();
    await look(page, 'gate-revoked');
    // A picture without a code is no answer about a certificate.
    await page.locator('input[type=file][accept="image/*"]').setInputFiles({
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } }),
    });
    await page.getByText('图片里没有找到二维码，请选择更清晰的图片。').waitFor();
  });

  it('J-135 calls a genuine code expired when its time is over, and never passes it', async () => {
    const ends = (await verifyElsewhere(codes.genuine)).expiresAt;
    expect(ends).not.toBeNull();
    // Last, because the device rightly remembers the latest time it has seen.
    await page.clock.setFixedTime(new Date(((ends ?? 0) + DAY) * 1000));
    await pick(codes.genuine);
    await answer('expired').getByText('请监护人重新获取新的二维码。').waitFor();
    await look(page, 'gate-expired');
    await page.clock.setFixedTime(new Date());
    await pick(codes.genuine);
    await answer('clock_wrong').waitFor();
    await device.context.setOffline(false);
  });

  it('attack 35: on a lost device nobody of the class can be read from its stores', async () => {
    const finder = await device.context.newPage();
    // A document that asks for no sign-in: what its scripts find is what whoever holds the device finds.
    await finder.goto('/verify/');
    const { bytes, text } = await finder.evaluate(readStores);
    // What is public lies open, so the search does read the stores; the roster is there too, sealed.
    expect(text).toContain('high-water');
    expect(bytes).toBeGreaterThan(10_000);
    const secrets = demo.pupils.flatMap(({ row }) => [row.name, row.documentNumber, row.guardianPhone]);
    expect(secrets.length).toBe(demo.pupils.length * 3);
    expect(secrets.filter((secret) => secret && text.includes(secret))).toEqual([]);
    await finder.close();
  });
});

/** Everything that IndexedDB, caches and storage hold for the origin, as text in each encoding it might be in. */
async function readStores(): Promise<{ bytes: number; text: string }> {
  const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  let bytes = 0;
  const take = (value: unknown): void => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      bytes += value.byteLength;
      for (const encoding of ['utf-8', 'utf-16le']) parts.push(new TextDecoder(encoding).decode(value));
    } else if (typeof value === 'string') parts.push(value);
    else if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) {
        take(key);
        take(inner);
      }
    }
  };
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const table = database.transaction(store).objectStore(store);
      take([await done(table.getAllKeys()), await done(table.getAll())]);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    if (name.includes('precache')) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      parts.push(request.url);
      take(await (await cache.match(request))?.arrayBuffer());
    }
  }
  return { bytes, text: parts.join('\n') };
}
