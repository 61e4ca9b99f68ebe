import { type Em, newId, openNotice, query } from '@miaoben/kernel';
import type { DivisionsChanged, NoticeRequested } from '@miaoben/schema';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  CLINIC,
  cdc,
  givenHere,
  inspector,
  LOT,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  partner,
  provincialCdc,
  recordIn,
  sheetRows,
  startWorld,
  type World,
} from '../../test-kit.ts';
import { aefiDivisions } from './aefi.divisions.ts';
import { remindBatch } from './aefi.reminders.ts';

const HEPATITIS_B = '0201';
let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPATITIS_B]);
});
afterAll(() => world?.stop());

const CASE = `id number state source severity outcome version cause causeReason actions isOverdue
  symptoms { code isWithinWindow } unit { id } suspects { rank vaccine { code } lotNumber }
  deadlines { kind dueAt metAt isLate } followUps { outcome note } sameLot { id }
  experts { account { id } state isSelf }
  steps { number action from to reason changes { field before } by { id } }`;
interface Case {
  id: string;
  number: string | null;
  state: string;
  source: string;
  severity: string;
  outcome: string;
  version: number;
  cause: string | null;
  causeReason: string | null;
  actions: string[];
  isOverdue: boolean;
  symptoms: { code: string; isWithinWindow: boolean }[];
  unit: { id: string };
  suspects: { rank: number; lotNumber: string }[];
  deadlines: { kind: string; dueAt: string; metAt: string | null; isLate: boolean }[];
  followUps: { outcome: string; note: string }[];
  sameLot: { id: string }[];
  steps: { action: string; reason: string | null; changes: { field: string; before: string | null }[] }[];
}
/** What families and partners may read of it. */
const PLAIN = 'id number state source severity version actions unit { id }';
const fieldsFor = (caller: Caller) => (caller.role === 'guardian' || caller.role === 'partner' ? PLAIN : CASE);
const clock = () => world.stack.services.vaccines.clock;
const hoursAgo = (hours: number) => new Date(clock().now().getTime() - hours * 3_600_000).toISOString();

async function run(caller: Caller, name: string, type: string, i: Record<string, unknown>, c = newId()) {
  const { data, errors, statements } = await world.graph<Record<string, Case>>(
    caller,
    `mutation ($c: ID!, $i: ${type}!) { ${name}(commandId: $c, input: $i) { ${fieldsFor(caller)} } }`,
    { c, i },
  );
  return { one: data?.[name] as Case, fault: errors[0]?.extensions, statements };
}
const report = (caller: Caller, i: Record<string, unknown>, c?: string) =>
  run(caller, 'reportAdverseEvent', 'ReportAdverseEventInput', i, c);
const advance = (caller: Caller, of: Pick<Case, 'id' | 'version'>, action: string, more: object = {}) =>
  run(caller, 'advanceAdverseEvent', 'AdvanceAdverseEventInput', {
    id: of.id,
    expectedVersion: of.version,
    action,
    ...more,
  });
const read = async (caller: Caller, id: string) => {
  const { data, errors } = await world.graph<{ adverseEvent: Case }>(
    caller,
    `query ($id: ID!) { adverseEvent(id: $id) { ${fieldsFor(caller)} } }`,
    { id },
  );
  return { one: data?.adverseEvent, fault: errors[0]?.extensions };
};

/** A child of the clinic with a dose given just now. */
async function child(): Promise<{ personId: string; doseId: string }> {
  const { personId } = world.announce({ birthDate: monthsAgo(2) });
  await world.hear();
  const { data, errors } = await recordIn(world, givenHere(personId, HEPATITIS_B));
  expect(errors).toEqual([]);
  return { personId, doseId: data.recordDose.dose.id };
}
const card = (doseId: string, changes: Record<string, unknown> = {}) => ({
  suspects: [doseId],
  onsetAt: hoursAgo(0.01),
  symptoms: ['urticaria'],
  ...changes,
});
const reported = async (changes: Record<string, unknown> = {}) => {
  const { personId, doseId } = await child();
  const { one, fault } = await report(nurse, { id: newId(), personId, content: card(doseId, changes) });
  expect(fault).toBeUndefined();
  return { ...one, personId, doseId };
};
const noticesOf = async (kind: string) =>
  ((await world.events('notice.requested')) as NoticeRequested[]).filter((n) => n.kind === kind);

