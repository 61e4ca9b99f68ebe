import { newId, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  givenHere,
  inspector,
  LOT,
  monthsAgo,
  nurse,
  parent,
  partner,
  productOf,
  provincialCdc,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { mergeExposure } from '../aefi-signal/signal.repository.ts';

const HEPATITIS_B = '0201';
const OTHER_LOT = 'L202699';
let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPATITIS_B]);
  await query(world.em(), 'insert into lot (product_id, number, expires_on) values ($1, $2, $3)', [
    productOf(HEPATITIS_B),
    OTHER_LOT,
    '2028-01-31',
  ]);
});
afterAll(() => world?.stop());

async function run<T>(caller: Caller, document: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await world.graph<Record<string, T>>(caller, document, variables);
  return { one: Object.values(data ?? {})[0] as T, fault: errors[0]?.extensions };
}

/** A child with a dose of a lot, given today. */
async function child(lotNumber = LOT): Promise<{ personId: string; doseId: string }> {
  const { personId } = world.announce({ birthDate: monthsAgo(2) });
  await world.hear();
  const { data, errors } = await recordIn(world, givenHere(personId, HEPATITIS_B, { lotNumber }));
  expect(errors).toEqual([]);
  return { personId, doseId: data.recordDose.dose.id };
}
async function reported(lotNumber = LOT): Promise<{ id: string; version: number; personId: string; doseId: string }> {
  const of = await child(lotNumber);
  const onsetAt = new Date(world.stack.services.vaccines.clock.now().getTime() - 1_000);
  const content = { suspects: [of.doseId], onsetAt, symptoms: ['urticaria'] };
  const { one, fault } = await run<{ id: string; version: number }>(
    nurse,
    'mutation ($c: ID!, $i: ReportAdverseEventInput!) { reportAdverseEvent(commandId: $c, input: $i) { id version } }',
    {
      c: newId(),
      i: { id: newId(), personId: of.personId, content },
    },
  );
  expect(fault).toBeUndefined();
  return { ...one, ...of };
}
async function advance(caller: Caller, id: string, action: string, more: object = {}) {
  const { one } = await run<{ version: number }>(caller, 'query ($id: ID!) { adverseEvent(id: $id) { version } }', {
    id,
  });
  return run<{ state: string }>(
    caller,
    'mutation ($c: ID!, $i: AdvanceAdverseEventInput!) { advanceAdverseEvent(commandId: $c, input: $i) { state } }',
    { c: newId(), i: { id, expectedVersion: one.version, action, ...more } },
  );
}
const seat = async (id: string) => {
  await run(
    inspector,
    'mutation ($c: ID!, $id: ID!) { askExpertSeat(commandId: $c, id: $id, reason: "专家") { id } }',
    { c: newId(), id },
  );
  await run(
    cdc,
    'mutation ($c: ID!, $id: ID!) { decideExpertSeat(commandId: $c, id: $id, accountId: "inspector", accept: true) { id } }',
    { c: newId(), id },
  );
};

