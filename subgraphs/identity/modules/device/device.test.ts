import { randomBytes } from 'node:crypto';
import { seedIdentity } from '@miaoben/identity/bulk';
import { newId, query } from '@miaoben/kernel';
import {
  ACCOUNTS,
  CLINIC,
  ELSEWHERE,
  type IdentityWorld,
  PASSWORD,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const CONTACT = `mutation ($input: DeviceContactInput!) { contactDevice(input: $input) { wipe answers { id state note } } }`;
const KEEP = 'mutation ($input: KeepEntriesInput!) { keepEntries(input: $input) }';
const LOST = `mutation ($commandId: ID!, $deviceId: ID!, $reason: String!) {
  reportDeviceLost(commandId: $commandId, deviceId: $deviceId, reason: $reason) { id state lostReason lostBy { id } } }`;
const WIPED = `mutation ($deviceId: ID!, $receipt: String!, $leftUnsent: Int!) {
  confirmDeviceWiped(deviceId: $deviceId, receipt: $receipt, leftUnsent: $leftUnsent) }`;
const DEVICES = `query ($organisationId: ID) { devices(organisationId: $organisationId) {
  id name state waiting attention packAt account { id } wipedAt leftUnsent } }`;
const KEPT = `{ keptEntries(withSettled: true) { id kind isBehind enteredAt problem { code reason } content state note account { id } settledBy { id } } }`;
const SETTLE = `mutation ($commandId: ID!, $ids: [ID!]!, $act: KeptEntryAct!, $note: String) {
  settleKeptEntries(commandId: $commandId, ids: $ids, act: $act, note: $note) { id state note } }`;

const WHO = [
  ...(['vaccinator', 'colleague', 'stranger', 'system_admin', 'county_admin'] as const),
  ...(['inspector', 'desk', 'desk_elsewhere'] as const),
];
type Who = (typeof WHO)[number];
interface Kept {
  id: string;
  state: string;
  isBehind: boolean;
  content: string;
  note: string | null;
  problem: { code: string; reason: string | null } | null;
  account: { id: string };
  settledBy: { id: string } | null;
}
interface Told {
  contactDevice: { wipe: string | null; answers: { id: string; state: string; note: string | null }[] };
}
interface Listed {
  id: string;
  state: string;
}

const [INSPECTOR, SUPERVISION, COUNTY_CDC] = [newId(), newId(), newId()];
const deskStaff = (
  login: Who,
  role: 'inspector' | 'cdc',
  displayName: string,
  organisation: string,
  division: string,
) => ({
  ...{ id: login === 'inspector' ? INSPECTOR : newId(), login, password: PASSWORD, displayName, role },
  ...{ organisationId: organisation, divisions: [division] },
});

let world: IdentityWorld;
const tokens = new Map<string, string>();
beforeAll(async () => {
  world = await startIdentityWorld(inject('adminUrl'));
  await seedIdentity(world.em(), world.keyring, {
    divisions: [],
    organisations: [
      { id: SUPERVISION, code: '630121000004', name: '大通县卫生监督所', kind: 'authority', divisionCode: '630121' },
      { id: COUNTY_CDC, code: '630121000005', name: '大通县疾控中心', kind: 'cdc', divisionCode: '630121' },
    ],
    accounts: [
      deskStaff('inspector', 'inspector', '张国栋', SUPERVISION, '630121'),
      deskStaff('desk', 'cdc', '拉毛措', COUNTY_CDC, '630121'),
      deskStaff('desk_elsewhere', 'cdc', '李永寿', ELSEWHERE, '630122'),
    ],
    demo: true,
  });
  for (const who of WHO) {
    const { data } = await world.call<{ signIn: { accessToken: string } }>(
      'mutation ($account: String!, $password: String!) { signIn(account: $account, password: $password) { accessToken } }',
      { account: who, password: PASSWORD },
      { address: '10.1.0.1' },
    );
    tokens.set(who, data.signIn.accessToken);
  }
});
afterAll(() => world.stop());

const call = <T>(who: Who | null, document: string, variables: Record<string, unknown> = {}) =>
  world.call<T>(document, variables, who ? { token: tokens.get(who)! } : {});
const codeOf = async (answer: Promise<{ errors: { extensions?: Record<string, unknown> }[] }>) => {
  const { code, reason } = (await answer).errors[0]?.extensions ?? {};
  return reason ? `${code as string} ${reason as string}` : ((code as string) ?? 'none');
};

/** A tablet: what it tells of itself. */
function tablet(name: string) {
  const proof = { id: newId(), secret: randomBytes(32).toString('base64url') };
  return {
    ...proof,
    contact: (who: Who | null, more: Record<string, unknown> = {}) =>
      call<Told>(who, CONTACT, { input: { ...proof, name, waiting: 0, attention: 0, settled: [], ...more } }),
    keep: (who: Who | null, entries: unknown[], secret = proof.secret) =>
      call<{ keepEntries: string[] }>(who, KEEP, { input: { id: proof.id, secret, entries } }),
  };
}
const entry = (account: string, more: Record<string, unknown> = {}) => ({
  id: newId(),
  accountId: account,
  place: 1,
  kind: 'recordDose',
  personId: newId(),
  enteredAt: '2026-11-20T08:00:00Z',
  isBehind: false,
  problem: { code: 'CONFLICT', field: 'input.lotNumber', reason: 'recalled' },
  content: JSON.stringify({ label: { name: '祁秀兰' }, input: { lotNumber: 'A1' } }),
  ...more,
});
const kept = async (who: Who) => (await call<{ keptEntries: Kept[] }>(who, KEPT)).data.keptEntries;
const settle = (who: Who, ids: string[], act: string, note: string | null = null) =>
  call(who, SETTLE, { commandId: newId(), ids, act, note });
/** The clinic's master account is the first vaccinator. */
const appoint = (who: Who, account: string, isMaster = true) =>
  call(
    who,
    'mutation ($c: ID!, $a: ID!, $m: Boolean!) { setUnitMaster(commandId: $c, accountId: $a, isMaster: $m) { id unitMaster } }',
    {
      ...{ c: newId(), a: account, m: isMaster },
    },
  );

describe('the master account of a unit', () => {
  it('Q-95 is named by the administrator of the area, and only an account of a unit can be one', async () => {
    expect(await codeOf(appoint('vaccinator', ACCOUNTS.vaccinator))).toBe('FORBIDDEN');
    expect(await codeOf(appoint('system_admin', ACCOUNTS.guardian))).toBe('BAD_INPUT no_match');
    const { data } = await appoint('system_admin', ACCOUNTS.vaccinator);
    expect(data).toEqual({ setUnitMaster: { id: ACCOUNTS.vaccinator, unitMaster: true } });
  });
});

describe('entries that need attention', () => {
  it('are told to the master of the unit with who, when and why, and stand once however often they are told', async () => {
    const one = tablet('一号平板');
    expect(await codeOf(one.keep('colleague', [entry(ACCOUNTS.colleague)]))).toBe('FORBIDDEN');
    await one.contact('colleague', { waiting: 1, attention: 1 });
    const refused = entry(ACCOUNTS.colleague);
    const behind = entry(ACCOUNTS.colleague, { place: 2, isBehind: true, problem: null });
    for (let i = 0; i < 2; i += 1) expect((await one.keep('colleague', [refused, behind])).errors).toEqual([]);
    const seen = (await kept('vaccinator')).filter((e) => [refused.id, behind.id].includes(e.id));
    expect(seen).toHaveLength(2);
    expect(seen.find((e) => e.id === refused.id)).toMatchObject({
      state: 'open',
      content: refused.content,
      problem: { code: 'CONFLICT', reason: 'recalled' },
      account: { id: ACCOUNTS.colleague },
      enteredAt: '2026-11-20T08:00:00.000Z',
    });
    // What was typed lies sealed, and each look at it is a line of the audit.
    const [row] = await query<{ content_sealed: string }>(world.em(), 'select content_sealed from kept_entry limit 1');
    expect(row?.content_sealed).not.toContain('祁');
    const lines = await query(
      world.em(),
      `select 1 from audit_line where operation = 'Query.keptEntries' and account_id = $1`,
      [ACCOUNTS.vaccinator],
    );
    expect(lines.length).toBeGreaterThan(0);
    expect(await kept('stranger')).toEqual([]);
    await settle('vaccinator', [refused.id, behind.id], 'taken');
  });

  it('of an inspector, whose unit has no master, are for the desk of disease control of the area and for no other', async () => {
    const phone = tablet('督导平板');
    await phone.contact('inspector');
    const sample = (more = {}) => entry(INSPECTOR, { kind: 'noteSampleFinding', ...more });
    const [taken, back, aside, own] = [sample(), sample({ place: 2 }), sample({ place: 3 }), sample({ place: 4 })];
    expect((await phone.keep('inspector', [taken, back, aside, own])).errors).toEqual([]);
    const ids = [taken.id, back.id, aside.id, own.id];
    const seenBy = async (who: Who) => (await kept(who)).filter((e) => ids.includes(e.id)).length;
    expect([await seenBy('inspector'), await seenBy('desk')]).toEqual([4, 4]);
    expect([await seenBy('desk_elsewhere'), await seenBy('vaccinator'), await seenBy('stranger')]).toEqual([0, 0, 0]);
    // What a clinic typed stays with the clinic, though it lies in the area of the desk.
    const clinics = tablet('门诊平板');
    await clinics.contact('colleague');
    const dose = entry(ACCOUNTS.colleague);
    await clinics.keep('colleague', [dose]);
    expect((await kept('desk')).map((e) => e.id)).not.toContain(dose.id);
    expect(await codeOf(settle('desk', [dose.id], 'taken'))).toBe('FORBIDDEN');
    await settle('vaccinator', [dose.id], 'taken');

    expect(await codeOf(settle('desk_elsewhere', [taken.id], 'taken'))).toBe('FORBIDDEN');
    expect(await codeOf(settle('inspector', [aside.id], 'set_aside', '不再需要'))).toBe('FORBIDDEN');
    expect((await settle('desk', [taken.id], 'taken')).errors).toEqual([]);
    expect((await settle('desk', [back.id], 'handed_back', '请补记日期')).errors).toEqual([]);
    expect((await settle('desk', [aside.id], 'set_aside', '重复登记')).errors).toEqual([]);
    expect((await settle('inspector', [own.id], 'taken')).errors).toEqual([]);
    const { data } = await phone.contact('inspector');
    const answers = new Map(data.contactDevice.answers.map((a) => [a.id, [a.state, a.note]]));
    expect(ids.map((id) => answers.get(id))).toEqual([
      ['taken', null],
      ['handed_back', '请补记日期'],
      ['set_aside', '重复登记'],
      ['taken', null],
    ]);
  });

  it('are set aside or handed back by the master alone, with a reason that the tablet hears', async () => {
    const one = tablet('二号平板');
    await one.contact('colleague');
    const [aside, back, other] = [entry(ACCOUNTS.colleague), entry(ACCOUNTS.colleague), entry(ACCOUNTS.colleague)];
    await one.keep('colleague', [aside, back, other]);
    expect(await codeOf(settle('colleague', [aside.id], 'set_aside', '重复'))).toBe('FORBIDDEN');
    expect(await codeOf(settle('stranger', [aside.id], 'taken'))).toBe('FORBIDDEN');
    expect(await codeOf(settle('vaccinator', [aside.id], 'set_aside', ' '))).toBe('BAD_INPUT required');
    await settle('vaccinator', [aside.id], 'set_aside', '同一剂已登记');
    await settle('vaccinator', [back.id], 'handed_back', '请核对批号');
    expect(await codeOf(settle('vaccinator', [other.id, aside.id], 'taken'))).toBe('CONFLICT wrong_state');
    const { answers } = (await one.contact('colleague')).data.contactDevice;
    expect(answers).toEqual([
      { id: aside.id, state: 'set_aside', note: '同一剂已登记' },
      { id: back.id, state: 'handed_back', note: '请核对批号' },
    ]);
    // Who typed it takes the handed-back one up on whatever device; refused anew on its own it is told anew.
    expect((await kept('colleague')).find((e) => e.id === back.id)).toMatchObject({ state: 'handed_back' });
    await one.keep('colleague', [{ ...back, problem: { code: 'BAD_INPUT', reason: 'expired' } }]);
    expect((await kept('vaccinator')).find((e) => e.id === back.id)).toMatchObject({
      state: 'open',
      note: null,
      problem: { code: 'BAD_INPUT', reason: 'expired' },
    });
    // Settled on the tablet itself, nobody is asked any more; what was set aside stays so.
    await one.contact('colleague', { settled: [back.id, aside.id, other.id] });
    const after = new Map((await kept('vaccinator')).map((e) => [e.id, e.state]));
    expect([after.get(back.id), after.get(aside.id), after.get(other.id)]).toEqual(['settled', 'set_aside', 'settled']);
  });

  it('name the field that is wrong, and whose they are not', async () => {
    const one = tablet('三号平板');
    await one.contact('colleague');
    expect(await codeOf(one.keep(null, [entry(newId())]))).toBe('BAD_INPUT no_match');
    // Who typed on it may have left the unit since: that must not keep the entries of all others on the tablet.
    const [gone, own] = [entry(ACCOUNTS.stranger), entry(ACCOUNTS.colleague)];
    expect(await codeOf(one.keep(null, [gone, own]))).toBe('none');
    expect((await kept('vaccinator')).map((e) => e.id)).toEqual(expect.arrayContaining([gone.id, own.id]));
    expect(await codeOf(one.keep('colleague', [entry(ACCOUNTS.colleague, { content: '[]' })]))).toBe(
      'BAD_INPUT format',
    );
    expect(await codeOf(one.keep('colleague', [entry(ACCOUNTS.colleague, { problem: { code: 'X' } })]))).toBe(
      'BAD_INPUT unknown_code',
    );
    expect(await codeOf(one.keep('colleague', []))).toBe('BAD_INPUT required');
    expect(await codeOf(one.keep('colleague', [entry(ACCOUNTS.colleague)], 'x'.repeat(43)))).toBe('FORBIDDEN');
  });
});

describe('a tablet that is lost', () => {
  it('stands in the list of its unit with name, account, last contact and what it last told', async () => {
    const one = tablet('四号平板');
    await one.contact('colleague', { waiting: 7, attention: 2, packAt: '2026-11-20T00:00:00Z' });
    const of = async (who: Who, organisationId: string | null = null) =>
      (await call<{ devices: Listed[] }>(who, DEVICES, { organisationId })).data.devices;
    const listed = (await of('vaccinator')).find((d) => d.id === one.id);
    expect(listed).toMatchObject({
      ...{ name: '四号平板', state: 'in_use', waiting: 7, attention: 2, packAt: '2026-11-20T00:00:00.000Z' },
      account: { id: ACCOUNTS.colleague },
    });
    expect((await of('system_admin', CLINIC)).map((d) => d.id)).toContain(one.id);
    expect((await of('colleague')).map((d) => d.id)).toContain(one.id);
    expect(await of('stranger')).toEqual([]);
    // Nobody else's tablet can speak for it.
    expect(
      await codeOf(
        call('stranger', CONTACT, {
          input: { id: one.id, secret: 'x'.repeat(43), name: 'x', waiting: 0, attention: 0, settled: [] },
        }),
      ),
    ).toBe('FORBIDDEN');
  });

  it('is reported by the master or an administrator of the area, wiped at its next contact whoever holds it, and tells so once', async () => {
    const one = tablet('五号平板');
    await one.contact('colleague', { waiting: 2 });
    const report = (who: Who, reason = '在去村里的路上丢失') =>
      call<{ reportDeviceLost: { state: string; lostReason: string; lostBy: { id: string } } }>(who, LOST, {
        commandId: newId(),
        deviceId: one.id,
        reason,
      });
    expect(await codeOf(report('colleague'))).toBe('FORBIDDEN');
    expect(await codeOf(report('stranger'))).toBe('FORBIDDEN');
    expect(await codeOf(report('vaccinator', ''))).toBe('BAD_INPUT required');
    expect((await one.contact(null)).data.contactDevice).toEqual({ wipe: null, answers: [] });
    const { data } = await report('vaccinator');
    expect(data.reportDeviceLost).toEqual({
      id: one.id,
      ...{ state: 'lost', lostReason: '在去村里的路上丢失', lostBy: { id: ACCOUNTS.vaccinator } },
    });
    expect(await codeOf(report('system_admin'))).toBe('CONFLICT wrong_state');
    // The session it used is over.
    const [session] = await query<{ end_reason: string }>(
      world.em(),
      'select s.end_reason from session s join device d on d.session_id = s.id where d.id = $1',
      [one.id],
    );
    expect(session?.end_reason).toBe('device_lost');

    // No session any more: its own secret brings the order, and what was typed is left first.
    const order = (await one.contact(null)).data.contactDevice;
    expect(order.wipe).toMatch(/^[0-9a-f]{32}$/);
    const unsent = entry(ACCOUNTS.colleague, { problem: null });
    expect((await one.keep(null, [unsent])).data.keepEntries).toEqual([unsent.id]);
    const receipt = (value: string | null) => call(null, WIPED, { deviceId: one.id, receipt: value, leftUnsent: 1 });
    expect(await codeOf(receipt('0'.repeat(32)))).toBe('FORBIDDEN');
    expect((await receipt(order.wipe)).data).toEqual({ confirmDeviceWiped: true });
    expect((await receipt(order.wipe)).data).toEqual({ confirmDeviceWiped: false });
    const { devices } = (await call<{ devices: Listed[] }>('vaccinator', DEVICES)).data;
    expect(devices.find((d) => d.id === one.id)).toMatchObject({
      state: 'wiped',
      leftUnsent: 1,
      waiting: 0,
      packAt: null,
    });
    expect((await kept('vaccinator')).find((e) => e.id === unsent.id)).toMatchObject({ state: 'open', problem: null });
    const acts = await query<{ operation: string }>(
      world.em(),
      'select operation from audit_line where subject = $1 order by at',
      [one.id],
    );
    expect(acts.map((a) => a.operation.split('.')[1])).toEqual([
      ...['contactDevice', 'reportDeviceLost', 'contactDevice', 'keepEntries', 'confirmDeviceWiped'],
    ]);
  });

  it('is out of reach for an administrator of another area, and for one without a report', async () => {
    const one = tablet('六号平板');
    await one.contact('colleague');
    expect(await codeOf(call(null, WIPED, { deviceId: one.id, receipt: '0'.repeat(32), leftUnsent: 0 }))).toBe(
      'FORBIDDEN',
    );
    expect(await codeOf(call('county_admin', LOST, { commandId: newId(), deviceId: one.id, reason: 'x' }))).toBe(
      'FORBIDDEN',
    );
  });
});
