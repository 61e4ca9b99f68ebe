import { newId, openNotice, query } from '@miaoben/kernel';
import type { MiaobenEvent } from '@miaoben/schema';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countFetch, type FetchUse } from './modules/fetch/fetch.limit.ts';
import { remindOfEnds } from './modules/reminder/reminder.service.ts';

let world: CertificatesWorld;
const parent: Caller = { role: 'guardian', account: 'parent' };
const admin: Caller = { role: 'system_admin', account: newId(), divisions: ['6301'] };
const adminElsewhere: Caller = { role: 'system_admin', account: newId(), divisions: ['6302'] };

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await world.bind('parent', world.elder.id);
  const answer = await world.graph(
    admin,
    `mutation ($c: ID!) { changeCertificateSettings(commandId: $c, input: { division: "630121", review: automatic,
      maxCertificates: 10, fetchesPerDay: 3, fetchesPerYear: 5, remindDays: [30, 7], version: 0 }) { version } }`,
    { c: newId() },
  );
  expect(answer.errors).toEqual([]);
});
afterAll(() => world?.stop());

const useOf = (more: Partial<FetchUse> = {}): FetchUse => ({
  account: 'parent',
  licenceType: 'vaccination_certificate',
  use: 'downloaded',
  certificateId: null,
  holder: {
    personId: world.elder.id,
    name: world.elder.name,
    documentNumber: world.elder.documentNumber,
    birthDate: world.elder.birthDate,
    division: '630121100',
  },
  ...more,
});
const fetchOnce = (more: Partial<FetchUse> = {}) =>
  world
    .em()
    .transactional((em) =>
      countFetch(em as ReturnType<typeof world.em>, world.stack.services.certificates, useOf(more)),
    );
const part = (promise: Promise<unknown>) =>
  promise.then(
    () => 'counted',
    (error: { extensions: { code: string; part: string } }) => `${error.extensions.code} ${error.extensions.part}`,
  );
const used = async () =>
  (await query<{ n: number }>(world.em(), `select count(*)::int n from outbox where type = 'credential.used'`))[0]?.n;
interface Block {
  account: { id: string };
  limit: string;
  licenceType: string | null;
  used: number;
}
const blocks = async (caller = admin) =>
  (
    await world.graph<{ fetchBlocks: Block[] }>(
      caller,
      '{ fetchBlocks { account { id } limit licenceType used allowed } }',
    )
  ).data.fetchBlocks;
const release = (caller: Caller, input: Record<string, unknown>) =>
  world.graph<{ releaseFetches: Block[] }>(
    caller,
    'mutation ($c: ID!, $i: FetchReleaseInput!) { releaseFetches(commandId: $c, input: $i) { limit } }',
    { c: newId(), i: { accountId: 'parent', ...input } },
  );

describe('limits on fetching', () => {
  it('J-57 blocks a type over the limit of the day, even when many fetch at once, and counts nothing then', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => part(fetchOnce())));
    expect(answers.filter((a) => a === 'counted')).toHaveLength(3);
    expect(answers.filter((a) => a === 'RATE_LIMITED day')).toHaveLength(5);
    expect(await used()).toBe(3);
    expect(await part(fetchOnce({ account: 'other' }))).toBe('counted');
    expect(await blocks()).toEqual([
      { account: { id: 'parent' }, limit: 'type', licenceType: 'vaccination_certificate', used: 3, allowed: 3 },
    ]);
    expect(await blocks(adminElsewhere)).toEqual([]);
  });

  it('J-57 blocks all types over the total of the year', async () => {
    const health = { licenceType: 'health_certificate' };
    expect(await part(fetchOnce(health))).toBe('counted');
    expect(await part(fetchOnce(health))).toBe('counted');
    expect(await part(fetchOnce(health))).toBe('RATE_LIMITED year');
    expect(await part(fetchOnce({ licenceType: 'birth_certificate' }))).toBe('RATE_LIMITED year');
  });

  it('J-57 an administrator of the area lifts the total, one type, or the day', async () => {
    expect((await release(adminElsewhere, { limit: 'total' })).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
    expect((await release({ role: 'cdc', divisions: ['63'] }, { limit: 'total' })).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    expect((await release(admin, { limit: 'type' })).errors[0]?.extensions).toMatchObject({ reason: 'required' });
    expect((await release(admin, { limit: 'total' })).errors).toEqual([]);
    expect(await part(fetchOnce({ licenceType: 'health_certificate' }))).toBe('counted');
    expect(await part(fetchOnce())).toBe('RATE_LIMITED day');
    expect((await release(admin, { limit: 'type', licenceType: 'vaccination_certificate' })).errors).toEqual([]);
    expect(await part(fetchOnce())).toBe('counted');
    // Three of both types in a day: both are full, and one release of the day opens both.
    for (let i = 0; i < 2; i += 1) await part(fetchOnce());
    expect((await blocks()).map((b) => b.licenceType).sort()).toEqual([
      'health_certificate',
      'vaccination_certificate',
    ]);
    expect((await release(admin, { limit: 'day' })).data.releaseFetches).toEqual([]);
    expect(await part(fetchOnce())).toBe('counted');
    expect(await part(fetchOnce({ licenceType: 'health_certificate' }))).toBe('RATE_LIMITED year');
    await release(admin, { limit: 'total' });
    expect(await part(fetchOnce({ licenceType: 'health_certificate' }))).toBe('counted');
  });

  it('J-57 finds use records by name, number and date; names leave masked', async () => {
    interface Records {
      fetchRecords: {
        nodes: { id: string; holderName: string; holderDocumentNumber: string; licenceType: string }[];
        pageInfo: { endCursor: string };
      };
    }
    const records = async (filter: Record<string, unknown>, first = 50, after?: string, caller = admin) =>
      (
        await world.graph<Records>(
          caller,
          `query ($f: FetchFilter, $n: Int, $a: String) { fetchRecords(filter: $f, first: $n, after: $a) {
             nodes { id holderName holderDocumentNumber licenceType use account { id } } pageInfo { endCursor } } }`,
          { f: filter, n: first, a: after },
        )
      ).data.fetchRecords;
    const all = (await records({})).nodes;
    expect(all.length).toBeGreaterThan(8);
    expect(all[0]).toMatchObject({ holderName: '李*婷', holderDocumentNumber: expect.stringContaining('*') });
    expect((await records({ text: world.elder.name })).nodes).toHaveLength(all.length);
    expect((await records({ text: world.elder.documentNumber })).nodes).toHaveLength(all.length);
    expect((await records({ text: '别人' })).nodes).toEqual([]);
    expect((await records({ to: '2020-01-01' })).nodes).toEqual([]);
    expect((await records({ licenceType: 'health_certificate' })).nodes.length).toBeLessThan(all.length);
    const first = await records({}, 4);
    const second = await records({}, 4, first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map((n) => n.id)).toEqual(all.slice(0, 8).map((n) => n.id));
    expect((await records({}, 50, undefined, adminElsewhere)).nodes).toEqual([]);
    const { data } = await world.graph<{ fetchRecordsExportUrl: string }>(admin, '{ fetchRecordsExportUrl }');
    const file = await world.stack.file('certificates', data.fetchRecordsExportUrl);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')]);
  });
});

