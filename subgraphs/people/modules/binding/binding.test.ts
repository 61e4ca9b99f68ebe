import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { callers, idNumber, made, startPeople } from '../../people.test-kit.ts';
import { FIRST_SETTING } from '../setting/setting.rules.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
const bind = (input: Record<string, unknown>, caller: Caller = callers.mother, commandId = stack.newId()) =>
  stack.graph<{ bindChild: { id: string; name: string } }>(
    'people',
    caller,
    'mutation($c: ID!, $i: BindChildInput!) { bindChild(commandId: $c, input: $i) { id name } }',
    { c: commandId, i: { relation: 'mother', consent: true, ...input } },
  );
const unbind = (personId: string, caller: Caller = callers.mother) =>
  stack.graph<{ unbindChild: boolean }>(
    'people',
    caller,
    'mutation($c: ID!, $p: ID!) { unbindChild(commandId: $c, personId: $p) }',
    { c: stack.newId(), p: personId },
  );
const candidates = (caller: Caller = callers.mother) =>
  stack.graph<{ bindableChildren: { id: string; maskedName: string; relation: string; bound: boolean }[] }>(
    'people',
    caller,
    '{ bindableChildren { id maskedName birthDate sex relation bound } }',
  );
const mine = async (caller: Caller = callers.mother) =>
  (
    await stack.graph<{ myChildren: { id: string; name: string }[] }>(
      'people',
      caller,
      '{ myChildren { id name guardians { name } } }',
    )
  ).data.myChildren;
const person = async (id: string, caller: Caller) =>
  (
    await stack.graph<{ person: { name: string } | null }>(
      'people',
      caller,
      'query($id: ID!) { person(id: $id) { name } }',
      { id },
    )
  ).data.person;

const LI_NA = [{ relation: 'mother', name: '李娜', phone: '13897000001' }];
let serial = 40;
const kid = (name: string, birthDate: string, more: Record<string, unknown> = {}) => {
  serial += 1;
  return { name, birthDate, sex: 'F', documentNumber: idNumber(birthDate, serial, 'F'), guardians: LI_NA, ...more };
};

