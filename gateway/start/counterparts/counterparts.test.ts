import { randomUUID } from 'node:crypto';
import { sendJson } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Counterpart, startCounterpart } from './counterpart.ts';
import { startFingerprintCounterpart } from './fingerprint.ts';
import { startLicencePlatformCounterpart } from './licence-platform.ts';
import { startMaternalCounterpart } from './maternal.ts';
import { startRealNameCounterpart } from './real-name.ts';
import { startSmsCounterpart } from './sms.ts';

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('local counterparts', () => {
  let sms: Counterpart;
  let realName: Counterpart;
  beforeAll(async () => {
    sms = await startSmsCounterpart(0);
    realName = await startRealNameCounterpart(0);
  });
  afterAll(async () => {
    await sms.stop();
    await realName.stop();
  });

  it('shows the messages it took, newest first, by number', async () => {
    for (const [to, text] of [
      ['13900000001', 'first'],
      ['13900000002', '<b>second</b>'],
      ['13900000001', 'third'],
    ]) {
      expect((await post(`${sms.url}/messages`, { to, text, template: 'phone_code' })).status).toBe(202);
    }
    const inbox = (await (await fetch(`${sms.url}/inbox?to=13900000001`)).json()) as { text: string }[];
    expect(inbox.map((m) => m.text)).toEqual(['third', 'first']);
    const page = await (await fetch(sms.url)).text();
    expect(page).toContain('third');
    expect(page).not.toContain('<b>');
  });

  it('H-10 the bridge of a fingerprint reader gives a template and its quality to pages, and finds what it is told to', async () => {
    const bridge = await startFingerprintCounterpart(0);
    const capture = async () => {
      const answer = await post(`${bridge.url}/v1/capture`, { format: 'iso19794-2', patienceMs: 1 });
      return { status: answer.status, told: await answer.json(), headers: answer.headers };
    };
    const { status, told, headers } = await capture();
    expect([status, told.quality]).toEqual([200, 82]);
    expect(Buffer.from(told.template, 'base64').toString('latin1')).toMatch(/^FMR\0/);
    expect(headers.get('access-control-allow-private-network')).toBe('true');
    await post(`${bridge.url}/next`, { quality: 20 });
    expect((await capture()).told.quality).toBe(20);
    await post(`${bridge.url}/next`, { error: 'no_finger' });
    expect(await capture()).toMatchObject({ status: 409, told: { error: 'no_finger' } });
    expect((await capture()).status).toBe(200);
    await bridge.stop();
  });

  it('refuses what is no message', async () => {
    for (const body of ['{', { to: 'x', text: 'y', template: 'z' }, {}]) {
      expect((await post(`${sms.url}/messages`, body)).status).toBe(400);
    }
    expect((await fetch(`${sms.url}/other`)).status).toBe(404);
  });

  it('Q-68 the licence platform calls whoever handed something over after each change, and gives the change itself when asked', async () => {
    let calls = 0;
    const listener = await startCounterpart(0, async (_request, response, { pathname }) => {
      if (pathname === '/changed') calls += 1;
      sendJson(response, 202, {});
      return true;
    });
    const platform = await startLicencePlatformCounterpart(0);
    const changes = async (after = '') =>
      (await (await fetch(`${platform.url}/changes?after=${after}`)).json()) as {
        changes: { submissionId: string; state: string; sealing: { state: string } | null }[];
        cursor: string;
        isMore: boolean;
      };
    const submissionId = randomUUID();
    const seal = {
      kind: 'seal',
      submissionId,
      number: '63012100000001',
      name: '印章',
      issuerCode: 'x',
      certificateSerial: '1',
      validTo: '2029-01-01',
      notifyUrl: `${listener.url}/changed`,
    };
    const receipt = await (await post(`${platform.url}/submissions`, seal)).json();
    expect(await (await post(`${platform.url}/submissions`, seal)).json()).toEqual(receipt);
    await expect.poll(() => calls).toBe(1);
    const first = await changes();
    expect(first).toMatchObject({ changes: [{ submissionId, state: 'registered', sealing: null }], isMore: false });
    const act = (name: string) =>
      fetch(`${platform.url}/submissions/${submissionId}/${name}`, { method: 'POST', redirect: 'manual' });
    expect((await act('resume')).status).toBe(404);
    expect((await act('suspend')).status).toBe(303);
    await expect.poll(() => calls).toBe(2);
    const second = await changes(first.cursor);
    expect(second.changes).toMatchObject([{ submissionId, state: 'suspended' }]);
    expect((await changes(second.cursor)).changes).toEqual([]);
    // A place in the log of another run is none: everything is told again.
    expect((await changes('other.99')).changes).toHaveLength(1);
    await platform.stop();
    await listener.stop();
  });

  it.each([
    ['祁秀兰', '11010519491231002X', 'passed'],
    ['祁秀兰', '110105194912310021', 'failed'],
    ['祁秀假', '11010519491231002X', 'failed'],
    ['祁秀疑', '11010519491231002X', 'manual'],
    ['John Smith', '11010519491231002X', 'failed'],
    ['兰', '11010519491231002X', 'failed'],
  ])('Q-89 judges %s %s: %s', async (name, documentNumber, result) => {
    const answer = await post(`${realName.url}/checks`, { name, documentNumber });
    expect(await answer.json()).toEqual({ result, provider: 'local counterpart' });
  });

  it('J-12 the maternal-child system tells each newborn once, a corrected one again, to the division of residence or household', async () => {
    const maternal = await startMaternalCounterpart(0);
    const ask = async (division: string, after = '') =>
      (await (await fetch(`${maternal.url}/newborns?${new URLSearchParams({ division, after })}`)).json()) as {
        newborns: { id: string; birthWeightG: number }[];
        cursor: string;
        isMore: boolean;
      };
    const first = await ask('630121');
    expect([first.newborns.length, first.isMore]).toEqual([3, false]);
    expect((await ask('630121', first.cursor)).newborns).toEqual([]);
    expect((await ask('6302')).newborns).toEqual([]);
    const [one] = first.newborns;
    expect((await post(`${maternal.url}/newborns`, { ...one, birthWeightG: 3000 })).status).toBe(202);
    expect((await ask('630121', first.cursor)).newborns).toMatchObject([{ id: one?.id, birthWeightG: 3000 }]);
    // A cursor of another run is none: all is told again.
    expect((await ask('63', 'other.9')).newborns).toHaveLength(3);
    expect((await post(`${maternal.url}/newborns`, { ...one, birthDate: 'yesterday' })).status).toBe(400);
    expect((await fetch(`${maternal.url}/newborns?division=x`)).status).toBe(400);
    expect(await (await fetch(maternal.url)).text()).not.toContain('祁依诺');
    await maternal.stop();
  });

  it('says its rules, and refuses half a question', async () => {
    expect(await (await fetch(realName.url)).text()).toContain('manual');
    expect((await post(`${realName.url}/checks`, { name: '祁秀兰' })).status).toBe(400);
  });
});
