import { rm, writeFile } from 'node:fs/promises';
import { type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { certificate, type Row } from '@miaoben/seeds/demo/health-certificates';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import { scratchPath } from '@miaoben/tests/support/scratch';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { headersOf } from './modules/collection/source.ts';
import { storeLicences } from './modules/licence/licence.store.ts';
import { validateRow } from './modules/licence-type/definition.validate.ts';
import { takeLicenceTypes } from './modules/licence-type/licence-type.release.ts';
import { activeType } from './modules/licence-type/licence-type.repository.ts';
import { tellUses } from './modules/showing/showing.teller.ts';

const HEALTH = '11100000000013610B012';
const SCENE = '从业人员核验';
const security: Caller = { role: 'security_admin', account: 'security' };
const auditor: Caller = { role: 'audit_admin', account: 'auditor' };
const partner: Caller = { role: 'partner', account: 'demo-platform', divisions: ['630121'], purpose: 'health-record' };
const SHOW = `query ($type: ID!, $purpose: String!, $by: ShowingLookupInput!) { showLicence(type: $type, purpose: $purpose, by: $by) {
  typeCode typeName number identifier state validFrom validTo face { key label values } metadata { name value } } }`;
const VERIFY = `query ($type: ID!, $purpose: String!, $holderCode: String!, $given: [GivenFieldInput!]!) {
  verifyLicence(type: $type, purpose: $purpose, holderCode: $holderCode, given: $given) }`;

interface Shown {
  number: string;
  identifier: string;
  state: string;
  validTo: string;
  face: { key: string; label: string; values: string[] }[];
  metadata: { name: string; value: string }[];
}

let world: CertificatesWorld;
const number = (row: Row) => row.证件号码 ?? '';

async function store(rows: Row[], division: string): Promise<void> {
  const { certificates } = world.stack.services;
  await (certificates.orm.em.fork() as Em).transactional(async (inner) => {
    const type = await activeType(inner as Em, HEALTH);
    if (!type) throw new Error('no health certificates');
    const names = headersOf(type.definition.fields);
    const values = rows.map((row) => {
      const cells = Object.fromEntries(Object.entries(row).map(([label, cell]) => [names.get(label) ?? label, cell]));
      const read = validateRow(type.definition, cells, TODAY);
      expect(read.findings).toEqual([]);
      return read.values;
    });
    const origin = { issuerCode: division, division, source: 'test', batchId: null };
    await storeLicences(inner as Em, certificates, type, values, origin, { account: null, kind: 'collected' });
  });
}
const grant = (input: Record<string, unknown>) =>
  world.graph<{ grantShowing: { id: string } }>(
    security,
    'mutation ($commandId: ID!, $input: ShowingRightInput!) { grantShowing(commandId: $commandId, input: $input) { id fields perDay } }',
    {
      commandId: newId(),
      input: {
        type: HEALTH,
        accountId: partner.account,
        purposes: [SCENE],
        perMinute: 5_000,
        perDay: 20_000,
        ...input,
      },
    },
  );
const show = (by: Record<string, string>, more: Record<string, unknown> = {}, caller = partner) =>
  world.graph<{ showLicence: Shown | null }>(caller, SHOW, { type: HEALTH, purpose: SCENE, by, ...more });
const verify = (holderCode: string, given: Record<string, string>, type = HEALTH) =>
  world.graph<{ verifyLicence: boolean }>(partner, VERIFY, {
    type,
    purpose: SCENE,
    holderCode,
    given: Object.entries(given).map(([field, value]) => ({ field, value })),
  });
const traces = async (filter: Record<string, unknown> = {}) =>
  (
    await world.graph<{
      showingTraces: {
        nodes: { outcome: string; kind: string; accountId: string; holderMark: string | null; purpose: string }[];
      };
    }>(
      auditor,
      'query ($filter: ShowingTraceFilter) { showingTraces(filter: $filter, first: 500) { nodes { at outcome kind accountId typeName purpose holderMark rows } } }',
      { filter },
    )
  ).data.showingTraces.nodes;

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await takeLicenceTypes(world.em(), licenceTypes());
  await store(
    Array.from({ length: 30 }, (_, i) => certificate(i)),
    '630121',
  );
  await store([certificate(900)], '632221');
});
afterAll(() => world?.stop());

