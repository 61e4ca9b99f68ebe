import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import { Rng } from '@miaoben/seeds/province/rng';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { operate, signIn } from '../support/client.ts';
import { today } from './demo.ts';
import { product, signInAs, waitForWorker } from './support.ts';
import { allSent, goTo, switchOn, waitingOn } from './tablet.ts';

/** Files a round, each with a dose and a finding behind it: three steps that go in order. */
const FILES = 2;
const STEPS_OF_A_FILE = 3;
const FAMILY = '赵钱孙李周吴郑王冯陈';
const GIVEN = '安邦才昌达恩飞刚航宏吉佳康乐敏宁欧培强荣盛腾伟祥雅泽卓柏晨丹尔方光浩佶君凯朗明南';

const STEP = /"(CreatePerson|RecordDose|RecordHealthFact)"/;

interface Entry {
  kind: string;
  person: string;
  content: unknown;
}
interface Made {
  id: string;
  name: string;
  /** one day each: nobody is taken for somebody else */
  birthDate: string;
}

/** What a user enters for a child the clinic does not know: file, dose given elsewhere, finding. */
function stepsOf({ id, name, birthDate }: Made): Entry[] {
  const label = { name, birthDate };
  const at = new Date().toISOString();
  return [
    {
      kind: 'createPerson',
      person: id,
      content: {
        label,
        input: {
          ...{ id, name, sex: 'F', birthDate, documentType: 'OTHER', residence: '630121100' },
          ...{ guardians: [], conditions: [] },
        },
      },
    },
    {
      kind: 'recordDose',
      person: id,
      content: {
        label: { ...label, vaccine: '0202' },
        input: {
          ...{ doseId: newId(), personId: id, date: today, vaccineCode: '0202', recordedAt: at },
          ...{ outside: true, clinicName: '外县门诊' },
        },
        observation: { minutes: 0, endedAt: null, reaction: null },
      },
    },
    {
      kind: 'recordHealthFact',
      person: id,
      content: { label, input: { factId: newId(), personId: id, code: 'D01', date: today, until: '2026-12-31' } },
    },
  ];
}

/** Puts entries into the journal as the app does: sealed with the key of the device, one write each. @returns why it could not */
const enter = (page: Page, account: string, entries: readonly (Entry & { commandId: string })[]) =>
  page.evaluate(
    async ([holder, all]) => {
      const open = indexedDB.open('miaoben');
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const of = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const key = await of(db.transaction('keys').objectStore('keys').get('device'));
      let fault: string | null = null;
      for (const { kind, person, content, commandId } of all) {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const plain = new TextEncoder().encode(JSON.stringify(content));
        const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key as CryptoKey, plain);
        const entry = {
          ...{ commandId, account: holder, kind, person, state: 'waiting', createdAt: Date.now(), attempts: 0 },
          ...{
            nextAttemptAt: 0,
            problem: null,
            handedOver: false,
            settledAt: null,
            discardReason: null,
            outcome: null,
          },
          content: { iv, sealed },
        };
        const transaction = db.transaction('outbox', 'readwrite');
        transaction.objectStore('outbox').add(entry);
        fault ??= await new Promise<string | null>((resolve) => {
          transaction.oncomplete = () => resolve(null);
          transaction.onabort = () => resolve(transaction.error?.name ?? 'aborted');
        });
      }
      db.close();
      new BroadcastChannel('miaoben-outbox').postMessage('changed');
      return fault;
    },
    [account, entries] as const,
  );

/** A tab of the app whose process can be killed; the service worker and the disk live on. */
class Tab {
  readonly context: BrowserContext;
  page: Page;
  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  /** Ends the process of the tab in the middle of whatever it does, and opens another. */
  async kill(): Promise<void> {
    const dying = this.page;
    const cdp = await this.context.newCDPSession(dying);
    const crashed = dying.waitForEvent('crash');
    // Nobody is left to answer.
    cdp.send('Page.crash').catch(() => undefined);
    await crashed;
    this.page = await this.context.newPage();
    await dying.close();
  }
}

/**
 * Enters steps off line and kills the tab in mid-flush, as often as told: each step must stand on the server once.
 * A full disk is for the simulated tablets (`tests/offline`): Chromium's quota for tests does not bind its databases.
 * @returns what was lost and doubled, and in how many rounds the tab died with something still to send
 */
export async function killedFlushes(times: number, seed: number) {
  const rng = new Rng(seed, 1);
  const folder = await mkdtemp(join(tmpdir(), 'miaoben-killed-'));
  const tablet = await switchOn(folder, false);
  const tab = new Tab(tablet.context, tablet.page);
  const made: Made[] = [];
  let midFlush = 0;
  try {
    const token = await signIn(product, 'vaccinator');
    const { data: me } = await operate<{ me: { id: string } }>(product, token, 'Me');
    await signInAs(tab.page, 'vaccinator', 'clinic');
    await waitForWorker(tab.page);
    for (let round = 0; round < times; round += 1) {
      await goTo(tab.page, '/outbox');
      await tab.page.locator('.status-bar').waitFor();
      await tab.context.setOffline(true);
      const files = Array.from({ length: FILES }, (_, n) => ({
        id: newId(),
        birthDate: addDays('2020-03-01', (round * FILES + n) * 11),
        name: rng.pick([...FAMILY]) + rng.pick([...GIVEN]) + rng.pick([...GIVEN]),
      }));
      made.push(...files);
      const steps = files.flatMap(stepsOf).map((step) => ({ ...step, commandId: newId() }));
      expect(await enter(tab.page, me.me.id, steps)).toBeNull();
      await expect.poll(() => waitingOn(tab.page)).toBeGreaterThanOrEqual(FILES * STEPS_OF_A_FILE);

      const nth = rng.int(1, FILES * STEPS_OF_A_FILE);
      let seen = 0;
      const under = tab.page.waitForRequest(
        (request) => {
          if (STEP.test(request.postData() ?? '')) seen += 1;
          return seen >= nth;
        },
        { timeout: 30_000 },
      );
      await tab.context.setOffline(false);
      await under;
      await new Promise((resolve) => setTimeout(resolve, rng.int(0, 60)));
      if ((await waitingOn(tab.page).catch(() => 1)) > 0) midFlush += 1;
      await tab.kill();
    }
    await goTo(tab.page, '/outbox');
    // Until the journal is open the bar counts nothing.
    await tab.page.locator('article[data-state]').first().waitFor({ state: 'attached' });
    await allSent(tab.page);
    expect(await tab.page.locator('.status-bar').getAttribute('data-attention')).toBe('0');
    return { ...(await count(made)), steps: made.length * STEPS_OF_A_FILE, midFlush };
  } finally {
    await tab.context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many steps the server lacks, and how many it has beyond one each. */
async function count(made: readonly Made[]): Promise<{ lost: number; doubled: number }> {
  const token = await signIn(product, 'vaccinator');
  let [lost, doubled] = [0, 0];
  const add = (n: number) => {
    if (n === 0) lost += 1;
    if (n > 1) doubled += n - 1;
  };
  for (const { id } of made) {
    const { data } = await operate<{
      person: { doses: { vaccine: { code: string } }[]; healthFacts: { code: string }[] } | null;
    }>(product, token, 'ClinicRecord', { id });
    add(data.person ? 1 : 0);
    add(data.person?.doses.length ?? 0);
    add(data.person?.healthFacts.length ?? 0);
  }
  return { lost, doubled };
}
