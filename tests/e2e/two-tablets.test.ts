import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operate, signIn } from '../support/client.ts';
import { demo, today } from './demo.ts';
import {
  closeStep,
  type Device,
  NO_NETWORK,
  openBrowser,
  openDevice,
  product,
  signInAs,
  waitForWorker,
} from './support.ts';
import { allSent, give, goTo, newFile, openChild, takePack, unlock, waitingOn } from './tablet.ts';

/** Both work for one clinic; what they enter off line meets on the server in the one order or the other. */
const TEAM = ['demo.vaccinator', 'demo.nurse'] as const;
const NEW = [
  ['马玉洁', '祁海燕'],
  ['张晓霞', '才让措'],
] as const;
const BORN = '2026-10-08';

interface Recorded {
  doses: { date: string; vaccine: { code: string }; state: string }[];
}

let browser: Browser;
const tablets: Device[] = [];
beforeAll(async () => {
  browser = await openBrowser();
  for (const _ of TEAM) {
    const device = await openDevice(browser, 360, { keepsApp: true });
    device.tolerate(NO_NETWORK);
    // A session that is over, as after days: the browser says so in its own words.
    device.tolerate(/status of 40[013]/);
    tablets.push(device);
  }
});
afterAll(() => browser.close());
afterEach(async ({ task }) => {
  for (const tablet of tablets) await closeStep(tablet, task);
});

const pageOf = (n: number): Page => tablets[n]!.page;
let token: string;
const record = async (id: string) =>
  (await operate<{ person: Recorded | null }>(product, token, 'ClinicRecord', { id })).data.person;
const standing = (of: Recorded | null) =>
  (of?.doses ?? [])
    .filter(({ state }) => state === 'given')
    .map(({ date, vaccine }) => `${date} ${vaccine.code}`)
    .sort();

/** The session ran out while the tablet was away: its user signs in again, and its entries go. */
async function comeBack(n: number): Promise<void> {
  const { context, page } = tablets[n]!;
  await context.clearCookies();
  await context.setOffline(false);
  await page.reload();
  await page.waitForURL(({ pathname }) => pathname === '/');
  await signInAs(page, TEAM[n]!, 'clinic');
  await unlock(page);
  await allSent(page);
  expect(await page.locator('.status-bar').getAttribute('data-attention')).toBe('0');
}

/** Fetches what changed, then reads a child without a network: how many doses the tablet shows. */
async function shownOn(n: number, child: string): Promise<number> {
  const { context, page } = tablets[n]!;
  await context.setOffline(true);
  await openChild(page, child);
  const shown = await page.locator('.dose').count();
  await context.setOffline(false);
  return shown;
}

describe('two tablets of one clinic, days off line', () => {
  /** Children of the township with something due. */
  let children: string[];

  it('H-33 each takes the pack along', async () => {
    token = await signIn(product, 'vaccinator');
    for (const [n, who] of TEAM.entries()) {
      await signInAs(pageOf(n), who, 'clinic');
      await waitForWorker(pageOf(n));
      await takePack(pageOf(n));
    }
    await goTo(pageOf(0), '/due');
    await pageOf(0).locator('table tbody tr').first().waitFor();
    const hrefs = await pageOf(0)
      .locator('table tbody tr a')
      .evaluateAll((links) => links.map((a) => a.getAttribute('href')?.split('/').at(-1) ?? ''));
    const pupils = new Set(demo.pupils.map(({ person }) => person?.id));
    // From the end: the story of one tablet takes those in front.
    children = [...new Set(hrefs)].filter((id) => !pupils.has(id)).reverse();
    expect(children.length).toBeGreaterThan(2);
  });

  it.each([
    ['the first comes back first', [0, 1]],
    ['the second comes back first', [1, 0]],
  ] as const)(
    'registers, vaccinates and enters on both, and all three agree when %s',
    { timeout: 300_000 },
    async (_, order) => {
      const round = order[0];
      for (const tablet of tablets) await tablet.context.setOffline(true);
      const made: { id: string; vaccine: string | null }[] = [];
      for (const n of [0, 1]) {
        const id = await newFile(pageOf(n), NEW[round]![n]!, BORN);
        made.push({ id, vaccine: await give(pageOf(n), id) });
      }
      // Both vaccinate one child, neither knowing of the other.
      let both: { id: string; vaccine: string } | undefined;
      while (!both) {
        const id = children.shift();
        if (!id) throw new Error('no child of the township can be given anything');
        const vaccine = await give(pageOf(0), id);
        if (vaccine) both = { id, vaccine };
      }
      expect(await give(pageOf(1), both.id)).toBe(both.vaccine);
      expect(await Promise.all([0, 1].map((n) => waitingOn(pageOf(n))))).toEqual([3, 3]);

      for (const n of order) await comeBack(n);

      for (const { id, vaccine } of made) {
        expect(vaccine).not.toBeNull();
        expect(standing(await record(id))).toEqual([`${today} ${vaccine}`]);
      }
      // A dose only adds: both stand until a person decides.
      const now = `${today} ${both.vaccine}`;
      expect(standing(await record(both.id)).filter((dose) => dose === now)).toEqual([now, now]);
      const last = order[1];
      await goTo(pageOf(last), '/outbox');
      await pageOf(last).locator('article[data-conflict]').first().waitFor({ state: 'attached' });

      // Each fetches what the other did, and shows it without a network.
      for (const n of [0, 1]) {
        await goTo(pageOf(n), '/pack');
        await pageOf(n).getByRole('button', { name: '更新离线包' }).click();
        await pageOf(n).getByText('离线包已更新').waitFor();
      }
      for (const id of [both.id, ...made.map((m) => m.id)]) {
        const there = standing(await record(id)).length;
        for (const n of [0, 1]) expect([n, id, await shownOn(n, id)]).toEqual([n, id, there]);
      }
    },
  );
});