describe('J-53 showing to partners', () => {
  it('J-53 J-49 needs a right for the type and one of its stated scenes; what is refused is traced too', async () => {
    const of = certificate(1);
    expect((await show({ number: of.健康证编码 ?? '' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await show({ number: 'x' }, { type: 'no-such-type' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await grant({})).errors).toEqual([]);
    expect((await show({ number: of.健康证编码 ?? '' })).data.showLicence?.number).toBe(of.健康证编码);
    expect((await show({ number: of.健康证编码 ?? '' }, { purpose: '招聘' })).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    expect((await traces()).map((t) => [t.outcome, t.purpose])).toEqual([
      ['refused', '招聘'],
      ['found', SCENE],
      ['refused', SCENE],
      ['refused', SCENE],
    ]);
  });

  it('J-53 Q-57 finds by holder, document, number or identifier; face in words, metadata by its names, validity', async () => {
    const of = certificate(2);
    const byNumber = (await show({ number: of.健康证编码 ?? '' })).data.showLicence;
    expect(byNumber).toMatchObject({ typeName: '健康证', state: 'valid', validTo: of['有效期-截止'] });
    const face = new Map(byNumber?.face.map((f) => [f.label, f.values[0]]));
    expect(face.get('人员姓名')).toBe(of.人员姓名);
    expect(face.get('发证类别')).toBe(of.发证类别);
    const metadata = new Map(byNumber?.metadata.map((m) => [m.name, m.value]));
    expect(metadata.get('ZZMC')).toBe('健康证');
    expect(metadata.get('ZZHM')).toBe(of.健康证编码);
    expect(metadata.get('CZZTDM')).toBe(number(of));
    const ways: Record<string, string>[] = [
      { identifier: byNumber?.identifier ?? '' },
      { holderDocument: number(of) },
      { holderDocument: number(of), holderName: of.人员姓名 ?? '' },
    ];
    for (const by of ways) expect((await show(by)).data.showLicence).toEqual(byNumber);
    expect((await show({})).errors[0]?.extensions).toMatchObject({ field: 'by', reason: 'required' });
    expect((await show({ number: 'a', identifier: 'b' })).errors[0]?.extensions).toMatchObject({ field: 'by' });
  });

  it('J-53 shows no field that the right does not name', async () => {
    const other: Caller = { ...partner, account: 'small-system' };
    await grant({ accountId: 'small-system', fields: ['holderName', 'validTo', 'certificateCode'] });
    const shown = (await show({ number: certificate(3).健康证编码 ?? '' }, {}, other)).data.showLicence;
    expect(shown?.face.map((f) => f.key)).toEqual(['holderName', 'certificateCode', 'validTo']);
    expect(JSON.stringify(shown)).not.toContain(number(certificate(3)));
    const wrong = await grant({ accountId: 'third', fields: ['salary'] });
    expect(wrong.errors[0]?.extensions).toMatchObject({ field: 'input.fields', reason: 'unknown_code' });
  });

  it('J-53 attack 24: unknown, foreign and wrong get the same answer with the same statements, in the same time', async () => {
    const held = certificate(4);
    const cases: Record<string, Record<string, string>> = {
      unknown: { holderDocument: number(certificate(5_000)), holderName: '无此人' },
      foreign: { holderDocument: number(certificate(900)), holderName: certificate(900).人员姓名 ?? '' },
      wrong: { holderDocument: number(held), holderName: '冒名者' },
    };
    const seen = new Map<string, { body: string; statements: number }>();
    const times: Record<string, number[]> = { unknown: [], foreign: [], wrong: [] };
    for (let round = 0; round < 60; round += 1) {
      for (const [name, by] of Object.entries(cases)) {
        const since = performance.now();
        const answer = await show(by);
        times[name]?.push(performance.now() - since);
        seen.set(name, {
          body: JSON.stringify([answer.status, answer.data, answer.errors]),
          statements: answer.statements,
        });
      }
    }
    const answers = [...seen.values()];
    expect(new Set(answers.map((a) => a.body)).size).toBe(1);
    expect(answers[0]?.body).toContain('"showLicence":null');
    expect(new Set(answers.map((a) => a.statements)).size).toBe(1);
    // One that is found costs no other number either.
    expect((await show({ holderDocument: number(held) })).statements).toBe(answers[0]?.statements);
    // The medians differ by less than the middle half of one case spreads.
    const sorted = Object.values(times).map((t) => t.sort((a, b) => a - b));
    const at = (t: number[], share: number) => t[Math.floor(t.length * share)] ?? 0;
    const medians = sorted.map((t) => at(t, 0.5));
    const spread = Math.max(...sorted.map((t) => at(t, 0.9) - at(t, 0.1)));
    expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(Math.max(spread, 1));
  });

  it('attack 24: sequential numbers all answer alike', async () => {
    const bodies = new Set<string>();
    for (let i = 0; i < 50; i += 1) {
      const answer = await show({ number: `QH2025${String(i).padStart(9, '0')}` });
      bodies.add(JSON.stringify([answer.status, answer.data, answer.errors, answer.statements]));
    }
    expect(bodies.size).toBe(1);
  });
});

describe('Q-59 verification', () => {
  it('Q-59 is true when the holder has a valid licence on which every given field stands, false for all else alike', async () => {
    const of = certificate(6);
    const answers = await Promise.all([
      verify(number(of), { 健康证编码: of.健康证编码 ?? '' }),
      verify(number(of), {
        健康证编码: of.健康证编码 ?? '',
        发证类别: of.发证类别 ?? '',
        '有效期-截止': of['有效期-截止'] ?? '',
      }),
      verify(number(of), { 健康证编码: 'QH0' }),
      verify(number(of), { 健康证编码: of.健康证编码 ?? '', 人员姓名: '他人' }),
      verify(number(certificate(5_001)), { 健康证编码: of.健康证编码 ?? '' }),
      verify(number(certificate(900)), { 健康证编码: certificate(900).健康证编码 ?? '' }),
    ]);
    expect(answers.map((a) => a.data.verifyLicence)).toEqual([true, true, false, false, false, false]);
    expect(new Set(answers.map((a) => a.statements)).size).toBe(1);
    expect((await verify(number(of), {})).errors[0]?.extensions).toMatchObject({ field: 'given', reason: 'required' });
  });

  it('Q-59 is false for an expired licence', async () => {
    await store([certificate(40, { '有效期-截止': '2026-10-01' })], '630121');
    const of = certificate(40);
    expect((await verify(number(of), { 健康证编码: of.健康证编码 ?? '' })).data.verifyLicence).toBe(false);
    expect((await show({ number: of.健康证编码 ?? '' })).data.showLicence?.state).toBe('expired');
  });

  it('J-53 Q-59 works for the vaccination certificate by the same interface', async () => {
    const child = world.elder;
    const clinic: Caller = {
      role: 'vaccinator',
      account: 'nurse',
      organisation: world.organisation('630121100001'),
      divisions: ['630121'],
    };
    const issued = await world.issue(clinic, child.id);
    expect(issued.errors).toEqual([]);
    await grant({ type: 'vaccination_certificate' });
    const { number: no, identifier } = issued.data.issueCertificate;
    const shown = (await show({ number: no }, { type: 'vaccination_certificate' })).data.showLicence;
    expect(shown).toMatchObject({ number: no, identifier, state: 'valid' });
    expect(shown?.face.find((f) => f.key === 'holderName')?.values).toEqual([child.name]);
    expect(shown?.metadata).toContainEqual({ name: 'CZZT', value: child.name });
    const document = child.documentNumber ?? '';
    expect((await verify(document, { 证照编号: no }, 'vaccination_certificate')).data.verifyLicence).toBe(true);
    expect((await verify(document, { 证照编号: 'x' }, 'vaccination_certificate')).data.verifyLicence).toBe(false);
    const away: Caller = { ...partner, divisions: ['632221'] };
    expect((await show({ number: no }, { type: 'vaccination_certificate' }, away)).data.showLicence).toBeNull();
  });
});

describe('Q-59 a school', () => {
  const school: Caller = { role: 'school_checker', account: 'school-teacher', divisions: [] };
  const ask = (given: { field: string; value: string }[], holderCode = number(certificate(8))) =>
    world.graph<{ verifyLicence: boolean }>(school, VERIFY, { type: HEALTH, purpose: '入职查验', holderCode, given });

  it('Q-59 verifies by holder, type and given fields without a right of a system, also what was issued elsewhere', async () => {
    const code = { field: '健康证编码', value: certificate(8).健康证编码 ?? '' };
    expect((await ask([code])).data.verifyLicence).toBe(true);
    expect((await ask([{ ...code, value: 'QH0' }])).data.verifyLicence).toBe(false);
    expect((await ask([])).errors[0]?.extensions).toMatchObject({ field: 'given', reason: 'required' });
    expect((await ask([{ field: 'salary', value: '1' }])).errors[0]?.extensions).toMatchObject({
      field: 'given.0.field',
      reason: 'unknown_code',
    });
    const away = certificate(900);
    const elsewhere = { field: '健康证编码', value: away.健康证编码 ?? '' };
    expect((await ask([elsewhere], number(away))).data.verifyLicence).toBe(true);
    const left = await traces({ accountId: school.account });
    expect(left.map((t) => [t.kind, t.outcome, t.purpose])).toEqual([
      ['verify', 'found', '入职查验'],
      ['verify', 'none', '入职查验'],
      ['verify', 'found', '入职查验'],
    ]);
  });

  it('Q-59 asks at the pace of a person: after sixty in a minute it waits', async () => {
    const code = { field: '健康证编码', value: 'QH0' };
    expect((await ask([code])).errors).toEqual([]);
    // The minute and its calls as the sixtieth left them.
    await query(world.em(), `update showing_use set minute_calls = 60 where account_id = $1`, [school.account]);
    expect((await ask([code])).errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });
});

describe('Q-56 paged search', () => {
  const KEY =
    'query ($type: ID!, $purpose: String!) { licenceSearchKey(type: $type, purpose: $purpose) { key expiresAt } }';
  const PAGE = `query ($key: String!, $first: Int, $after: String) { searchLicences(key: $key, first: $first, after: $after) {
    nodes { number identifier state } pageInfo { hasNextPage endCursor } } }`;
  interface Found {
    searchLicences: { nodes: { number: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  }

  it('Q-56 gives a search key, then page after page, each licence in reach once', async () => {
    const key = await world.graph<{ licenceSearchKey: { key: string } }>(partner, KEY, {
      type: HEALTH,
      purpose: SCENE,
    });
    const numbers: string[] = [];
    let after: string | null = null;
    do {
      const answer: { data: Found } = await world.graph<Found>(partner, PAGE, {
        key: key.data.licenceSearchKey.key,
        first: 7,
        after,
      });
      numbers.push(...answer.data.searchLicences.nodes.map((n) => n.number));
      after = answer.data.searchLicences.pageInfo.hasNextPage ? answer.data.searchLicences.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBe(31);
    expect(numbers).not.toContain(certificate(900).健康证编码);
    const thief: Caller = { ...partner, account: 'thief' };
    const stolen = await world.graph(thief, PAGE, { key: key.data.licenceSearchKey.key });
    expect(stolen.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'key' });
  });

  it('Q-56 an administrator pages through a type in its area by catalogue code; nothing of a holder is told', async () => {
    const admin: Caller = { role: 'system_admin', account: 'administrator', divisions: ['632221'] };
    const key = await world.graph<{ licenceSearchKey: { key: string } }>(admin, KEY, {
      type: HEALTH,
      purpose: '数据核对',
    });
    const found = await world.graph<Found>(admin, PAGE, { key: key.data.licenceSearchKey.key, first: 7 });
    expect(found.data.searchLicences.nodes.map((n) => n.number)).toEqual([certificate(900).健康证编码]);
    expect(JSON.stringify(found.data)).not.toContain(number(certificate(900)));
    expect((await traces({ accountId: admin.account })).map((t) => [t.kind, t.outcome])).toEqual([
      ['search', 'found'],
      ['search', 'none'],
    ]);
    const none = await world.graph(admin, KEY, { type: 'no-such-type', purpose: '数据核对' });
    expect(none.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const shown = await world.graph(admin, SHOW, { type: HEALTH, purpose: '数据核对', by: { number: 'x' } });
    expect(shown.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('J-54 J-101 traces', () => {
  it('J-54 J-101 are searched by time, type, system and holder, counted, and exported', async () => {
    const all = await traces();
    expect((await traces({ holderDocument: number(certificate(2)) })).length).toBe(3 + 1);
    expect((await traces({ accountId: 'small-system' })).map((t) => t.accountId)).toEqual(['small-system']);
    expect((await traces({ type: '11100000000013610B001' })).every((t) => t.accountId === partner.account)).toBe(true);
    expect(await traces({ to: '2020-01-01' })).toEqual([]);
    expect(JSON.stringify(all)).not.toContain(number(certificate(2)));
    const figures = await world.graph<{
      showingFigures: {
        figures: { calls: number; found: number; typeCode: string; accountId: string }[];
        fileUrl: string;
      };
    }>(auditor, '{ showingFigures { figures { day typeCode typeName accountId calls found refused } fileUrl } }');
    const [row] = await query<{ n: number; found: number }>(
      world.em(),
      `select count(*)::int as n, count(*) filter (where outcome = 'found')::int as found from showing_trace`,
    );
    const sum = (of: 'calls' | 'found') => figures.data.showingFigures.figures.reduce((n, f) => n + f[of], 0);
    expect([sum('calls'), sum('found')]).toEqual([row?.n, row?.found]);
    const response = await world.stack.file('certificates', figures.data.showingFigures.fileUrl);
    expect(response.status).toBe(200);
    const path = scratchPath('xlsx');
    await writeFile(path, new Uint8Array(await response.arrayBuffer()));
    const sheet = [];
    for await (const batch of (await SheetReader.open(path)).batches()) sheet.push(...batch.map((r) => r.cells));
    await rm(path);
    expect(sheet[0]?.slice(0, 4)).toEqual(['时间', '调用系统', '系统账号', '证照类型']);
    expect(sheet).toHaveLength((row?.n ?? 0) + 1);
    // A system is told by the name of whose it is, beside its account; one of nobody known by the account alone.
    const [clinic] = await query<{ id: string; name: string }>(world.em(), 'select id, name from organisation limit 1');
    const known: Caller = { ...partner, account: 'known-system', organisation: clinic!.id };
    await show({ number: 'QH1' }, {}, known);
    const NAMED = `query ($filter: ShowingTraceFilter) { showingFigures(filter: $filter) { figures { accountId organisation { id } } fileUrl } }`;
    const own = await world.graph<{
      showingFigures: { figures: { organisation: { id: string } | null }[]; fileUrl: string };
    }>(auditor, NAMED, { filter: { accountId: known.account } });
    expect(own.data.showingFigures.figures).toEqual([{ accountId: known.account, organisation: { id: clinic!.id } }]);
    const again = await world.stack.file('certificates', own.data.showingFigures.fileUrl);
    await writeFile(path, new Uint8Array(await again.arrayBuffer()));
    const named = [];
    for await (const batch of (await SheetReader.open(path)).batches()) named.push(...batch.map((r) => r.cells));
    await rm(path);
    expect(named.slice(1).map((cells) => cells.slice(1, 3))).toEqual([[clinic!.name, known.account]]);
    expect(sheet.slice(1).every((cells) => cells[1] === cells[2])).toBe(true);
  });

  it('J-101 disease control finds the uses of one holder of its area, by a mark alone, each look audited', async () => {
    const cdc = (division: string): Caller => ({ role: 'cdc', account: 'cdc-reader', divisions: [division] });
    const look = (division: string, filter: Record<string, unknown>) =>
      world.graph<{ showingTraces: { nodes: { holderMark: string | null; outcome: string }[] } }>(
        cdc(division),
        'query ($filter: ShowingTraceFilter) { showingTraces(filter: $filter) { nodes { holderMark outcome } } }',
        { filter },
      );
    const of = certificate(2);
    const holderDocument = number(of);
    expect((await look('630121', {})).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'filter.holderDocument',
      reason: 'required',
    });
    const found = (await look('630121', { holderDocument })).data.showingTraces.nodes;
    expect(found.map((t) => t.outcome)).toEqual(['found', 'found', 'found', 'found']);
    expect(new Set(found.map((t) => t.holderMark)).size).toBe(1);
    expect(JSON.stringify(found)).not.toContain(holderDocument);
    expect((await look('632221', { holderDocument })).data.showingTraces.nodes).toEqual([]);
    const [line] = await query<{ subject: string }>(
      world.em(),
      `select subject from audit_line where operation = 'Query.showingTraces' and account_id = 'cdc-reader' and detail ->> 'rows' = '4'`,
    );
    expect(line?.subject).toBe(found[0]?.holderMark);
    const figures = await world.graph<{ showingFigures: { figures: { calls: number }[] } }>(
      cdc('632221'),
      'query ($filter: ShowingTraceFilter) { showingFigures(filter: $filter) { figures { calls } } }',
      { filter: { holderDocument } },
    );
    expect(figures.data.showingFigures.figures).toEqual([]);
  });

  it('J-54 tells each use once as credential.used, and nothing of calls that showed nothing', async () => {
    const { certificates } = world.stack.services;
    const teller = tellUses(certificates);
    while ((await teller.tell()) > 0);
    await teller.stop();
    const [told] = await query<{ events: number; found: number }>(
      world.em(),
      `select (select count(distinct payload ->> 'useId')::int from outbox where type = 'credential.used' and payload ->> 'system' is not null) as events,
         (select count(*)::int from showing_trace where outcome = 'found') as found`,
    );
    expect(told?.events).toBe(told?.found);
    const [event] = await query<{ payload: Record<string, unknown> }>(
      world.em(),
      `select payload from outbox where type = 'credential.used' and payload ->> 'licenceType' = 'health_certificate' limit 1`,
    );
    expect(event?.payload).toMatchObject({ use: expect.stringMatching(/shown|verified/), system: expect.any(String) });
  });
});

describe('J-49 over-use', () => {
  it('J-49 is refused over the minute, blocked over the day, and goes on when an administrator lifts it', async () => {
    const busy: Caller = { ...partner, account: 'busy' };
    const by = { number: certificate(7).健康证编码 ?? '' };
    await grant({ accountId: 'busy', perMinute: 3, perDay: 5 });
    const outcomes: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      const answer = await show(by, {}, busy);
      const [error] = answer.errors;
      const { blocked } = (error?.extensions ?? {}) as { blocked?: boolean };
      outcomes.push(error ? `${error.extensions.code}${blocked ? ' blocked' : ''}` : 'shown');
    }
    // Should the minute turn in between, more than three are shown; the day holds all the same.
    expect(outcomes.slice(0, 3)).toEqual(['shown', 'shown', 'shown']);
    expect(outcomes.slice(5)).toEqual(['RATE_LIMITED blocked', 'RATE_LIMITED blocked']);
    const blocks = await world.graph<{ showingBlocks: { nodes: { id: string; accountId: string; calls: number }[] } }>(
      security,
      '{ showingBlocks { nodes { id accountId calls typeName } } }',
    );
    expect(blocks.data.showingBlocks.nodes).toMatchObject([{ accountId: 'busy', calls: 6 }]);
    const lifted = await world.graph(
      security,
      'mutation ($commandId: ID!, $id: ID!) { liftShowingBlock(commandId: $commandId, id: $id, reason: "系统对接测试") { liftedAt } }',
      { commandId: newId(), id: blocks.data.showingBlocks.nodes[0]?.id },
    );
    expect(lifted.errors).toEqual([]);
    await query(world.em(), `update showing_use set minute_calls = 0 where account_id = 'busy'`);
    expect((await show(by, {}, busy)).data.showLicence?.number).toBe(by.number);
    const kinds = (await traces({ accountId: 'busy' })).map((t) => t.outcome);
    expect(kinds.filter((k) => k === 'blocked')).toHaveLength(2);
  });
});