describe('Q-37 the papers of a case', () => {
  const announce = (caller: Caller, id: string, kind: string, fileName = 'record.pdf') =>
    run<{ fileId: string; uploadUrl: string }>(
      caller,
      `mutation ($c: ID!, $id: ID!, $k: AdverseEventFileKind!, $n: String!) {
         announceAdverseEventFile(commandId: $c, id: $id, kind: $k, fileName: $n, size: 4) { fileId uploadUrl } }`,
      { c: newId(), id, k: kind, n: fileName },
    );
  const open = (caller: Caller, fileId: string) =>
    run<string>(caller, 'query ($f: ID!) { adverseEventFileUrl(fileId: $f) }', { f: fileId });
  const papers = async (caller: Caller, id: string) =>
    (
      await run<{ files: { id: string; kind: string; mayOpen: boolean }[] }>(
        caller,
        'query ($id: ID!) { adverseEvent(id: $id) { files { id kind name mayOpen } } }',
        { id },
      )
    ).one.files;

  it('the case file of a hospital is called up by the experts of the case alone, and each call is an audit line', async () => {
    const of = await reported();
    expect((await announce(nurse, of.id, 'attachment', 'x.exe')).fault).toMatchObject({ reason: 'file_type' });
    expect((await announce(partner, of.id, 'medical_record')).fault).toMatchObject({ code: 'NOT_FOUND' });
    const { one } = await announce(nurse, of.id, 'medical_record');
    // What was announced and never sent is no paper.
    expect(await papers(cdc, of.id)).toEqual([]);
    expect((await open(cdc, one.fileId)).fault).toMatchObject({ code: 'NOT_FOUND' });
    const sent = await world.stack.file('vaccines', one.uploadUrl, Buffer.from('%PDF'));
    expect(sent.status).toBe(204);
    const other = (await announce(nurse, of.id, 'attachment', '照片.png')).one;
    await world.stack.file('vaccines', other.uploadUrl, Buffer.from('png!'));

    expect((await papers(cdc, of.id)).map((f) => [f.kind, f.mayOpen])).toEqual([
      ['medical_record', false],
      ['attachment', true],
    ]);
    for (const caller of [cdc, nurse, inspector])
      expect((await open(caller, one.fileId)).fault).toMatchObject({ code: 'FORBIDDEN' });
    await seat(of.id);
    const url = (await open(inspector, one.fileId)).one;
    const paper = await world.stack.file('vaccines', url);
    expect([paper.status, await paper.text()]).toEqual([200, '%PDF']);
    expect(paper.headers.get('content-disposition')).toContain('attachment');
    expect((await open(nurse, other.fileId)).fault).toBeUndefined();
    const lines = await query<{ account_id: string; detail: { opened: boolean } }>(
      world.em(),
      `select account_id, detail from audit_line where operation = 'Query.adverseEventFileUrl' and detail->>'file' = $1 order by seq`,
      [one.fileId],
    );
    expect(lines.map((l) => [l.account_id, l.detail.opened])).toEqual([
      ['cdc', false],
      ['nurse', false],
      ['inspector', false],
      ['inspector', true],
    ]);
  });
});