describe('a report', () => {
  it('S-26 of disease control is a case of the clinic that gave the dose, within its area only; supervision enters none', async () => {
    const { personId, doseId } = await child();
    const input = { id: newId(), personId, content: card(doseId) };
    const stranger: Caller = { ...cdc, divisions: ['6302'] };
    expect((await report(stranger, input)).fault).toEqual({ code: 'FORBIDDEN' });
    expect((await report({ ...cdc, role: 'inspector' }, input)).fault).toEqual({ code: 'FORBIDDEN' });
    const { one, fault } = await report(cdc, input);
    expect(fault).toBeUndefined();
    expect(one).toMatchObject({ state: 'reported', source: 'cdc', unit: { id: CLINIC } });
    expect((await read(nurse, input.id)).one).toMatchObject({ id: input.id, number: one.number });
    const [line] = await query<{ subject: string }>(
      world.em(),
      `select subject from audit_line where operation = 'Mutation.reportAdverseEvent' and account_id = $1`,
      [cdc.account],
    );
    expect(line?.subject).toBe(input.id);
  });

  it('Q-37 S-26 of a clinic is a case with a number, its doses and lots, its limits, and stands in the record', async () => {
    const { personId, doseId } = await child();
    const id = newId();
    const command = newId();
    const input = { id, personId, content: card(doseId, { symptoms: ['urticaria', 'fever'], fever: 'high' }) };
    const { one, fault } = await report(nurse, input, command);
    expect(fault).toBeUndefined();
    const desk = (await noticesOf('aefi_reported')).find((n) => n.subjectId === id);
    expect(desk?.accountId).toBeNull();
    expect(openNotice(world.stack.services.vaccines.keyring, desk?.sealed ?? '')).toMatchObject({
      desk: expect.stringMatching(/^\d{9}$/),
      params: { number: one?.number },
    });
    expect(one).toMatchObject({
      id,
      state: 'reported',
      source: 'clinic',
      unit: { id: CLINIC },
      suspects: [{ rank: 1, lotNumber: LOT }],
      symptoms: [
        { code: 'urticaria', isWithinWindow: true },
        { code: 'fever', isWithinWindow: true },
      ],
      actions: ['correct', 'follow_up'],
      isOverdue: false,
    });
    expect(one.number).toMatch(/^6301212026\d{4}$/);
    expect(one.deadlines.map((d) => [d.kind, d.isLate])).toEqual([
      ['report', false],
      ['investigation', false],
    ]);
    // Sent again it is the same one; under another command the id is taken.
    expect((await report(nurse, input, command)).one.number).toBe(one.number);
    expect((await report(nurse, input)).fault).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    const { data } = await world.graph<{ _entities: { adverseEvents: { id: string }[] }[] }>(
      cdc,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { adverseEvents { id number } } } }',
      { r: [{ __typename: 'Person', id: personId }] },
    );
    expect(data._entities[0]?.adverseEvents.map((e) => e.id)).toEqual([id]);
  });

  it('says which value is wrong and writes nothing', async () => {
    const { personId, doseId } = await child();
    const before = (await query(world.em(), 'select 1 from aefi_case')).length;
    const wrong = async (changes: Record<string, unknown>) =>
      (await report(nurse, { id: newId(), personId, content: card(doseId, changes) })).fault;
    expect(await wrong({ suspects: [] })).toMatchObject({ field: 'input.content.suspects', reason: 'required' });
    expect(await wrong({ suspects: [newId()] })).toMatchObject({ reason: 'unknown_code' });
    expect(await wrong({ suspects: [doseId, doseId] })).toMatchObject({ reason: 'duplicate' });
    expect(await wrong({ symptoms: [] })).toMatchObject({ field: 'input.content.symptoms', reason: 'required' });
    expect(await wrong({ symptoms: ['fever'] })).toMatchObject({ field: 'input.content.fever', reason: 'required' });
    expect(await wrong({ symptoms: ['other'] })).toMatchObject({ field: 'input.content.description' });
    expect(await wrong({ onsetAt: hoursAgo(-2) })).toMatchObject({ reason: 'date_in_future' });
    expect(await wrong({ onsetAt: hoursAgo(60) })).toMatchObject({
      field: 'input.content.onsetAt',
      reason: 'out_of_range',
    });
    expect(await wrong({ outcome: 'died' })).toMatchObject({ field: 'input.content.severity', reason: 'no_match' });
    expect(await wrong({ diagnosis: 'x'.repeat(201) })).toMatchObject({ reason: 'too_long' });
    expect((await query(world.em(), 'select 1 from aefi_case')).length).toBe(before);
  });

  it('Q-37 from a tablet whose clock runs ahead lands by the server’s clock, marked until somebody corrects it', async () => {
    const { personId, doseId } = await child();
    // Both of one moment: the half hour between them is exact.
    const tablet = clock().now().getTime() + 30 * 3_600_000;
    const ahead = {
      onsetAt: new Date(tablet - 1_800_000).toISOString(),
      foundAt: new Date(tablet).toISOString(),
    };
    const id = newId();
    const { fault } = await report(nurse, { id, personId, content: card(doseId, ahead) });
    expect(fault).toBeUndefined();
    const times = async () =>
      (
        await world.graph<{
          adverseEvent: { foundAt: string; onsetAt: string; clockAheadMinutes: number; version: number };
        }>(nurse, `{ adverseEvent(id: "${id}") { foundAt onsetAt clockAheadMinutes version } }`)
      ).data.adverseEvent;
    const landed = await times();
    expect(Math.abs(landed.clockAheadMinutes - 1_800)).toBeLessThanOrEqual(1);
    const found = Date.parse(landed.foundAt);
    expect(Math.abs(found - clock().now().getTime())).toBeLessThan(30_000);
    // The half hour between them stays, but for the beginning of the day of the dose.
    const startOfDay = Date.parse(`${clock().today()}T00:00:00+08:00`);
    expect(Date.parse(landed.onsetAt)).toBe(Math.max(startOfDay, found - 1_800_000));
    const { fault: none } = await run(nurse, 'correctAdverseEvent', 'CorrectAdverseEventInput', {
      id,
      expectedVersion: landed.version,
      reason: '按实际时间更正',
      content: card(doseId, { foundAt: hoursAgo(0.001) }),
    });
    expect(none).toBeUndefined();
    expect((await times()).clockAheadMinutes).toBe(0);
    // Two days and more is no clock that runs ahead, and nobody wrote it down without a network.
    const far = { onsetAt: hoursAgo(0.01), foundAt: hoursAgo(-49) };
    expect((await report(nurse, { id: newId(), personId, content: card(doseId, far) })).fault).toMatchObject({
      field: 'input.content.foundAt',
      reason: 'date_in_future',
    });
  });

  it('of a family waits for the clinic, which confirms or dismisses it; the family is told', async () => {
    const { personId, doseId } = await child();
    world.bind(parent.account!, personId);
    await world.hear();
    const tell = async () =>
      (await report(parent, { id: newId(), personId, content: card(doseId, { severity: 'death' }) })).one;
    const first = await tell();
    // How severe it was is not for the family to say.
    expect(first).toMatchObject({
      state: 'suspected',
      source: 'guardian',
      number: null,
      severity: 'non_severe',
      unit: { id: CLINIC },
      actions: ['withdraw'],
    });
    expect((await read(nurse, first.id)).one?.actions).toEqual(['confirm', 'dismiss', 'correct']);
    const confirmed = await advance(nurse, first, 'confirm');
    expect(confirmed.one).toMatchObject({ state: 'reported', number: expect.any(String) });
    const second = await tell();
    expect((await advance(nurse, second, 'dismiss')).fault).toMatchObject({
      field: 'input.reason',
      reason: 'required',
    });
    expect((await advance(nurse, second, 'dismiss', { reason: '感冒 与接种无关' })).one.state).toBe('dismissed');
    const third = await tell();
    expect((await advance(parent, third, 'withdraw')).one.state).toBe('dismissed');
    const [confirm] = await noticesOf('aefi_confirmed');
    expect(confirm).toMatchObject({ accountId: 'parent', subjectId: personId });
    const [dismissed, more] = await noticesOf('aefi_dismissed');
    const { params } = openNotice(world.stack.services.vaccines.keyring, dismissed?.sealed ?? '');
    expect(params).toMatchObject({ reason: '感冒 与接种无关', name: expect.stringContaining('*') });
    expect(more).toBeUndefined();
    // Offices write to each other where the family does not read.
    const { errors } = await world.graph(parent, 'query ($id: ID!) { adverseEvent(id: $id) { steps { number } } }', {
      id: first.id,
    });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('of a hospital through the interface is a report at the clinic that gave the dose', async () => {
    const { personId, doseId } = await child();
    const { one } = await report(partner, {
      id: newId(),
      personId,
      content: card(doseId, { hospitalised: true, hospital: '县人民医院', severity: 'severe' }),
    });
    expect(one).toMatchObject({ state: 'reported', source: 'partner', unit: { id: CLINIC } });
    expect((await read(partner, one.id)).one?.number).toBe(one.number);
    expect((await read({ ...partner, account: 'another' }, one.id)).fault).toMatchObject({ code: 'NOT_FOUND' });
    expect((await read(nurse, one.id)).one?.id).toBe(one.id);
  });

  it('is out of reach for others: not there and not allowed are one answer', async () => {
    const one = await reported();
    for (const caller of [nurseElsewhere, { ...cdc, divisions: ['6302'] }, parent]) {
      expect((await read(caller, one.id)).fault).toEqual((await read(caller, newId())).fault);
      expect((await read(caller, one.id)).fault).toMatchObject({ code: 'NOT_FOUND' });
    }
    const there = await report(nurseElsewhere, { id: newId(), personId: one.personId, content: card(one.doseId) });
    expect(there.fault).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a case at disease control', () => {
  it('Q-37 goes from the report to the conclusion: experts diagnose on findings, and nobody seats himself', async () => {
    const one = await reported({ severity: 'severe' });
    expect((await advance(nurse, one, 'review')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await advance(cdc, { ...one, version: 7 }, 'review')).fault).toMatchObject({ reason: 'version' });
    let now = (await advance(cdc, one, 'review')).one;
    now = (await advance(cdc, now, 'investigate')).one;
    expect(now.deadlines.map((d) => d.kind)).toEqual(['report', 'investigation', 'findings']);
    const cause = { cause: 'abnormal_reaction', reason: '过敏性荨麻疹 与接种有关' };
    expect((await advance(cdc, now, 'classify', cause)).fault).toMatchObject({ code: 'FORBIDDEN' });

    const seat = (caller: Caller, accountId: string) =>
      world.graph(
        caller,
        'mutation ($c: ID!, $id: ID!, $a: ID!) { decideExpertSeat(commandId: $c, id: $id, accountId: $a, accept: true) { id } }',
        { c: newId(), id: one.id, a: accountId },
      );
    const ask = () =>
      world.graph(
        inspector,
        'mutation ($c: ID!, $id: ID!) { askExpertSeat(commandId: $c, id: $id, reason: "专家组成员") { id } }',
        { c: newId(), id: one.id },
      );
    expect((await ask()).errors).toEqual([]);
    expect((await ask()).errors[0]?.extensions).toMatchObject({ reason: 'already_decided' });
    expect((await advance(inspector, now, 'classify', cause)).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await seat({ ...cdc, account: 'inspector' }, 'inspector')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await seat(cdc, 'inspector')).errors).toEqual([]);

    expect((await advance(inspector, now, 'classify', cause)).fault).toMatchObject({ field: 'input.cause' });
    now = (await advance(cdc, now, 'record_findings', { reason: '接种后 10 分钟全身荨麻疹，无其他诱因' })).one;
    world.bind(parent.account!, one.personId);
    await world.hear();
    now = (await advance(inspector, now, 'classify', cause)).one;
    expect(now).toMatchObject({ state: 'classified', cause: 'abnormal_reaction', causeReason: cause.reason });
    expect((await noticesOf('aefi_classified')).map((n) => n.subjectId)).toEqual([one.personId]);
    now = (await advance(cdc, now, 'close')).one;
    expect((await advance(cdc, now, 'review')).fault).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    now = (await advance(cdc, now, 'reopen', { reason: '家长提供新病历' })).one;
    expect(now.state).toBe('reviewed');
    expect(now.steps.map((s) => s.action)).toEqual([
      'report',
      'review',
      'investigate',
      'record_findings',
      'classify',
      'close',
      'reopen',
    ]);
  });

  it('a common reaction is named at once, without an investigation', async () => {
    const one = await reported({ symptoms: ['redness'], redness: 'small' });
    const reviewed = (await advance(cdc, one, 'review')).one;
    const { one: done } = await advance(cdc, reviewed, 'classify', { cause: 'common_reaction', reason: '局部红肿' });
    expect(done.deadlines.map((d) => d.kind)).toEqual(['report']);
  });

  it('a correction keeps what was said before, and a death is a matter of 2 hours from then', async () => {
    const one = await reported();
    const correct = (changes: Record<string, unknown>, reason = '复核更正') =>
      run(nurse, 'correctAdverseEvent', 'CorrectAdverseEventInput', {
        id: one.id,
        expectedVersion: one.version,
        reason,
        content: card(one.doseId, { onsetAt: ONSET, ...changes }),
      });
    const ONSET = (
      await world.graph<{ adverseEvent: { onsetAt: string } }>(nurse, `{ adverseEvent(id: "${one.id}") { onsetAt } }`)
    ).data.adverseEvent.onsetAt;
    expect((await correct({})).fault).toMatchObject({ field: 'input.content', reason: 'no_match' });
    expect((await correct({ symptoms: ['rash'] }, ' ')).fault).toMatchObject({ field: 'input.reason' });
    const { one: after } = await correct({ symptoms: ['rash'], severity: 'death', outcome: 'died' });
    expect(after.steps.at(-1)).toMatchObject({ action: 'correct', reason: '复核更正' });
    expect(Object.fromEntries(after.steps.at(-1)!.changes.map((c) => [c.field, c.before]))).toEqual({
      severity: 'non_severe',
      symptoms: 'urticaria',
      outcome: 'unknown',
    });
    const [limit] = after.deadlines;
    const found = (
      await world.graph<{ adverseEvent: { foundAt: string } }>(cdc, `{ adverseEvent(id: "${one.id}") { foundAt } }`)
    ).data.adverseEvent.foundAt;
    expect(Date.parse(limit!.dueAt) - Date.parse(found)).toBe(2 * 3_600_000);
    expect((await correct({ symptoms: ['purpura'] })).fault).toMatchObject({ reason: 'version' });
  });

  it('follow-ups add up; the outcome is that of the latest day', async () => {
    const one = await reported();
    const follow = (seenOn: string, outcome: string, note = '电话随访') =>
      run(nurse, 'followUpAdverseEvent', 'FollowUpInput', { followUpId: newId(), id: one.id, seenOn, outcome, note });
    const today = clock().today();
    expect((await follow('2027-01-01', 'recovered')).fault).toMatchObject({ reason: 'date_in_future' });
    expect((await follow('2026-01-01', 'recovered')).fault).toMatchObject({ reason: 'out_of_range' });
    const { one: after } = await follow(today, 'improving');
    expect(after).toMatchObject({ outcome: 'improving', followUps: [{ outcome: 'improving', note: '电话随访' }] });
  });
});

describe('the list of a desk', () => {
  const list = async (caller: Caller, filter: Record<string, unknown>) => {
    const { data, statements } = await world.graph<{ adverseEvents: { nodes: Case[] } }>(
      caller,
      `query ($f: AdverseEventFilterInput) { adverseEvents(filter: $f, first: 200) { nodes { ${CASE} } } }`,
      { f: filter },
    );
    return { ids: data.adverseEvents.nodes.map((n) => n.id), nodes: data.adverseEvents.nodes, statements };
  };

  it('Q-37 is filtered by state, lot, vaccine, clinic, severity and day, pages by key, and costs the same for any number', async () => {
    const one = await reported({ severity: 'cluster' });
    expect((await list(cdc, { severity: 'cluster' })).ids).toContain(one.id);
    expect((await list(cdc, { states: ['closed'] })).ids).not.toContain(one.id);
    expect((await list(cdc, { lotNumber: LOT, vaccine: HEPATITIS_B, clinicId: CLINIC })).ids).toContain(one.id);
    expect((await list(cdc, { lotNumber: 'NONE' })).ids).toEqual([]);
    expect((await list(cdc, { from: clock().today(), to: clock().today() })).ids).toContain(one.id);
    expect((await list(cdc, { to: '2026-01-01' })).ids).toEqual([]);
    expect((await list({ ...cdc, divisions: ['6302'] }, {})).ids).toEqual([]);
    expect((await list(nurseElsewhere, {})).ids).toEqual([]);
    const few = await list(cdc, { severity: 'cluster' });
    const many = await list(cdc, {});
    expect(many.ids.length).toBeGreaterThan(few.ids.length);
    expect(many.statements).toBe(few.statements);
    // Other reports of the lot lead from one case to the next.
    expect(few.nodes[0]?.sameLot.length).toBeGreaterThan(2);
  });

  it('goes out as .xlsx with names masked for disease control', async () => {
    const { data } = await world.graph<{ adverseEventsFile: string }>(cdc, '{ adverseEventsFile }');
    const path = new URL(data.adverseEventsFile, 'http://x');
    const rows = await sheetRows(await world.stack.file('vaccines', path.pathname + path.search));
    expect(rows.length).toBe((await list(cdc, {})).ids.length + 1);
    expect(rows[0]?.slice(0, 2)).toEqual(['个案编号', '姓名']);
    expect(rows[1]?.[1]).toContain('*');
  });

  it('Q-37 tells of a limit before it and once after, and lists what is late', async () => {
    const one = await reported();
    const services = world.stack.services.vaccines;
    while ((await remindBatch(services)) > 0);
    const told = async () =>
      (await noticesOf('aefi_due'))
        .filter((n) => n.subjectId === one.personId)
        .map((n) => openNotice(services.keyring, n.sealed).params.number);
    expect(await told()).toEqual([]);
    const due = (hours: number) =>
      query(world.em(), 'update aefi_case set next_due_at = $2 where id = $1', [one.id, hoursAgo(-hours)]);
    await due(3);
    expect(await remindBatch(services)).toBe(1);
    expect(await remindBatch(services)).toBe(0);
    // The clinic that reported, and the desk of the county, where nobody has taken the case yet.
    expect(await told()).toEqual([one.number, one.number]);
    const recipients = (await noticesOf('aefi_due')).slice(-2);
    expect(recipients.map((n) => [n.accountId, openNotice(services.keyring, n.sealed).desk ?? null])).toEqual([
      [nurse.account, null],
      [null, expect.stringMatching(/^\d{9}$/)],
    ]);
    await due(-1);
    expect(await remindBatch(services)).toBe(1);
    expect(await remindBatch(services)).toBe(0);
    expect(await told()).toHaveLength(4);
    expect((await list(cdc, { overdue: true })).ids).toEqual([one.id]);
  });
});

describe('referral', () => {
  const county: Caller = { role: 'cdc', account: 'county', divisions: ['630121'] };
  const elsewhere: Caller = { role: 'cdc', account: 'county-elsewhere', divisions: ['630203'] };
  const desksTold = async (kind: string, id: string) =>
    (await noticesOf(kind))
      .filter((n) => n.subjectId === id)
      .map((n) => openNotice(world.stack.services.vaccines.keyring, n.sealed).desk);
  const refer = (caller: Caller, of: Case, desk: string | null, reason = '接种单位在该县') =>
    advance(caller, of, 'refer', { desk, reason });

  it('Q-37 to another county: that desk works on it, both are told, the one that let it go looks on, the history stays', async () => {
    const one = await reported();
    world.announce({ divisionCode: '630203001', birthDate: monthsAgo(2) });
    await world.hear();
    const reviewed = (await advance(county, one, 'review')).one;
    expect((await read(elsewhere, one.id)).fault).toMatchObject({ code: 'NOT_FOUND' });
    expect((await refer(nurse, reviewed, '630203')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await refer(county, reviewed, '630203', ' ')).fault).toMatchObject({ field: 'input.reason' });
    for (const [desk, reason] of [
      [null, 'required'],
      ['630203001', 'format'],
      ['440103', 'out_of_range'],
      ['630121', 'no_match'],
      ['630299', 'unknown_code'],
    ] as const)
      expect((await refer(county, reviewed, desk)).fault).toMatchObject({ field: 'input.desk', reason });

    const { one: away, fault } = await refer(county, reviewed, '630203');
    expect(fault).toBeUndefined();
    expect(away).toMatchObject({ state: 'reviewed', number: one.number, actions: [] });
    expect(away.steps.at(-1)).toMatchObject({
      action: 'refer',
      reason: '接种单位在该县',
      changes: [{ field: 'desk', before: '630121001' }],
    });
    expect(await desksTold('aefi_referred', one.id)).toEqual(['630203']);
    expect(await desksTold('aefi_referred_away', one.id)).toEqual(['630121001']);
    expect((await advance(county, away, 'investigate')).fault).toMatchObject({ code: 'FORBIDDEN' });

    const there = (await read(elsewhere, one.id)).one!;
    expect(there.actions).toEqual(expect.arrayContaining(['investigate', 'classify', 'refer']));
    const { data } = await world.graph<{ adverseEvent: object }>(
      elsewhere,
      `{ adverseEvent(id: "${one.id}") { desk personName } }`,
    );
    expect(data.adverseEvent).toEqual({ desk: '630203', personName: expect.stringMatching(/^.?\*/u) });
    const begun = (await advance(elsewhere, there, 'investigate')).one;
    // Up to the city: its own county goes on seeing it, the first one too.
    const { one: up } = await refer(elsewhere, begun, '6302', '需市级调查');
    expect(up).toMatchObject({ state: 'investigating', actions: [] });
    expect((await read(county, one.id)).one?.id).toBe(one.id);
    const city: Caller = { ...cdc, account: 'city', divisions: ['6302'] };
    const { one: atCity } = await read(city, one.id);
    expect(atCity?.actions).toContain('refer');
    // Up to the province, past the city: every desk it came by looks on, none of them acts.
    expect((await refer(city, atCity!, '63', '重大关注，需省级调查')).one).toMatchObject({ actions: [] });
    for (const desk of [county, elsewhere, city]) expect((await read(desk, one.id)).one).toMatchObject({ actions: [] });
    const { one: top } = await read({ ...cdc, account: 'top', divisions: ['63'] }, one.id);
    expect(top?.actions).toContain('refer');
    expect((await refer({ ...cdc, account: 'top', divisions: ['63'] }, top!, '63')).fault).toMatchObject({
      reason: 'no_match',
    });
    // Down to another city: the county in the middle is three desks back and still looks on.
    expect((await refer({ ...cdc, account: 'top', divisions: ['63'] }, top!, '6301')).fault).toBeUndefined();
    expect((await read(elsewhere, one.id)).one).toMatchObject({ actions: [] });
    expect((await read({ ...cdc, account: 'nowhere', divisions: ['630122'] }, one.id)).fault).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('J-09 goes with a division that gets another code or is split, for every desk it came by, and back', async () => {
    const changed = (orderId: string, changes: Partial<DivisionsChanged>): DivisionsChanged => ({
      type: 'divisions.changed',
      ...{ orderId, isUndone: false, by: 'city', role: 'cdc', successions: [], names: [], removed: [], ...changes },
    });
    const hear = (event: DivisionsChanged) => world.em().transactional((em) => aefiDivisions.handle([event], em as Em));
    const desk = (division: string): Caller => ({ ...cdc, account: `desk-${division}`, divisions: [division] });
    const [mine, referred] = [await reported(), await reported()];
    const reviewed = (await advance(county, referred, 'review')).one;
    expect((await refer(county, reviewed, '630203')).fault).toBeUndefined();
    const stranger = await reported();
    await query(world.em(), `update aefi_case set division = '630182001', desk = '630182001' where id = $1`, [
      stranger.id,
    ]);
    const codes = async (id: string) =>
      (await query(world.em(), 'select division, desk, referred_by, came_by from aefi_case where id = $1', [id]))[0];
    const before = [await codes(mine.id), await codes(referred.id), await codes(stranger.id)];

    const order = newId();
    const successions = [{ from: '630121001', to: '630182001', only: null }];
    await hear(changed(order, { successions, removed: ['630121001'] }));
    expect((await read(desk('630121'), mine.id)).fault).toMatchObject({ code: 'NOT_FOUND' });
    expect((await read(desk('630182'), mine.id)).one?.actions).toContain('review');
    expect((await read(desk('630182'), referred.id)).one).toMatchObject({ actions: [] });
    expect((await read(elsewhere, referred.id)).one?.actions).toContain('investigate');
    const back = successions.map(({ from, to, only }) => ({ from, to, only }));
    await hear(changed(order, { isUndone: true, successions: back }));
    expect([await codes(mine.id), await codes(referred.id), await codes(stranger.id)]).toEqual(before);

    // A split takes the cases of the units that go.
    const split = newId();
    const parted = (units: string[]) => [{ from: '630121001', to: '630182002', only: { villages: [], units } }];
    await hear(changed(split, { successions: parted([newId()]) }));
    expect(await codes(mine.id)).toEqual(before[0]);
    await hear(changed(newId(), { successions: parted([CLINIC]) }));
    expect(await codes(mine.id)).toMatchObject({ division: '630182002', desk: '630182002' });
    expect(await codes(referred.id)).toMatchObject({ division: '630182002', desk: '630203' });
    // What stands in a division that ends goes back to where that one came from.
    await hear(changed(split, { isUndone: true, successions: parted([]), removed: ['630182002'] }));
    expect(await codes(mine.id)).toEqual(before[0]);
  });
});

it('J-03 a case follows its file into the one it is merged with, and back', async () => {
  const one = await reported();
  const survivor = world.announce({ birthDate: monthsAgo(2) });
  const personOf = async () =>
    (await query<{ person_id: string }>(world.em(), 'select person_id from aefi_case where id = $1', [one.id]))[0]
      ?.person_id;
  world.publish({ type: 'person.merged', personId: one.personId, survivorId: survivor.personId, version: 1 });
  await world.hear();
  expect(await personOf()).toBe(survivor.personId);
  world.publish({ type: 'person.merged', personId: one.personId, survivorId: null, version: 2 });
  await world.hear();
  expect(await personOf()).toBe(one.personId);
});

it('disease control of the whole province sees the cases of its counties', async () => {
  const one = await reported();
  expect((await read(provincialCdc, one.id)).one?.id).toBe(one.id);
});