describe('reminders', () => {
  const DAY = 86_400_000;
  const reminded = async () => {
    const { keyring } = world.stack.services.certificates;
    const rows = await query<{ payload: Extract<MiaobenEvent, { type: 'notice.requested' }> }>(
      world.em(),
      `select payload from outbox where type = 'notice.requested' and payload ->> 'kind' in ('certificate_expiring', 'certificate_expired')
       order by seq`,
    );
    return rows.map(({ payload }) => [
      payload.kind,
      payload.accountId,
      openNotice(keyring, payload.sealed).params.name,
    ]);
  };

  it('J-55 tells all bound accounts once at each step, with a moved clock', async () => {
    await world.issue(parent, world.elder.id);
    const [row] = await query<{ expires_at: string; certificate_id: string }>(
      world.em(),
      `update certificate set issued_at = expires_at - interval '140 days' where person_id = $1 returning expires_at, certificate_id`,
      [world.elder.id],
    );
    const end = new Date(row?.expires_at ?? 0).getTime();
    const run = (daysBefore: number) =>
      remindOfEnds(world.stack.services.certificates, new Date(end - daysBefore * DAY));
    expect(await run(40)).toBe(0);
    expect(await run(29)).toBe(1);
    expect(await run(28)).toBe(0);
    expect(await run(6)).toBe(1);
    expect(await run(6)).toBe(0);
    expect(await run(-1)).toBe(1);
    expect(await run(-2)).toBe(0);
    expect(await reminded()).toEqual([
      ['certificate_expiring', 'parent', '李*婷'],
      ['certificate_expiring', 'parent', '李*婷'],
      ['certificate_expired', 'parent', '李*婷'],
    ]);
  });

  it('J-55 goes through 10,000 certificates in batches of a thousand, and a second run tells nobody again', async () => {
    await query(
      world.em(),
      `insert into certificate (person_id, certificate_id, number, identifier, state, issued_at, expires_at, issuer_id, issued_by,
         schedule_version, result, missing, masked_name, birth_date, list_id, position, code, payload_hash, short_code_sealed,
         short_code_blind, division)
       select gen_random_uuid(), gen_random_uuid(), 'n', 'i', 'valid', now() - interval '100 days', now() + interval '20 days',
         gen_random_uuid(), 'x', 'NIP-2026', 1, '[]', '张*', '2020-01-01', 'l', 1, 'c', 'h', 's', 'b', '630121100'
       from generate_series(1, 10000)`,
    );
    const { orm } = world.stack.services.certificates;
    const before = await reminded();
    let statements = 0;
    const connection = orm.em.getConnection();
    const execute = connection.execute.bind(connection);
    connection.execute = ((...args: Parameters<typeof execute>) => {
      statements += 1;
      return execute(...args);
    }) as typeof connection.execute;
    expect(await remindOfEnds(world.stack.services.certificates)).toBe(10_000);
    connection.execute = execute;
    expect(statements).toBeLessThanOrEqual(11 * 5 + 1);
    expect(await remindOfEnds(world.stack.services.certificates)).toBe(0);
    // Nobody is bound to them: nobody is told.
    expect(await reminded()).toEqual(before);
  }, 120_000);
});
