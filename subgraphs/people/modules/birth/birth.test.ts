import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, made, OTHER_CLINIC, sheetAt, startPeople, WARD } from '../../people.test-kit.ts';
import { pushDueBirths } from './birth.deadline.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const PARTS = `id name state version actions pushOn destinationUnit { id } mother { name phone hbsag antiHbs }
  steps { action to reason by { id } }`;
interface Birth {
  id: string;
  name: string;
  state: string;
  version: number;
  actions: string[];
  pushOn: string;
  mother: { name: string; phone: string | null; hbsag: string | null };
  steps: { action: string; to: string; reason: string | null; by: { id: string } | null }[];
}
const { midwife, nurse, cdc, elsewhere } = callers;
const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
const run = async (caller: Caller, text: string, variables: Record<string, unknown>) => {
  const answer = await stack.graph<Record<string, Birth>>('people', caller, text, { c: stack.newId(), ...variables });
  return { birth: Object.values(answer.data ?? {})[0]!, fault: answer.errors[0]?.extensions };
};
let day = 10;
const newborn = (more: Record<string, unknown> = {}) => {
  day += 1;
  return {
    id: stack.newId(),
    sex: 'F',
    birthDate: `2026-10-${day}`,
    birthTime: '03:20',
    birthWeightG: 1900,
    gestationWeeks: 36,
    birthOrder: 1,
    mother: { name: `冯春${'梅兰竹菊莲荷桂芳英华'[day % 10]}`, phone: '13897000055', hbsag: 'positive' },
    household: '630123100',
    residence: '630121100',
    destinationBy: 'residence',
    destinationUnit: CLINIC,
    ...more,
  };
};
const open = (input: Record<string, unknown>, caller: Caller = midwife) =>
  run(caller, `mutation($c: ID!, $i: NewBirthInput!) { openBirthFile(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: input,
  });
