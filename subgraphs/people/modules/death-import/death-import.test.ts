import { type Em, openNotice, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, made, OTHER_CLINIC, startPeople } from '../../people.test-kit.ts';
import { importer, workbook } from '../recipient-import/import.test-kit.ts';

let stack: Stack;
let child: string;
const NUMBER = idNumber('2024-03-01', 300, 'M');
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  child = await made(stack, { name: '马海龙', documentNumber: NUMBER, guardians: [] });
});
afterAll(() => stack.stop());

interface Report {
  personId: string | null;
  state: string;
  unit: { id: string } | null;
  certificateNumber: string;
}
const list = async (caller: Caller, filter: Record<string, unknown> = {}) =>
  (
    await stack.graph<{ deaths: { nodes: Report[] } }>(
      'people',
      caller,
      'query($f: DeathFilterInput) { deaths(filter: $f) { nodes { personId state unit { id } certificateNumber } } }',
      { f: filter },
    )
  ).data.deaths.nodes;
const row = (more: Record<string, unknown> = {}) => ({
  name: '马海龙',
  documentNumber: NUMBER,
  sex: 'M',
  diedOn: '2026-11-01',
  source: 'civil_affairs',
  certificateNumber: 'MZ-1',
  household: '630121204',
  ...more,
});
const send = async (rows: object[], caller: Caller = callers.partner) => {
  const answer = await stack.graph<{ sendDeaths: { received: number; known: number } }>(
    'people',
    caller,
    'mutation($c: ID!, $rows: [SentDeathInput!]!) { sendDeaths(commandId: $c, rows: $rows) { received known } }',
    { c: stack.newId(), rows },
  );
  return { data: answer.data?.sendDeaths, fault: answer.errors[0]?.extensions };
};

describe('deaths a partner sends', () => {
  it('J-13 go to the unit of the file by document and name, else to the one clinic of the place, else to disease control', async () => {
    const sent = [
      row(),
      // The name is another's: the file is not told of, the place decides.
      row({ name: '马海虎', certificateNumber: 'MZ-2', residence: '630121100' }),
      row({ documentNumber: null, birthDate: '2023-01-01', certificateNumber: 'MZ-3' }),
    ];
    expect((await send(sent)).data).toEqual({ received: 3, known: 0 });
    expect((await send([...sent, row({ certificateNumber: 'MZ-4' })])).data).toEqual({ received: 1, known: 3 });
    const reports = new Map((await list(callers.nurse)).map((r) => [r.certificateNumber, r]));
    expect([...reports.keys()].sort()).toEqual(['MZ-1', 'MZ-2', 'MZ-4']);
    expect(reports.get('MZ-1')).toMatchObject({ personId: child, state: 'unclaimed', unit: { id: CLINIC } });
    expect(reports.get('MZ-2')).toMatchObject({ personId: null, unit: { id: CLINIC } });
    // Nobody's file, and the township has no clinic.
    const lost = (await list(callers.cdc, { mine: true })).map((r) => [r.personId, r.unit]);
    expect(lost).toEqual([[null, null]]);
    const messages = await query<{ sealed: string }>(
      stack.services.people.orm.em.fork() as Em,
      `select payload->>'sealed' sealed from outbox
       where type = 'notice.requested' and payload->>'kind' = 'deaths_unplaced' order by tx, seq`,
    );
    // Disease control of the township is told once, with the number, and of nothing it was told before.
    expect(messages.map((m) => openNotice(stack.services.people.keyring, m.sealed))).toEqual([
      expect.objectContaining({ desk: '630121204', params: { count: '1' } }),
    ]);
    expect(await list({ ...callers.nurse, organisation: OTHER_CLINIC })).toEqual([]);
  });

  it('J-13 are refused as a whole, the row and the field named; places outside the grant are forbidden', async () => {
    const fault = async (more: Record<string, unknown>) =>
      (await send([row({ certificateNumber: 'MZ-9' }), row(more)])).fault;
    expect(await fault({ certificateNumber: '' })).toMatchObject({
      field: 'rows.1.certificateNumber',
      reason: 'required',
    });
    expect(await fault({ diedOn: '2026-11-22' })).toMatchObject({ field: 'rows.1.diedOn', reason: 'date_in_future' });
    expect(await fault({ documentNumber: '12' })).toMatchObject({ field: 'rows.1.documentNumber', reason: 'format' });
    expect(await fault({ documentNumber: null })).toMatchObject({ field: 'rows.1.birthDate', reason: 'required' });
    expect(await fault({ household: null })).toMatchObject({ field: 'rows.1.residence', reason: 'required' });
    expect(await fault({ household: '630121999' })).toMatchObject({ reason: 'unknown_code' });
    expect(await fault({ household: '630123100' })).toMatchObject({ code: 'FORBIDDEN' });
    expect((await send([])).fault).toMatchObject({ field: 'rows', reason: 'required' });
    expect((await send(Array.from({ length: 201 }, () => row()))).fault).toMatchObject({
      reason: 'out_of_range',
      max: 200,
    });
    expect((await send([row()], callers.nurse)).fault).toMatchObject({ code: 'FORBIDDEN' });
    const [left] = await query<{ n: number }>(
      stack.services.people.orm.em.fork() as Em,
      'select count(*)::int n from death_report',
    );
    expect(left?.n).toBe(4);
  });
});

describe('deaths of a list', () => {
  const HEADERS = ['姓名*', '性别*', '出生日期*', '证件号码', '死亡日期*', '来源*', '来源文号*', '现居住地', '户籍地'];

  it('J-13 are read, checked and taken over once; a hospital sees its own', async () => {
    const run = importer(stack, callers.midwife, 'Death');
    const bytes = await workbook(
      [
        ['马海龙', '男', '2024-03-01', NUMBER, '2026-11-02', '医院', 'YY-1', '', ''],
        ['李秀英', '女', '2022-05-05', '', '2026-11-02', '死亡医学证明', 'YY-2', '朔北藏族乡', ''],
        ['李秀兰', '女', '2022-05-05', '', '2026-11-02', '医院', 'YY-3', '', ''],
        ['李秀梅', '女', '2022-05-05', '', '2020-11-02', '医院', 'YY-4', '桥头镇', ''],
        ['马海龙', '男', '2024-03-01', NUMBER, '2026-11-02', '民政', 'MZ-1', '桥头镇', ''],
      ],
      HEADERS,
    );
    const ready = await run.preview(bytes);
    expect(ready.counts).toMatchObject({ total: 5, ok: 2, warning: 1, error: 2 });
    const findings = ready.rows.nodes.flatMap((r) => r.findings.map((f) => [r.number, f.column, f.code]));
    expect(findings).toEqual([
      [4, 'residence', 'required'],
      [5, 'diedOn', 'date_before_birth'],
      [6, 'certificateNumber', 'duplicate'],
    ]);
    const done = await run.commit(ready.id);
    expect(done.data.it).toMatchObject({ state: 'committed', counts: { committed: 2 } });
    const own = await list(callers.midwife);
    // Whoever sent them in learns nothing of the files.
    expect(own.map((r) => [r.certificateNumber, r.personId, r.unit?.id ?? null])).toEqual([
      ['YY-2', null, null],
      ['YY-1', null, CLINIC],
    ]);
    expect(await list(callers.nurse, { personId: child, source: 'hospital' })).toHaveLength(1);
  });
});
