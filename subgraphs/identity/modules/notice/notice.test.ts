import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seedIdentity } from '@miaoben/identity/bulk';
import { type NoticeRecipient, newId, noticeRequested, query } from '@miaoben/kernel';
import type { NoticeDelivered, NoticeRequested } from '@miaoben/schema';
import {
  ACCOUNTS,
  CLINIC,
  ELSEWHERE,
  GUARDIAN,
  type IdentityWorld,
  PASSWORD,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import { serveOutbox } from '@miaoben/tests/support/outbox';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { sendDue } from './notice.sending.ts';

const INBOX = `query ($first: Int, $after: String, $unreadOnly: Boolean) {
  myNotices(first: $first, after: $after, unreadOnly: $unreadOnly) {
    nodes { id kind subjectId params { name value } at readAt sms { state failure at } }
    pageInfo { hasNextPage endCursor } }
  unreadNotices }`;
const READ = 'mutation ($commandId: ID!, $ids: [ID!]) { markNoticesRead(commandId: $commandId, ids: $ids) }';

interface Sms {
  state: string;
  failure: string | null;
  at: string | null;
}
interface Inbox {
  myNotices: {
    nodes: {
      id: string;
      kind: string;
      subjectId: string | null;
      params: { name: string; value: string }[];
      readAt: string | null;
      sms: Sms | null;
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
  unreadNotices: number;
}

/** An SMS service that answers as it is told, and keeps what it took. */
async function startSms() {
  const taken: { to: string; text: string; template: string }[] = [];
  const behaviour = { status: 202, hangUp: false };
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (behaviour.status < 300) taken.push(JSON.parse(body));
    if (behaviour.hangUp) return void request.socket.destroy();
    response.writeHead(behaviour.status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, taken, behaviour, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('notices', () => {
  let world: IdentityWorld;
  let sms: Awaited<ReturnType<typeof startSms>>;
  let stopOutbox: () => Promise<void>;
  let token: string;
  const events: NoticeRequested[] = [];
  beforeAll(async () => {
    sms = await startSms();
    world = await startIdentityWorld(inject('adminUrl'), { smsUrl: sms.url });
    stopOutbox = await serveOutbox(world.stack.peers.certificates, events);
    token = await world.stack.token({ role: 'guardian', account: ACCOUNTS.guardian });
    // The story's hour must not depend on the hour of the run.
    await quiet('00:00', '00:00');
  });
  afterAll(async () => {
    await stopOutbox();
    await new Promise((resolve) => sms.server.close(resolve));
    await world.stop();
  });
  beforeEach(async () => {
    sms.taken.length = 0;
    events.length = 0;
    Object.assign(sms.behaviour, { status: 202, hangUp: false });
    for (const table of ['notice_sms', 'notice', 'notice_unread', 'outbox', 'consumer_cursor']) {
      await query(world.em(), `delete from ${table}`);
    }
  });

  const services = () => world.stack.services.identity;
  const send = () => sendDue(services());
  const quiet = (quietFrom: string, quietTo: string) =>
    query(
      world.em(),
      `insert into setting (key, value) values ('notices', $1) on conflict (key) do update set value = excluded.value`,
      [JSON.stringify({ quietFrom, quietTo })],
    );
  const request = (recipient: NoticeRecipient, name = '李*婷') =>
    noticeRequested(services(), 'certificate_revoked', recipient, newId(), { name, reason: '接种记录已更正' });
  const deliver = async (...requested: NoticeRequested[]) => {
    events.push(...requested);
    await services().consumer.drain('certificates');
  };
  const inbox = async (variables: object = {}) => (await world.call<Inbox>(INBOX, { ...variables }, { token })).data;
  const told = async (noticeId: string) =>
    (
      await query<{ payload: NoticeDelivered }>(
        world.em(),
        `select payload from outbox where payload ->> 'noticeId' = $1 order by seq`,
        [noticeId],
      )
    ).map((r) => r.payload.state);
  const smsOf = async (noticeId: string) =>
    (
      await query<{ state: string; failure: string | null; attempts: number }>(
        world.em(),
        'select state, failure, attempts from notice_sms where notice_id = $1',
        [noticeId],
      )
    )[0];

  it('an event that comes three times is one notice, one message and one unread', async () => {
    const notice = request({ accountId: ACCOUNTS.guardian });
    await deliver(notice, notice);
    await deliver(notice);
    await Promise.all([send(), send(), send()]);
    await ended(notice.noticeId);
    await send();
    expect(sms.taken).toEqual([
      {
        to: GUARDIAN.phone,
        text: '【苗本】李*婷的电子预防接种证已作废。原因：接种记录已更正。',
        template: 'certificate_revoked',
      },
    ]);
    const { myNotices, unreadNotices } = await inbox();
    expect(unreadNotices).toBe(1);
    expect(myNotices.nodes).toMatchObject([
      {
        id: notice.noticeId,
        kind: 'certificate_revoked',
        subjectId: notice.subjectId,
        params: [
          { name: 'name', value: '李*婷' },
          { name: 'reason', value: '接种记录已更正' },
        ],
        readAt: null,
        sms: { state: 'sent', failure: null },
      },
    ]);
    expect(await told(notice.noticeId)).toEqual(['delivered', 'sms_sent']);
  });

  it('J-55 tells the account of a checked document in the app and by SMS, and for one nobody has the phone alone', async () => {
    const document = { type: 'RESIDENT_ID', number: GUARDIAN.documentNumber };
    const own = request({ document, phone: '13900000001' });
    const strange = request({ document: { ...document, number: '630121198512120024' }, phone: '13900000002' });
    const nobody = request({ document: { ...document, type: 'PASSPORT' }, phone: null });
    await deliver(own, strange, nobody);
    await send();
    await ended(own.noticeId);
    await ended(strange.noticeId);
    expect(sms.taken.map(({ to }) => to).sort()).toEqual(['13900000002', GUARDIAN.phone]);
    expect((await inbox()).myNotices.nodes.map(({ id }) => id)).toEqual([own.noticeId]);
    expect(await told(nobody.noticeId)).toEqual(['failed']);
  });

  it('J-55 tells everybody of the nearest desk above a division, once each and in the app only; the province where there is no nearer one', async () => {
    const at = (login: string, divisions: string[]) => ({
      ...{ id: newId(), login, password: PASSWORD, displayName: login, role: 'cdc' as const },
      ...{ organisationId: ELSEWHERE, divisions },
    });
    const desks = [at('county1', ['630121']), at('county2', ['630122', '630121']), at('away', ['630122'])];
    const province = at('province', ['63']);
    await seedIdentity(world.em(), world.keyring, { accounts: [...desks, province] });
    const asked = (desk: string) =>
      noticeRequested(services(), 'licence_application_submitted', { desk }, newId(), {
        ...{ licence: '健康证', kind: '补办', number: 'JK1' },
      });
    const [near, far] = [asked('630121100'), asked('632801')];
    await deliver(near, near, far);
    const rows = await query<{ id: string; account_id: string }>(world.em(), 'select id, account_id from notice');
    const of = (noticeId: string) => rows.flatMap((row) => (row.id === noticeId ? [row.account_id] : [])).sort();
    expect(of(near.noticeId)).toEqual([desks[0]!.id, desks[1]!.id].sort());
    expect(of(far.noticeId)).toEqual([province.id]);
    expect(await told(near.noticeId)).toEqual(['delivered', 'delivered']);
    expect(await smsOf(near.noticeId)).toBeUndefined();
  });

  it('J-13 tells everybody who vaccinates for a unit, and nobody of another one', async () => {
    const pushed = noticeRequested(services(), 'deaths_pushed', { unit: CLINIC }, null, { count: '2' });
    await deliver(pushed);
    const rows = await query<{ account_id: string }>(
      world.em(),
      'select account_id from notice where id = $1 order by account_id',
      [pushed.noticeId],
    );
    expect(rows.map((row) => row.account_id)).toEqual([ACCOUNTS.vaccinator, ACCOUNTS.colleague].sort());
  });

  it('taking every event over again from the first changes nothing', async () => {
    const notice = request({ accountId: ACCOUNTS.guardian });
    await deliver(notice, request({ accountId: ACCOUNTS.guardian }));
    await send();
    await ended(notice.noticeId);
    const before = await inbox();
    sms.taken.length = 0;
    await query(world.em(), 'delete from consumer_cursor');
    await services().consumer.drain('certificates');
    await send();
    expect(await inbox()).toEqual(before);
    expect(sms.taken.filter((m) => m.to === GUARDIAN.phone)).toEqual([]);
  });

  it('marks what a dead sender left behind as uncertain, and does not send it again', async () => {
    const [dead, alive] = [request({ phone: '13900000001' }), request({ phone: '13900000002' })];
    await quiet('00:00', '23:59');
    await deliver(dead, alive);
    // As the claim of a process leaves them that was killed before it heard of the service.
    await query(world.em(), `update notice_sms set state = 'sending', attempts = 1, claimed_at = now()`);
    await query(world.em(), `update notice_sms set claimed_at = now() - interval '61 seconds' where notice_id = $1`, [
      dead.noticeId,
    ]);
    await quiet('00:00', '00:00');
    await send();
    await send();
    expect(await smsOf(dead.noticeId)).toEqual({ state: 'uncertain', failure: null, attempts: 1 });
    expect(await smsOf(alive.noticeId)).toMatchObject({ state: 'sending' });
    expect(await told(dead.noticeId)).toEqual(['sms_uncertain']);
    expect(sms.taken).toEqual([]);
  });

  it('does not send again what the service may have taken', async () => {
    sms.behaviour.hangUp = true;
    const notice = request({ accountId: ACCOUNTS.guardian });
    await deliver(notice);
    await send();
    await ended(notice.noticeId);
    sms.behaviour.hangUp = false;
    await send();
    expect(sms.taken).toHaveLength(1);
    expect((await inbox()).myNotices.nodes[0]?.sms).toMatchObject({ state: 'uncertain', failure: null });
  });

  it('shows a number that the service refuses as failed, at once', async () => {
    sms.behaviour.status = 400;
    const [own, other] = [request({ accountId: ACCOUNTS.guardian }), request({ phone: '123' })];
    await deliver(own, other);
    await send();
    await ended(own.noticeId);
    await ended(other.noticeId);
    expect((await inbox()).myNotices.nodes[0]?.sms).toMatchObject({ state: 'failed', failure: 'wrong_phone' });
    expect(await smsOf(other.noticeId)).toEqual({ state: 'failed', failure: 'wrong_phone', attempts: 1 });
    expect(await told(own.noticeId)).toEqual(['delivered', 'failed']);
    expect(await told(other.noticeId)).toEqual(['failed']);
  });

  it('says so when the account has no phone, and when nobody can be told at all', async () => {
    const staff = request({ accountId: ACCOUNTS.vaccinator });
    const nobody = noticeRequested(services(), 'certificate_issued', { phone: '13900000003' }, null, { name: '李*婷' });
    const gone = request({ accountId: newId() });
    await deliver(staff, nobody, gone);
    await send();
    await ended(staff.noticeId);
    expect(await smsOf(staff.noticeId)).toMatchObject({ state: 'failed', failure: 'no_phone' });
    expect(await told(nobody.noticeId)).toEqual(['failed']);
    expect(await told(gone.noticeId)).toEqual(['failed']);
  });

  it('tries a service that is away again, later each time, and gives up after the sixth', async () => {
    sms.behaviour.status = 503;
    const notice = request({ phone: '13900000004' });
    await deliver(notice);
    await send();
    await until(async () => (await smsOf(notice.noticeId))?.attempts === 1);
    const [row] = await query<{ wait: number }>(
      world.em(),
      'select extract(epoch from next_at - now())::float as wait from notice_sms where notice_id = $1',
      [notice.noticeId],
    );
    expect(row?.wait).toBeGreaterThan(5);
    expect(row?.wait).toBeLessThanOrEqual(10);
    for (let attempt = 2; attempt <= 6; attempt++) {
      await query(world.em(), `update notice_sms set next_at = now() where state = 'waiting'`);
      await send();
      await until(async () => {
        const now = await smsOf(notice.noticeId);
        return now?.attempts === attempt && now.state !== 'sending';
      });
    }
    expect(await smsOf(notice.noticeId)).toEqual({ state: 'failed', failure: 'service_away', attempts: 6 });
    expect(await told(notice.noticeId)).toEqual(['failed']);
  });

  it('sends nothing in the quiet hours of the setting, and what waited once they end', async () => {
    await quiet('00:00', '23:59');
    const notice = request({ accountId: ACCOUNTS.guardian });
    await deliver(notice);
    expect(await send()).toBe(0);
    expect((await inbox()).myNotices.nodes[0]?.sms).toMatchObject({ state: 'waiting' });
    await quiet('00:00', '00:00');
    await query(world.em(), 'update notice_sms set next_at = now()');
    await send();
    await ended(notice.noticeId);
    expect(sms.taken).toHaveLength(1);
  });

  it('keeps the number of unread ones right while they are read, one by one, all, and twice', async () => {
    const mine = Array.from({ length: 5 }, () => request({ accountId: ACCOUNTS.guardian }));
    const theirs = request({ accountId: ACCOUNTS.colleague });
    await deliver(...mine, theirs);
    const page = await inbox({ first: 3 });
    expect(page.myNotices.nodes).toHaveLength(3);
    const rest = await inbox({ first: 3, after: page.myNotices.pageInfo.endCursor });
    expect([...page.myNotices.nodes, ...rest.myNotices.nodes].map((n) => n.id).sort()).toEqual(
      mine.map((n) => n.noticeId).sort(),
    );
    const read = async (ids: string[] | null, commandId = newId()) =>
      (await world.call<{ markNoticesRead: number }>(READ, { commandId, ids }, { token })).data.markNoticesRead;
    const commandId = newId();
    expect(await read([mine[0]!.noticeId, theirs.noticeId], commandId)).toBe(4);
    expect(await read([mine[0]!.noticeId, theirs.noticeId], commandId)).toBe(4);
    expect(await read([mine[0]!.noticeId])).toBe(4);
    expect((await inbox({ unreadOnly: true })).myNotices.nodes).toHaveLength(4);
    expect(await read(null)).toBe(0);
    expect((await inbox()).unreadNotices).toBe(0);
    expect(await told(mine[0]!.noticeId)).toContain('read');
    expect(await told(theirs.noticeId)).not.toContain('read');
    const wrong = await world.call(READ, { commandId: newId(), ids: ['1'] }, { token });
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'ids', row: 1 });
  });

  it('Q-88 stores names and phones sealed', async () => {
    await deliver(request({ phone: '13900000005' }, '赵*鸣'));
    for (const table of ['notice', 'notice_sms', 'outbox', 'audit_line', 'command']) {
      const [row] = await query<{ text: string }>(
        world.em(),
        `select coalesce(string_agg(t::text, '|'), '') as text from ${table} t`,
      );
      expect(row?.text, table).not.toMatch(/13900000005|赵/);
    }
  });

  /** The sender of the process works beside that of the test. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (await isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('it did not come to that');
  }
  const ended = (noticeId: string) =>
    until(async () => ['sent', 'failed', 'uncertain'].includes((await smsOf(noticeId))?.state ?? ''));
});