describe('Q-37 the signal list', () => {
  interface Signals {
    lots: { lotNumber: string; doses: number; reports: number; expected: number; chance: number; isSignal: boolean }[];
    setting: { minimumReports: number; probability: number };
    maySet: boolean;
  }
  const signals = async (caller = cdc, division = '6301', from = TODAY, to = TODAY) =>
    run<Signals>(
      caller,
      `query ($d: ID!, $f: Date!, $t: Date!) { lotSignals(division: $d, from: $f, to: $t) {
         lots { lotNumber doses reports expected chance isSignal product { id } } setting { minimumReports probability } maySet } }`,
      { d: division, f: from, t: to },
    );
  const doses = async (lotNumber: string) =>
    (
      await query<{ doses: number }>(
        world.em(),
        `select coalesce(sum(doses), 0)::int as doses from (select * from lot_exposure union all select * from lot_exposure_delta) e
         where lot_number = $1`,
        [lotNumber],
      )
    )[0]!.doses;
  const standing = async (lotNumber: string) =>
    (
      await query<{ n: number }>(
        world.em(),
        `select count(*)::int as n from dose where lot_number = $1 and state = 'given'`,
        [lotNumber],
      )
    )[0]!.n;

  it('keeps the doses of each lot whatever is done to them: given, voided, moved to another birth date and township', async () => {
    const of = await child();
    expect(await doses(LOT)).toBe(await standing(LOT));
    await mergeExposure(world.em());
    expect(await doses(LOT)).toBe(await standing(LOT));
    const file = world.announce({
      personId: of.personId,
      birthDate: '2025-12-30',
      previousBirthDate: monthsAgo(2),
      divisionCode: '630203001',
      version: 2,
    });
    await world.hear();
    expect(await doses(LOT)).toBe(await standing(LOT));
    const [there] = await query<{ doses: number }>(
      world.em(),
      `select sum(doses)::int as doses from lot_exposure_delta where county = '630203'`,
    );
    expect(there?.doses).toBe(1);
    world.announce({
      ...file,
      divisionCode: '630121001',
      birthDate: monthsAgo(2),
      previousBirthDate: '2025-12-30',
      version: 3,
    });
    await world.hear();
    const before = await doses(LOT);
    const { fault } = await run(
      nurse,
      'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: "录入错误") { id } }',
      { c: newId(), id: of.doseId },
    );
    expect(fault).toBeUndefined();
    expect(await doses(LOT)).toBe(before - 1);
    expect(await doses(LOT)).toBe(await standing(LOT));
    // What adds up to nothing leaves no row behind in the sum.
    await mergeExposure(world.em());
    expect(await query(world.em(), 'select 1 from lot_exposure_delta')).toEqual([]);
    expect(await doses(LOT)).toBe(await standing(LOT));
  });

  it('names the lot with more reports than its product lets expect, by area and month, and can be set by the province', async () => {
    await query(
      world.em(),
      `insert into lot_exposure_delta values ($1, $2, '630121', date_trunc('month', $3::date), 5000)`,
      [productOf(HEPATITIS_B), LOT, TODAY],
    );
    for (let i = 0; i < 3; i += 1) await reported(OTHER_LOT);
    const { one } = await signals();
    const [first, ...others] = one.lots;
    expect(first).toMatchObject({ lotNumber: OTHER_LOT, doses: 3, reports: 3, isSignal: true });
    expect(first!.chance).toBeLessThan(0.001);
    expect(others.find((l) => l.lotNumber === LOT)?.isSignal).toBe(false);
    expect(one.maySet).toBe(false);
    expect((await signals(cdc, '6301', '2020-01-01', '2020-02-01')).one.lots).toEqual([]);
    expect((await signals(cdc, '6302')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await signals(cdc, '630121001')).fault).toMatchObject({ field: 'division', reason: 'out_of_range' });
    const set = (caller: Caller, minimumReports: number, probability = 0.01) =>
      run(
        caller,
        'mutation ($c: ID!, $m: Int!, $p: Float!) { setSignalSetting(commandId: $c, minimumReports: $m, probability: $p) { probability } }',
        { c: newId(), m: minimumReports, p: probability },
      );
    expect((await set(cdc, 4)).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await set(provincialCdc, 1)).fault).toMatchObject({ field: 'minimumReports', reason: 'out_of_range' });
    expect((await set(provincialCdc, 4, 0.9)).fault).toMatchObject({ field: 'probability' });
    expect((await set(provincialCdc, 4)).fault).toBeUndefined();
    const after = (await signals(provincialCdc, '63')).one;
    expect(after.setting).toEqual({ minimumReports: 4, probability: 0.01 });
    expect(after.maySet).toBe(true);
    expect(after.lots.some((l) => l.isSignal)).toBe(false);
  });
});

