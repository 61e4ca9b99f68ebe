import { type Em, openNotice, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, made, OTHER_CLINIC, sheetAt, startPeople, WARD } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const PARTS = `id state version actions name personId certificateNumber documentNumber unit { id } reporterUnit { id }
  steps { number action from to reason }`;
interface Report {
  id: string;
  state: string;
  version: number;
  actions: string[];
  name: string;
  personId: string | null;
  steps: { number: number; action: string; from: string | null; to: string; reason: string | null }[];
}
const { nurse, midwife, elsewhere, cdc } = callers;
const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
const run = async (caller: Caller, text: string, variables: Record<string, unknown>) => {
  const answer = await stack.graph<Record<string, Report>>('people', caller, text, { c: stack.newId(), ...variables });
  return { report: Object.values(answer.data ?? {})[0]!, fault: answer.errors[0]?.extensions };
};
let paper = 0;
const reported = (personId: string, more = {}, caller: Caller = nurse) => {
  paper += 1;
  return run(
    caller,
    `mutation($c: ID!, $i: ReportDeathInput!) { reportDeath(commandId: $c, input: $i) { ${PARTS} } }`,
    {
      i: { personId, diedOn: '2026-11-10', source: 'hospital', certificateNumber: `6301210000${paper}`, ...more },
    },
  );
};
const act = (caller: Caller, report: Pick<Report, 'id' | 'version'>, action: string, more = {}) =>
  run(caller, `mutation($c: ID!, $i: AdvanceDeathInput!) { advanceDeath(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { id: report.id, expectedVersion: report.version, action, ...more },
  });
const list = async (caller: Caller, filter: Record<string, unknown>) =>
  (
    await stack.graph<{ deaths: { nodes: Report[] } }>(
      'people',
      caller,
      `query($f: DeathFilterInput) { deaths(filter: $f) { nodes { ${PARTS} } } }`,
      { f: filter },
    )
  ).data.deaths.nodes;
const stateOf = async (id: string) =>
  (await sql<{ registration_state: string }>('select registration_state from person where id = $1', [id]))[0]
    ?.registration_state;
/** What consumers were told of a file, oldest first. */
const told = async (id: string) =>
  (
    await sql<{ state: string }>(
      `select payload->>'registrationState' state from outbox where type = 'person.changed' and payload->>'personId' = $1
       order by (payload->>'version')::int`,
      [id],
    )
  ).map((r) => r.state);
/** What the last message of a kind was about and whom it went to. */
const message = async (kind: string) => {
  const [last] = await sql<{ sealed: string; subject: string | null }>(
    `select payload->>'sealed' sealed, payload->>'subjectId' subject from outbox
     where type = 'notice.requested' and payload->>'kind' = $1 order by tx desc, seq desc`,
    [kind],
  );
  return last && { ...openNotice(stack.services.people.keyring, last.sealed), subject: last.subject };
};
const NAMES = ['赵国强', '钱丽华', '孙海波', '李春燕', '周文斌', '吴桂英', '郑志伟', '冯秀英'];
let serial = 200;
const file = (caller: Caller = nurse) => {
  serial += 1;
  const number = idNumber('2024-03-01', serial, 'M');
  return made(stack, { name: NAMES.shift()!, documentNumber: number, guardians: [] }, caller);
};

describe('deaths', () => {
  it('J-13 a clinic that reports an own child has claimed it; confirmed, the file is closed and consumers are told; undone, it is as before', async () => {
    const id = await file();
    const claimed = (await reported(id)).report;
    expect(claimed).toMatchObject({ state: 'claimed', personId: id, actions: ['confirm', 'give_back', 'dismiss'] });
    expect(await stateOf(id)).toBe('active');
    const confirmed = (await act(nurse, claimed, 'confirm')).report;
    expect(confirmed).toMatchObject({ state: 'confirmed', actions: ['undo'] });
    expect(await stateOf(id)).toBe('dead');
    expect(await told(id)).toEqual(['active', 'dead']);
    const [version] = await sql<{ changed: string[] }>(
      'select changed from person_version where person_id = $1 order by version desc limit 1',
      [id],
    );
    expect(version?.changed).toEqual(['registrationState', 'endReason', 'endedOn', 'diedOn']);
    expect((await act(nurse, confirmed, 'undo')).fault).toMatchObject({ field: 'input.reason', reason: 'required' });
    const undone = (await act(nurse, confirmed, 'undo', { reason: '同名误认' })).report;
    expect(undone.state).toBe('claimed');
    // The unit in charge opened it again itself: disease control of the area is told.
    expect(await message('death_reopened')).toMatchObject({
      desk: '630121100',
      subject: claimed.id,
      params: { date: '2026-11-10' },
    });
    expect(await stateOf(id)).toBe('active');
    expect(await told(id)).toEqual(['active', 'dead', 'active']);
    expect(undone.steps.map((s) => [s.action, s.from, s.to, s.reason])).toEqual([
      ['report', null, 'claimed', null],
      ['confirm', 'claimed', 'confirmed', null],
      ['undo', 'confirmed', 'claimed', '同名误认'],
    ]);
    const dismissed = (await act(nurse, undone, 'dismiss', { reason: '本人健在' })).report;
    expect(dismissed).toMatchObject({ state: 'dismissed', actions: ['reopen'] });
    expect((await act(nurse, dismissed, 'reopen')).report.state).toBe('unclaimed');
  });

  it('J-13 another unit’s report goes to the unit in charge: claimed, returned with reason, pushed again, claimed for the right file', async () => {
    const [id, other] = [await file(), await file()];
    const sent = (await reported(id, {}, midwife)).report;
    // The ward sees what becomes of its report, and nothing of the file.
    expect(sent).toMatchObject({
      state: 'unclaimed',
      personId: null,
      actions: ['dismiss'],
      unit: { id: CLINIC },
      reporterUnit: { id: WARD },
    });
    expect(await list(midwife, { personId: id })).toEqual([]);
    const [seen] = await list(nurse, { mine: true, personId: id });
    expect(seen).toMatchObject({ id: sent.id, personId: id, actions: ['claim', 'give_back'] });
    expect((await act(nurse, seen!, 'give_back')).fault).toMatchObject({ field: 'input.reason', reason: 'required' });
    const returned = (await act(nurse, seen!, 'give_back', { reason: '不是本单位档案' })).report;
    expect(returned.state).toBe('returned');
    expect(await list(nurse, { mine: true, personId: id })).toEqual([]);
    const [desk] = await list(cdc, { mine: true });
    expect(desk).toMatchObject({ id: sent.id, name: '钱*华', actions: ['push', 'dismiss'] });
    expect((await act(cdc, desk!, 'push')).fault).toMatchObject({ field: 'input.toUnit', reason: 'required' });
    expect((await act(cdc, desk!, 'push', { toUnit: WARD })).fault).toMatchObject({ reason: 'unknown_code' });
    const pushed = (await act(cdc, desk!, 'push', { toUnit: OTHER_CLINIC })).report;
    expect(pushed).toMatchObject({ state: 'unclaimed', unit: { id: OTHER_CLINIC } });
    expect(await message('deaths_pushed')).toMatchObject({ unit: OTHER_CLINIC, params: { count: '1' } });
    // The other clinic manages neither file.
    expect((await act(elsewhere, pushed, 'claim')).fault).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const again = (await act(cdc, pushed, 'push', { toUnit: CLINIC })).report;
    const claimed = (await act(nurse, again, 'claim', { personId: other })).report;
    expect(claimed).toMatchObject({ state: 'claimed', personId: other });
    await act(nurse, claimed, 'confirm');
    expect([await stateOf(id), await stateOf(other)]).toEqual(['active', 'dead']);
  });

  it('J-13 the unit returns a report with attachments: disease control is told, opens them, each time on record; strangers cannot', async () => {
    const id = await file();
    const sent = (await reported(id, {}, midwife)).report;
    const announce = async (caller: Caller, fileName: string) => {
      const { data, errors } = await stack.graph<{
        announceDeathAttachment: { attachmentId: string; uploadUrl: string };
      }>(
        'people',
        caller,
        `mutation($c: ID!, $id: ID!, $n: String!) {
           announceDeathAttachment(commandId: $c, reportId: $id, fileName: $n, size: 4) { attachmentId uploadUrl } }`,
        { c: stack.newId(), id: sent.id, n: fileName },
      );
      return { paper: data?.announceDeathAttachment, fault: errors[0]?.extensions };
    };
    const attachments = async (caller: Caller) =>
      (
        await stack.graph<{ deaths: { nodes: { attachments: { id: string; name: string; step: number }[] }[] } }>(
          'people',
          caller,
          'query($i: ID!) { deaths(filter: { id: $i }) { nodes { attachments { id name step } } } }',
          { i: sent.id },
        )
      ).data.deaths.nodes[0]?.attachments;
    const open = async (caller: Caller, attachmentId: string) => {
      const { data, errors } = await stack.graph<{ deathAttachmentUrl: string }>(
        'people',
        caller,
        'query($a: ID!) { deathAttachmentUrl(attachmentId: $a) }',
        { a: attachmentId },
      );
      return { url: data?.deathAttachmentUrl, fault: errors[0]?.extensions };
    };
    expect((await announce(midwife, 'a.pdf')).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await announce(elsewhere, 'a.pdf')).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await announce(nurse, 'a.exe')).fault).toMatchObject({ field: 'fileName', reason: 'file_type' });
    const paper = (await announce(nurse, '居委会证明.pdf')).paper!;
    const give = (ids: string[], caller: Caller = nurse) =>
      act(caller, sent, 'give_back', { reason: '已迁出', attachments: ids });
    const noMatch = { field: 'input.attachments', reason: 'no_match' };
    // Announced and not sent: there is nothing to give.
    expect((await give([paper.attachmentId])).fault).toMatchObject(noMatch);
    expect((await stack.file('people', paper.uploadUrl, Buffer.from('%PDF'))).status).toBe(204);
    expect((await give([paper.attachmentId], callers.colleague)).fault).toMatchObject(noMatch);
    const many = Array.from({ length: 6 }, () => stack.newId());
    expect((await give(many)).fault).toMatchObject({ reason: 'out_of_range', max: 5 });
    // Until an act names it nobody is shown it.
    expect([await attachments(cdc), (await open(cdc, paper.attachmentId)).fault?.code]).toEqual([[], 'NOT_FOUND']);
    const returned = (await give([paper.attachmentId])).report;
    expect(returned.state).toBe('returned');
    expect(await message('death_returned')).toMatchObject({
      desk: '630121100',
      subject: sent.id,
      params: { date: '2026-11-10' },
    });
    expect(await attachments(cdc)).toEqual([{ id: paper.attachmentId, name: '居委会证明.pdf', step: 2 }]);
    // The ward that only sent the report in sees nothing of the answer's papers.
    expect([await attachments(midwife), (await open(midwife, paper.attachmentId)).fault?.code]).toEqual([
      [],
      'NOT_FOUND',
    ]);
    expect((await open(elsewhere, paper.attachmentId)).fault?.code).toBe('NOT_FOUND');
    const got = await stack.file('people', (await open(cdc, paper.attachmentId)).url!);
    expect([got.status, await got.text()]).toEqual([200, '%PDF']);
    expect(got.headers.get('content-disposition')).toContain('attachment');
    const lines = await sql<{ account_id: string }>(
      `select account_id from audit_line where operation = 'Query.deathAttachmentUrl' and detail->>'attachment' = $1`,
      [paper.attachmentId],
    );
    expect(lines.map((l) => l.account_id)).toEqual(['cdc']);
    // The unit it is pushed to next reads why it was returned.
    const [desk] = await list(cdc, { mine: true });
    await act(cdc, desk!, 'push', { toUnit: OTHER_CLINIC });
    expect((await attachments(elsewhere))?.length).toBe(1);
    expect((await open(elsewhere, paper.attachmentId)).fault).toBeUndefined();
  });

  it('J-13 takes each document once, and closes a file once however many sources report it', async () => {
    const id = await file();
    const first = (await reported(id, { certificateNumber: '死证 0001' })).report;
    expect((await reported(id, { certificateNumber: '死证0001' })).fault).toMatchObject({
      code: 'CONFLICT',
      field: 'input.certificateNumber',
      reason: 'duplicate',
    });
    const second = (await reported(id, { certificateNumber: '死证0001', source: 'police' })).report;
    const confirmed = (await act(nurse, first, 'confirm')).report;
    const alsoConfirmed = (await act(nurse, second, 'confirm')).report;
    expect(await told(id)).toEqual(['active', 'dead']);
    await act(nurse, confirmed, 'undo', { reason: '证明有误' });
    expect(await stateOf(id)).toBe('dead');
    await act(cdc, alsoConfirmed, 'undo', { reason: '户籍恢复' });
    expect(await stateOf(id)).toBe('active');
    // Disease control opened it again: the unit in charge is told.
    expect(await message('death_reopened')).toMatchObject({ unit: CLINIC, subject: second.id });
  });

  it('J-13 S-43 ends a move that is under way, and keeps the file where it is', async () => {
    const id = await file();
    const started = await stack.graph<{ startMoveOut: { id: string } }>(
      'people',
      nurse,
      'mutation($c: ID!, $i: MoveOutInput!) { startMoveOut(commandId: $c, input: $i) { id } }',
      { c: stack.newId(), i: { personId: id, toDivision: '630123100', toUnit: OTHER_CLINIC, reason: '搬家' } },
    );
    await act(nurse, (await reported(id)).report, 'confirm');
    const [move] = await sql<{ state: string }>('select state from file_move where id = $1', [
      started.data.startMoveOut.id,
    ]);
    expect(move?.state).toBe('withdrawn');
  });

  it('J-13 lets each party do its own steps only; strangers learn nothing; impossible days are told', async () => {
    const id = await file();
    expect((await reported(id, { diedOn: '2026-11-22' })).fault).toMatchObject({
      field: 'input.diedOn',
      reason: 'date_in_future',
    });
    expect((await reported(id, { diedOn: '2024-02-01' })).fault).toMatchObject({ reason: 'date_before_birth' });
    expect((await reported(id, { certificateNumber: ' ' })).fault).toMatchObject({ reason: 'required' });
    expect((await reported(id, {}, elsewhere)).fault).toEqual({ code: 'NOT_FOUND' });
    const { report } = await reported(id);
    expect((await act(cdc, report, 'confirm')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await act(midwife, report, 'confirm')).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await act(nurse, { ...report, version: 9 }, 'confirm')).fault).toMatchObject({ reason: 'version' });
    expect((await act(nurse, report, 'undo', { reason: '误' })).fault).toMatchObject({ reason: 'wrong_state' });
    for (const caller of [callers.inspector, callers.partner, callers.mother, callers.admin])
      expect((await act(caller, report, 'confirm')).fault).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('J-13 hands the list out as .xlsx, names and numbers masked', async () => {
    const { data } = await stack.graph<{ deathsExportUrl: string }>('people', nurse, '{ deathsExportUrl }');
    const [head, ...rows] = await sheetAt(stack, data.deathsExportUrl);
    expect(head?.slice(0, 5)).toEqual(['姓名', '性别', '出生日期', '死亡日期', '来源']);
    expect(rows.length).toBe((await list(nurse, {})).length);
    expect(rows).toContainEqual(
      expect.arrayContaining(['赵*强', '男', '2024-03-01', '2026-11-10', '医院死亡医学证明']),
    );
    expect(JSON.stringify(rows)).not.toContain('630121000');
  });
});
