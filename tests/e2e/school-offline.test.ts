import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId, operate, signIn } from '../support/client.ts';
import {
  closeStep,
  type Device,
  expectAccessible,
  NO_NETWORK,
  openBrowser,
  openDevice,
  product,
  signInAs,
  waitForWorker,
} from './support.ts';

const PIN = '482915';
/** Children no file is known of: their verdict needs no history. */
const [SEEN, CONFIRMED, UNTOUCHED, ADDED] = ['才让卓玛', '李青山', '马小兰', '韩雪'] as const;

interface Pupil {
  id: string;
  name: string;
  verdict: string;
  certificateSeen: boolean | null;
}
interface Step {
  step: string;
  result: string | null;
  note: string | null;
}

let token: string;
let round: string;
let ofClass: string;
const ask = async <T>(name: string, variables: Record<string, unknown>): Promise<T> => {
  const { data, errors } = await operate<Record<string, T>>(product, token, name, variables);
  expect(errors).toEqual([]);
  return Object.values(data)[0] as T;
};
/** A class the school has listed, made as its screens make it. */
async function listClass(): Promise<void> {
  token = await signIn(product, 'school_checker');
  const rounds = await ask<{ id: string; state: string }[]>('SchoolRounds', {});
  round = rounds.find(({ state }) => state === 'open')?.id ?? '';
  const input = { roundId: round, grade: '一年级', name: '离线班' };
  ofClass = (await ask<{ id: string }>('PutSchoolClass', { commandId: newId(), input })).id;
  for (const [i, name] of [SEEN, CONFIRMED, UNTOUCHED].entries()) {
    const pupil = { roundId: round, classId: ofClass, name, birthDate: `2020-04-0${i + 1}`, checkType: 'entry' };
    await ask('AddSchoolPupil', { commandId: newId(), input: pupil });
  }
}
const pupilsOnServer = async (): Promise<Pupil[]> =>
  (await ask<{ nodes: Pupil[] }>('RoundPupils', { roundId: round, filter: { classId: ofClass } })).nodes;
/** What the server noted of a pupil after it was listed. */
const stepsOf = async (id: string): Promise<Step[]> =>
  (await ask<{ steps: Step[] }>('RoundPupil', { id })).steps.filter(({ step }) =>
    ['certificate_seen', 'confirmed'].includes(step),
  );

let browser: Browser | undefined;
let device: Device;
let page: Page;
beforeAll(async () => {
  await listClass();
  browser = await openBrowser();
  device = await openDevice(browser, 360, { keepsApp: true });
  page = device.page;
  device.tolerate(NO_NETWORK);
});
afterEach(({ task }) => closeStep(device, task));
afterAll(() => browser?.close());

const rowOf = (name: string) => page.locator('tbody tr', { hasText: name });
async function unlock(): Promise<void> {
  await page.getByRole('heading', { name: '输入 PIN' }).waitFor();
  await page.getByLabel('6 位 PIN').fill(PIN);
  await page.getByRole('heading', { name: '输入 PIN' }).waitFor({ state: 'detached' });
}
const waits = (count: number) => page.locator(`.status-bar[data-waiting="${count}"]`).waitFor();

describe('a class checked without a network', () => {
  it('attack 35: takes the class along, checks it off line behind the PIN, and everything arrives once', async () => {
    await signInAs(page, 'school_checker', 'school');
    await page.goto(`/school/#/offline/${round}/${ofClass}`);
    await page.getByLabel('6 位 PIN').fill(PIN);
    await page.getByLabel('再输入一次').fill(PIN);
    await page.getByRole('button', { name: '设置' }).click();
    await page.getByRole('button', { name: '下载本班' }).click();
    await page.getByText('已查验 0/3 人').waitFor();
    await waitForWorker(page);

    await device.context.setOffline(true);
    await rowOf(SEEN).getByRole('button', { name: '看过接种证' }).click();
    await rowOf(SEEN).getByText('已看证').waitFor();
    await rowOf(CONFIRMED).getByRole('button', { name: '确认结论' }).click();
    await page.getByRole('dialog').getByLabel('备注').fill('家长称在外省接种');
    await page.getByRole('dialog').getByRole('button', { name: '确认结论' }).click();
    await page.getByText('已查验 1/3 人').waitFor();
    await page.getByRole('button', { name: '添加名单外学生' }).click();
    await page.getByRole('dialog').getByLabel('姓名').fill(ADDED);
    await page.getByRole('dialog').getByLabel('出生日期').fill('2020-05-06');
    await page.getByRole('dialog').getByRole('button', { name: '添加名单外学生' }).click();
    await page.locator('section', { hasText: '本机添加的学生' }).getByText(ADDED).waitFor();
    await waits(3);

    // Whatever screen comes first, it asks for the PIN.
    await page.goto('/school/#/records');
    await page.reload();
    await page.getByRole('heading', { name: '输入 PIN' }).waitFor();
    expect(await page.getByRole('heading', { name: '查验记录' }).count()).toBe(0);
    await page.goto(`/school/#/offline/${round}/${ofClass}`);
    await unlock();
    await rowOf(CONFIRMED).getByText('已确认').waitFor();
    await waits(3);
    await expectAccessible(page, 'class off line');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect((await pupilsOnServer()).map(({ name, certificateSeen }) => [name, certificateSeen])).toEqual([
      [SEEN, null],
      [CONFIRMED, null],
      [UNTOUCHED, null],
    ]);

    await device.context.setOffline(false);
    // The tab is closed in the middle of sending.
    await page.reload();
    await unlock();
    await waits(0);
    const pupils = await pupilsOnServer();
    expect(pupils.map(({ name, certificateSeen }) => [name, certificateSeen]).sort()).toEqual(
      [
        [SEEN, true],
        [CONFIRMED, null],
        [UNTOUCHED, null],
        [ADDED, null],
      ].sort(),
    );
    const idOf = (name: string) => pupils.find((pupil) => pupil.name === name)?.id ?? '';
    expect(await stepsOf(idOf(SEEN))).toMatchObject([{ step: 'certificate_seen' }]);
    expect(await stepsOf(idOf(CONFIRMED))).toMatchObject([
      { step: 'confirmed', result: 'no_file', note: '家长称在外省接种' },
    ]);
    expect(await stepsOf(idOf(UNTOUCHED))).toEqual([]);
  });
});