describe('Q-13 J-14 binding', () => {
  it('offers the children whose file names my phone and my name, masked; after the binding I see them, before it nothing', async () => {
    const own = await made(stack, kid('张念念', '2024-01-01'));
    await made(
      stack,
      kid('别人家', '2024-01-02', { guardians: [{ relation: 'mother', name: '李梅', phone: '13897000001' }] }),
    );
    await made(
      stack,
      kid('同名母', '2024-01-03', { guardians: [{ relation: 'mother', name: '李娜', phone: '13897009999' }] }),
    );
    await made(stack, kid('已成年', '2000-01-03'));
    const offered = (await candidates()).data.bindableChildren;
    expect(offered).toEqual([
      { id: own, maskedName: '张*念', birthDate: '2024-01-01', sex: 'F', relation: 'mother', bound: false },
    ]);
    expect(await person(own, callers.mother)).toBeNull();
    const commandId = stack.newId();
    expect((await bind({ personId: own }, callers.mother, commandId)).data.bindChild).toEqual({
      id: own,
      name: '张念念',
    });
    expect((await bind({ personId: own }, callers.mother, commandId)).data.bindChild.id).toBe(own);
    expect(await person(own, callers.mother)).toEqual({ name: '张念念' });
    expect(await mine()).toMatchObject([{ id: own, guardians: [{ name: '李娜' }] }]);
    expect((await candidates()).data.bindableChildren[0]?.bound).toBe(true);
    const events = await sql<{ payload: unknown }>("select payload from outbox where type = 'binding.changed'");
    expect(events.map((e) => e.payload)).toEqual([
      { type: 'binding.changed', accountId: callers.mother.account, personId: own, bound: true },
    ]);
    const [row] = await sql<{ way: string; relation: string }>('select way, relation from binding');
    expect(row).toEqual({ way: 'phone_and_name', relation: 'mother' });
  });

  it('binds by name, birth date and document or booklet, if a guardian of the file has my phone or my name', async () => {
    const file = kid('周南', '2023-02-03', { guardians: [{ relation: 'father', name: '周伟', phone: '13897000003' }] });
    const id = await made(stack, file);
    const [{ barcode } = { barcode: '' }] = await sql<{ barcode: string }>('select barcode from person where id = $1', [
      id,
    ]);
    const data = { name: ' 周　南 ', birthDate: '2023-02-03' };
    expect((await bind({ ...data, barcode }, callers.stranger)).data.bindChild.id).toBe(id);
    expect((await unbind(id, callers.stranger)).data.unbindChild).toBe(true);
    expect((await bind({ ...data, documentNumber: file.documentNumber }, callers.stranger)).data.bindChild.id).toBe(id);
    // The mother of other children has neither phone nor name of a guardian here: the same answer as for a child that is not there.
    const refused = await bind({ ...data, barcode });
    const absent = await bind({ ...data, name: '没有人', barcode });
    const foreign = await bind({ personId: id });
    for (const answer of [refused, absent, foreign])
      expect(answer.errors[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'input', reason: 'no_match' });
  });

  it('Q-85 asks for consent, a real-name check, and all of the data', async () => {
    const reason = async (input: Record<string, unknown>, caller?: Caller) =>
      (await bind(input, caller)).errors[0]?.extensions;
    expect(await reason({ consent: false })).toMatchObject({ field: 'input.consent', reason: 'consent' });
    expect(await reason({ personId: stack.newId() }, callers.unverified)).toMatchObject({ reason: 'not_real_name' });
    expect((await candidates(callers.unverified)).errors[0]?.extensions).toMatchObject({ reason: 'not_real_name' });
    expect(await reason({})).toMatchObject({ field: 'input.name', reason: 'required' });
    expect(await reason({ name: '周南' })).toMatchObject({ field: 'input.birthDate', reason: 'required' });
    expect(await reason({ name: '周南', birthDate: '2023-02-03' })).toMatchObject({ field: 'input.documentNumber' });
    for (const caller of [callers.nurse, callers.cdc, callers.partner, callers.admin])
      expect((await candidates(caller)).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('ends guessing after ten failures a day', async () => {
    await sql('insert into binding_failure (account_id) select $1 from generate_series(1, 10)', [
      callers.stranger.account,
    ]);
    const answer = await bind({ personId: stack.newId() }, callers.stranger);
    expect(answer.errors[0]?.extensions.code).toBe('RATE_LIMITED');
    await sql("update binding_failure set at = now() - interval '25 hours'");
    expect((await bind({ personId: stack.newId() }, callers.stranger)).errors[0]?.extensions.reason).toBe('no_match');
  });

  it('ends a binding, tells it, and then shows nothing; a child that is not bound is not found', async () => {
    const id = await made(stack, kid('散了吧', '2022-05-05'));
    await bind({ personId: id });
    expect((await unbind(id)).data.unbindChild).toBe(true);
    expect(await person(id, callers.mother)).toBeNull();
    for (const gone of [id, stack.newId(), 'x'])
      expect((await unbind(gone)).errors[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    const [last] = await sql<{ payload: Record<string, unknown> }>(
      "select payload from outbox where type = 'binding.changed' order by tx desc, seq desc limit 1",
    );
    expect(last?.payload).toMatchObject({ personId: id, bound: false });
  });

  it('Q-14 Q-47 holds as many children in one account as the setting says, with constant SQL, and no more', async () => {
    const max = FIRST_SETTING.maxBindings;
    const first = (await stack.graph('people', callers.mother, '{ myChildren { id name guardians { name } } }'))
      .statements;
    const given = ['甲辰', '乙巳', '丙午', '丁未', '戊申', '己酉', '庚戌', '辛亥', '壬子', '癸丑', '甲寅'];
    const ids: string[] = [];
    for (const [i, name] of given.entries())
      ids.push(await made(stack, kid(`张${name}`, `2021-${10 + (i % 3)}-${10 + i}`)));
    const room = max - (await mine()).length;
    for (const id of ids.slice(0, room)) expect((await bind({ personId: id })).errors).toEqual([]);
    expect((await bind({ personId: ids[room] })).errors[0]?.extensions).toMatchObject({
      reason: 'out_of_range',
      max,
    });
    // 系统设置 of the township: one child more, for those who live there.
    const setting = { ...FIRST_SETTING, division: '630121', maxBindings: max + 1 };
    const change = (caller: Caller) =>
      stack.graph(
        'people',
        caller,
        `mutation ($c: ID!, $input: PeopleSettingsInput!) {
          changePeopleSettings(commandId: $c, input: $input) { maxBindings setFor version } }`,
        { c: stack.newId(), input: setting },
      );
    expect((await change(callers.mother)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const changed = await change(callers.cdc);
    expect(changed.errors).toEqual([]);
    expect(changed.data).toEqual({
      changePeopleSettings: { maxBindings: max + 1, setFor: '630121', version: 1 },
    });
    const [line] = await sql<{ account_id: string; subject: string; detail: object }>(
      `select account_id, subject, detail from audit_line where operation = 'Mutation.changePeopleSettings'`,
    );
    expect(line).toMatchObject({
      account_id: callers.cdc.account,
      subject: '630121',
      detail: { before: { maxBindings: max }, after: { maxBindings: max + 1 } },
    });
    expect((await bind({ personId: ids[room] })).errors).toEqual([]);
    const [, , beyond] = ids.slice(room - 1);
    if (beyond) expect((await bind({ personId: beyond })).errors[0]?.extensions).toMatchObject({ max: max + 1 });
    const all = await stack.graph('people', callers.mother, '{ myChildren { id name guardians { name } } }');
    expect(all.statements).toBe(first);
  });

  it('counts ten failures a day, however many attempts come at once', async () => {
    const attempt = () =>
      bind({ name: '没有这', birthDate: '2024-01-01', barcode: '630121202600000000' }, callers.stranger);
    await sql('delete from binding_failure where account_id = $1', [callers.stranger.account]);
    const started = Date.now();
    const answers = await Promise.all(Array.from({ length: 14 }, attempt));
    expect(Date.now() - started).toBeLessThan(20_000);
    const codes = answers.map((a) => a.errors[0]?.extensions.reason ?? a.errors[0]?.extensions.code).sort();
    expect(codes).toEqual([...Array(4).fill('RATE_LIMITED'), ...Array(10).fill('no_match')]);
  });
});