describe('J-22 compensation', () => {
  interface Claim {
    id: string;
    state: string;
    version: number;
    actions: string[];
    amountYuan: number | null;
    decision: string | null;
  }
  const CLAIM = 'id state version actions amountYuan decision';
  const apply = (caller: Caller, caseId: string, statement = '孩子住院治疗') =>
    run<Claim>(
      caller,
      `mutation ($c: ID!, $i: ApplyForCompensationInput!) { applyForCompensation(commandId: $c, input: $i) { ${CLAIM} } }`,
      { c: newId(), i: { claimId: newId(), caseId, statement } },
    );
  const act = (caller: Caller, of: Claim, action: string, more: object = {}) =>
    run<Claim>(
      caller,
      `mutation ($c: ID!, $i: AdvanceCompensationInput!) { advanceCompensation(commandId: $c, input: $i) { ${CLAIM} } }`,
      { c: newId(), i: { claimId: of.id, expectedVersion: of.version, action, ...more } },
    );
  const seen = async (id: string) =>
    (
      await run<{ mayClaim: boolean; compensation: Claim | null }>(
        parent,
        `query ($id: ID!) { adverseEvent(id: $id) { mayClaim compensation { ${CLAIM} } } }`,
        { id },
      )
    ).one;

  /** A case of the parent's child with a conclusion. */
  async function concluded(cause: string): Promise<string> {
    const of = await reported();
    world.bind(parent.account!, of.personId);
    await world.hear();
    await advance(cdc, of.id, 'review');
    await advance(cdc, of.id, 'investigate');
    await advance(cdc, of.id, 'record_findings', { reason: '调查结束' });
    await seat(of.id);
    expect((await advance(inspector, of.id, 'classify', { cause, reason: '专家组意见' })).fault).toBeUndefined();
    return of.id;
  }

  it('is applied for by the family once there is a conclusion, and decided by the province, which tells the family', async () => {
    const early = await reported();
    world.bind(parent.account!, early.personId);
    await world.hear();
    expect((await apply(parent, early.id)).fault).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const id = await concluded('abnormal_reaction');
    expect(await seen(id)).toEqual({ mayClaim: true, compensation: null });
    expect((await apply(parent, id, ' ')).fault).toMatchObject({ field: 'input.statement', reason: 'required' });
    const { one } = await apply(parent, id);
    expect(one).toMatchObject({ state: 'applied', actions: ['withdraw'] });
    expect((await apply(parent, id)).fault).toMatchObject({ reason: 'duplicate' });
    expect((await seen(id)).mayClaim).toBe(false);
    expect((await act(cdc, one, 'accept')).fault).toMatchObject({ code: 'FORBIDDEN' });
    const accepted = (await act(provincialCdc, one, 'accept')).one;
    expect((await act(provincialCdc, accepted, 'approve', { reason: '符合规定' })).fault).toMatchObject({
      field: 'input.amountYuan',
    });
    const done = (await act(provincialCdc, accepted, 'approve', { reason: '符合规定', amountYuan: 20_000 })).one;
    expect(done).toMatchObject({ state: 'approved', amountYuan: 20_000, decision: '符合规定', actions: [] });
    expect((await act(parent, done, 'withdraw')).fault).toMatchObject({ reason: 'wrong_state' });
    const told = ((await world.events('notice.requested')) as NoticeRequested[]).filter(
      (n) => n.kind === 'compensation_changed',
    );
    expect(told.map((n) => n.accountId)).toEqual(['parent', 'parent']);
    const { one: page } = await run<{ nodes: { caseId: string; state: string }[] }>(
      cdc,
      '{ compensationClaims(states: [approved]) { nodes { caseId state } } }',
    );
    expect(page.nodes).toEqual([{ caseId: id, state: 'approved' }]);
  });

  it('is not granted for what only coincided; refused or taken back it may be applied for again', async () => {
    const id = await concluded('coincidental');
    const first = (await apply(parent, id)).one;
    expect((await act(parent, first, 'withdraw')).one.state).toBe('withdrawn');
    const second = (await apply(parent, id)).one;
    const accepted = (await act(provincialCdc, second, 'accept')).one;
    expect((await act(provincialCdc, accepted, 'approve', { reason: '同意', amountYuan: 1 })).fault).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
    expect((await act(provincialCdc, accepted, 'refuse')).fault).toMatchObject({ field: 'input.reason' });
    expect((await act(provincialCdc, accepted, 'refuse', { reason: '属于偶合症' })).one.state).toBe('refused');
    expect((await seen(id)).mayClaim).toBe(true);
  });
});