const act = (caller: Caller, birth: Pick<Birth, 'id' | 'version'>, action: string, more = {}) =>
  run(caller, `mutation($c: ID!, $i: AdvanceBirthInput!) { advanceBirth(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { id: birth.id, expectedVersion: birth.version, action, ...more },
  });
const list = async (caller: Caller, filter: Record<string, unknown> = {}) =>
  (
    await stack.graph<{ births: { nodes: Birth[] } }>(
      'people',
      caller,
      `query($f: BirthFilterInput) { births(filter: $f) { nodes { ${PARTS} } } }`,
      { f: filter },
    )
  ).data.births.nodes;
const fileOf = async (id: string) =>
  (
    await sql<{ managing_org_id: string; conditions: string[]; registration_state: string }>(
      'select managing_org_id, conditions, registration_state from person where id = $1',
      [id],
    )
  )[0];

describe('obstetric files', () => {
  it('S-10 S-12 S-42 are opened by the ward, seen coming by the clinic with the mother’s data, and taken over early; undone, given back', async () => {
    const { birth, fault } = await open(newborn());
    expect(fault).toBeUndefined();
    expect(birth).toMatchObject({ name: '冯春兰之女', state: 'filed', pushOn: '2026-12-06' });
    expect(birth.actions).toEqual(['amend', 'push', 'cancel']);
    expect(await fileOf(birth.id)).toMatchObject({ managing_org_id: WARD, conditions: ['HBSAG_POS_MOTHER'] });
    const [coming] = await list(nurse, { mine: true });
    expect(coming).toMatchObject({
      id: birth.id,
      actions: ['pull'],
      mother: { name: '冯春兰', phone: '13897000055', hbsag: 'positive' },
    });
    expect((await list(cdc, { personId: birth.id }))[0]).toMatchObject({ actions: [], mother: { name: '冯*兰' } });
    expect(await list(elsewhere)).toEqual([]);

    const pulled = (await act(nurse, coming!, 'pull')).birth;
    expect(pulled).toMatchObject({ state: 'pulled', actions: ['undo', 'give_back'] });
    expect(await fileOf(birth.id)).toMatchObject({ managing_org_id: CLINIC });
    const undone = (await act(nurse, pulled, 'undo')).birth;
    expect(undone.state).toBe('filed');
    expect(await fileOf(birth.id)).toMatchObject({ managing_org_id: WARD });

    const again = (await act(nurse, undone, 'pull')).birth;
    // Who worked on the file gives it back with words; it is not undone in passing.
    await sql('update person set version = version + 1 where id = $1', [birth.id]);
    expect((await act(nurse, again, 'undo')).fault).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    expect((await act(nurse, again, 'give_back')).fault).toMatchObject({ field: 'input.reason', reason: 'required' });
    const back = (await act(nurse, again, 'give_back', { reason: '不在本辖区居住' })).birth;
    expect(back.state).toBe('returned');
    expect((await list(midwife, { mine: true })).map((b) => b.id)).toEqual([birth.id]);
    const amend = { hbsag: 'negative', destinationBy: 'household', destinationUnit: OTHER_CLINIC };
    const amended = (await act(midwife, back, 'amend', { amend })).birth;
    expect(amended).toMatchObject({ state: 'returned', destinationUnit: { id: OTHER_CLINIC } });
    expect(await fileOf(birth.id)).toMatchObject({ conditions: [] });
    expect((await act(midwife, amended, 'push')).birth.state).toBe('pushed');
    expect(await fileOf(birth.id)).toMatchObject({ managing_org_id: OTHER_CLINIC });
    expect((await list(elsewhere, { personId: birth.id }))[0]?.steps.map((s) => s.action)).toEqual([
      'file',
      'pull',
      'undo',
      'pull',
      'give_back',
      'amend',
      'push',
    ]);
  });

  it('S-12 go to the clinic by themselves on the day of the region’s setting, once, and after a restart too', async () => {
    const change = (version: number, more = {}, caller: Caller = cdc) =>
      stack.graph<{ changePeopleSettings: Record<string, unknown> }>(
        'people',
        caller,
        `mutation($c: ID!, $i: PeopleSettingsInput!) { changePeopleSettings(commandId: $c, input: $i) { setFor pushDays hbsagRequired version } }`,
        {
          c: stack.newId(),
          i: {
            division: '630121',
            hbsagRequired: false,
            antiHbsRequired: false,
            pushDays: 7,
            newbornDays: 20,
            answerDays: 15,
            maxBindings: 10,
            version,
            ...more,
          },
        },
      );
    expect((await change(0, { pushDays: 0 })).errors[0]?.extensions).toMatchObject({
      field: 'input.pushDays',
      reason: 'out_of_range',
    });
    expect((await change(0, { division: '630222' })).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await change(0, {}, nurse)).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await change(0)).data.changePeopleSettings).toEqual({
      setFor: '630121',
      pushDays: 7,
      hbsagRequired: false,
      version: 1,
    });
    expect((await change(0)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'version' });

    const [first, second, kept] = [
      (await open(newborn())).birth,
      (await open(newborn())).birth,
      (await open(newborn())).birth,
    ];
    expect(first.pushOn).toBe('2026-11-28');
    expect(await pushDueBirths(stack.services.people)).toBe(0);
    await sql(`update birth_file set push_on = '2026-11-21' where person_id = any($1::uuid[])`, [
      [first.id, second.id],
    ]);
    // The second went to another unit by a move meanwhile.
    await sql('update person set managing_org_id = $2 where id = $1', [second.id, OTHER_CLINIC]);
    expect(await pushDueBirths(stack.services.people)).toBe(2);
    expect(await pushDueBirths(stack.services.people)).toBe(0);
    expect(await fileOf(first.id)).toMatchObject({ managing_org_id: CLINIC });
    expect(await fileOf(second.id)).toMatchObject({ managing_org_id: OTHER_CLINIC });
    expect(await fileOf(kept.id)).toMatchObject({ managing_org_id: WARD });
    const [seen] = await list(midwife, { personId: first.id });
    expect(seen).toMatchObject({ state: 'pushed', steps: [{ action: 'file' }, { action: 'fall_due', by: null }] });
  });

  it('S-10 S-12 are refused without what the region asks for, with a destination elsewhere, from another unit', async () => {
    // The setting of the county, made above, lets the antigen be left out; the platform’s own does not.
    expect((await open(newborn({ mother: { name: '冯春英' } }))).birth.mother.hbsag).toBeNull();
    expect((await open(newborn({ destinationBy: 'household' }))).fault).toMatchObject({
      field: 'input.destinationUnit',
      reason: 'out_of_range',
    });
    expect((await open(newborn({ destinationUnit: WARD }))).fault).toMatchObject({ reason: 'unknown_code' });
    expect((await open(newborn({ birthTime: '25:00' }))).fault).toMatchObject({
      field: 'input.birthTime',
      reason: 'format',
    });
    expect((await open(newborn({ gestationWeeks: 60 }))).fault).toMatchObject({ field: 'input.gestationWeeks' });
    expect((await open(newborn(), nurse)).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await open(newborn(), cdc)).fault).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('S-11 seeks duplicates of newborns only up to the age of the setting', async () => {
    const [young, old] = ['2026-11-10', '2026-10-01'];
    for (const birthDate of [young, old])
      await made(stack, {
        name: '马雪莲',
        birthDate,
        documentType: 'OTHER',
        documentNumber: null,
        sex: 'F',
        guardians: [],
      });
    expect((await open(newborn({ name: '马雪莲', birthDate: young }))).fault).toMatchObject({
      reason: 'possible_duplicate',
    });
    expect((await open(newborn({ name: '马雪莲', birthDate: old }))).fault).toBeUndefined();
  });

  it('S-12 each party does its own steps only; cancelled and restored the file keeps its person', async () => {
    const { birth } = await open(newborn({ birthCertificate: 'A630000001' }));
    expect((await act(nurse, birth, 'push')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await act(midwife, birth, 'pull')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await act(elsewhere, birth, 'pull')).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await act(midwife, birth, 'undo')).fault).toMatchObject({ reason: 'wrong_state' });
    const cancelled = (await act(midwife, birth, 'cancel', { reason: '重复建档' })).birth;
    expect(await fileOf(birth.id)).toMatchObject({ registration_state: 'cancelled' });
    const { birth: other } = await open(newborn({ birthCertificate: 'A630000001' }));
    expect((await act(midwife, cancelled, 'restore')).fault).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    await act(midwife, other, 'cancel', { reason: '录错' });
    expect((await act(midwife, cancelled, 'restore')).birth.state).toBe('filed');
    expect(await fileOf(birth.id)).toMatchObject({ registration_state: 'active' });
  });

  it('S-16 shows the ward all births filed in the month, handed over or not, on the screen and as .xlsx', async () => {
    const month = await list(midwife, { month: '2026-11' });
    expect(new Set(month.map((b) => b.state))).toEqual(new Set(['filed', 'pushed', 'cancelled', 'pulled']));
    expect(await list(midwife, { month: '2026-10' })).toEqual([]);
    const { data } = await stack.graph<{ birthsExportUrl: string }>(
      'people',
      midwife,
      '{ birthsExportUrl(filter: { month: "2026-11" }) }',
    );
    const [head, ...rows] = await sheetAt(stack, data.birthsExportUrl);
    expect(head).toContain('母亲HBsAg');
    expect(rows.length).toBe(month.length);
    expect(rows).toContainEqual(expect.arrayContaining(['2026-10-12', '冯*竹', '阳性', '已推送']));
  });
});
