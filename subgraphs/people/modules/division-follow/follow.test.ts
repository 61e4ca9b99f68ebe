import { change, type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { CLINIC, callers, idNumber, made, startPeople } from '../../people.test-kit.ts';
import { insertHousehold, insertMember } from '../household/household.repository.ts';

let stack: Stack;
const child: Record<string, string> = {};
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  const file = async (name: string, year: number, more: Record<string, unknown>) => {
    const birthDate = `${year}-03-01`;
    const documentNumber = idNumber(birthDate, year - 1900, 'M');
    child[name] = await made(stack, { name, birthDate, documentNumber, guardians: [], ...more });
  };
  await file('朔一一', 2019, { residence: '630121204', residenceAddress: '朔北乡永丰村12号', managingClinic: CLINIC });
  await file('朔二二', 2020, { residence: '630121204', residenceAddress: '朔北乡东至沟' });
  await file('桥三三', 2021, { residence: '630121100', registeredDivision: '630121204' });
});
afterAll(() => stack.stop());

const CITY: Caller = { role: 'cdc', account: '01890000-0000-7000-8000-0000000000c1', divisions: ['6301'] };
const placesOf = async (name: string) => {
  const { data, errors } = await stack.graph<{
    person: { residence: { code: string }; details: { registeredDivision: string }; history: { by: { id: string } }[] };
  }>('people', CITY, 'query($id: ID!) { person(id: $id) { residence { code } details { registeredDivision } } }', {
    id: child[name],
  });
  expect(errors).toEqual([]);
  return [data.person.residence.code, data.person.details.registeredDivision];
};
const order = async (changes: object[]) => {
  const id = stack.newId();
  const { errors } = await stack.graph(
    'identity',
    CITY,
    'mutation($c: ID!, $input: DivisionOrderInput!) { changeDivisions(commandId: $c, input: $input) { id } }',
    { c: stack.newId(), input: { id, changes, reason: '撤乡并镇' } },
  );
  expect(errors).toEqual([]);
  return id;
};
const undo = async (id: string) => {
  const document = 'mutation($c: ID!, $id: ID!) { undoDivisionOrder(commandId: $c, id: $id) { id } }';
  expect((await stack.graph('identity', CITY, document, { c: stack.newId(), id })).errors).toEqual([]);
};
const follow = (id: string, state: string) =>
  vi.waitFor(
    async () => {
      const { data } = await stack.graph<{ divisionFollow: { state: string; written: number; kept: number } | null }>(
        'people',
        CITY,
        'query($order: ID!) { divisionFollow(order: $order) { state written restored kept } }',
        { order: id },
      );
      expect(data.divisionFollow?.state).toBe(state);
      return data.divisionFollow;
    },
    { timeout: 30_000 },
  );

/** The setting that holds in a division: where it was set, and the days of an answer. */
const days = async (division: string) => {
  const { data } = await stack.graph<{ peopleSettings: { setFor: string | null; answerDays: number } }>(
    'people',
    CITY,
    'query($d: ID!) { peopleSettings(division: $d) { setFor answerDays } }',
    { d: division },
  );
  return [data.peopleSettings.setFor, data.peopleSettings.answerDays];
};

describe('files follow changes of divisions', () => {
  it('J-09 J-03 moves residence and registered place with a merged township, keeps the history, and puts back what was not changed since', async () => {
    const { data } = await stack.graph<{ divisionFiles: object[] }>(
      'people',
      CITY,
      '{ divisionFiles(divisions: ["630121204"]) { division files } }',
    );
    expect(data.divisionFiles).toEqual([{ division: '630121204', files: 2 }]);
    // The report of a death that no file was found for stands in a division of its own.
    const death = stack.newId();
    await change(
      stack.services.people.orm.em.fork() as Em,
      `insert into death_report (id, state, source, certificate_blind, sealed, sex, died_on, division, reported_at)
       values ($1, 'unclaimed', 'police', 'x', 'x', 'M', '2026-11-01', '630121204', now())`,
      [death],
    );
    const deathIn = async () =>
      (
        await query<{ division: string }>(
          stack.services.people.orm.em.fork() as Em,
          'select division from death_report where id = $1',
          [death],
        )
      )[0]?.division;
    const id = await order([{ kind: 'merge', from: '630121204', to: '630121101' }]);
    expect(await follow(id, 'done')).toMatchObject({ written: 3, kept: 0 });
    expect(await deathIn()).toBe('630121101');
    expect(await placesOf('朔一一')).toEqual(['630121101', '630121']);
    expect(await placesOf('桥三三')).toEqual(['630121100', '630121101']);
    const history = await stack.graph<{ person: { history: { by: { id: string }; changes: object[] }[] } }>(
      'people',
      CITY,
      'query($id: ID!) { person(id: $id) { history { by { id } changes { field placeBefore { code } placeAfter { code } } } } }',
      { id: child.朔一一 },
    );
    expect(history.data.person.history[0]).toMatchObject({
      by: { id: CITY.account },
      changes: [{ field: 'residence', placeBefore: { code: '630121204' }, placeAfter: { code: '630121101' } }],
    });
    // A township that ended takes nobody in any more.
    await expect(made(stack, { residence: '630121204', name: '新来来' })).rejects.toThrow(/BAD_INPUT/);

    const changed = await stack.graph(
      'people',
      callers.nurse,
      `mutation($c: ID!, $id: ID!, $v: Int!) { changePerson(commandId: $c, id: $id, expectedVersion: $v, changes: { residence: "630121100" }) { id } }`,
      { c: stack.newId(), id: child.朔二二, v: 2 },
    );
    expect(changed.errors).toEqual([]);
    await undo(id);
    expect(await follow(id, 'undone')).toMatchObject({ restored: 2, kept: 1 });
    expect(await deathIn()).toBe('630121204');
    expect(await placesOf('朔一一')).toEqual(['630121204', '630121']);
    expect(await placesOf('朔二二')).toEqual(['630121100', '630121']);
    expect(await placesOf('桥三三')).toEqual(['630121100', '630121204']);
  });

  it('J-09 lets the settings of a township follow to its new code, and back with what was set meanwhile', async () => {
    const set = (division: string, answerDays: number) =>
      change(
        stack.services.people.orm.em.fork() as Em,
        `insert into people_setting (division, hbsag_required, anti_hbs_required, push_days, newborn_days, answer_days, max_bindings, version, changed_at, changed_by)
         values ($1, true, false, 15, 90, $2, 10, 1, now(), 'x') on conflict (division) do update set answer_days = $2`,
        [division, answerDays],
      );
    await set('630121204', 7);
    const id = await order([{ kind: 'move', from: '630121204', to: '630121299' }]);
    await follow(id, 'done');
    expect(await days('630121299')).toEqual(['630121299', 7]);
    await set('630121299', 9);
    await undo(id);
    await follow(id, 'undone');
    expect(await days('630121204')).toEqual(['630121204', 9]);
    // One that goes into another is under that one's own.
    const merged = await order([{ kind: 'merge', from: '630121204', to: '630121101' }]);
    await follow(merged, 'done');
    expect((await days('630121101'))[0]).not.toBe('630121204');
    await undo(merged);
    await follow(merged, 'undone');
    expect(await days('630121204')).toEqual(['630121204', 9]);
    const split = { kind: 'split', from: '630121204', to: '630121298', name: '新乡', units: [CLINIC] };
    const parted = await order([split]);
    await follow(parted, 'done');
    expect([await days('630121204'), await days('630121298')]).toEqual([
      ['630121204', 9],
      ['630121298', 9],
    ]);
    await undo(parted);
    await follow(parted, 'undone');
    expect((await days('630121298'))[0]).not.toBe('630121298');
  });

  it('J-09 J-05 follows a county to another code: files, registered places, settings and the numbers of households; and a county merged into another one', async () => {
    const em = () => stack.services.people.orm.em.fork() as Em;
    const set = (division: string, answerDays: number) =>
      change(
        em(),
        `insert into people_setting (division, hbsag_required, anti_hbs_required, push_days, newborn_days, answer_days, max_bindings, version, changed_at, changed_by)
         values ($1, true, false, 15, 90, $2, 10, 1, now(), 'x') on conflict (division) do update set answer_days = $2`,
        [division, answerDays],
      );
    const household = async () =>
      (
        await query<{ number: string; division: string }>(
          em(),
          `select h.number, h.division from household h join household_member m on m.household_id = h.id where m.person_id = $1`,
          [child.朔一一],
        )
      )[0];
    const open = (division: string) =>
      em().transactional((inner) => insertHousehold(inner as Em, stack.newId(), division, 'x', new Date()));
    const home = stack.newId();
    await em().transactional(async (inner) => {
      await insertHousehold(inner as Em, home, '630121204', 'x', new Date());
      await insertMember(inner as Em, home, { personId: child.朔一一 ?? '', relation: 'head' }, 'x', new Date());
    });
    await set('630121', 6);
    const before = [await placesOf('朔一一'), await placesOf('朔二二'), await placesOf('桥三三')];
    const { number } = (await household()) ?? {};
    const id = await order([{ kind: 'move', from: '630121', to: '630182', name: '大通市' }]);
    expect(await follow(id, 'done')).toMatchObject({ written: 3 });
    expect([await placesOf('朔一一'), await placesOf('朔二二'), await placesOf('桥三三')]).toEqual(
      before.map((places) => places.map((code) => code.replace(/^630121/, '630182'))),
    );
    expect(await days('630182')).toEqual(['630182', 6]);
    // A household keeps its number and stands at the new code; the next one gets the first number of that.
    expect(await household()).toEqual({ number, division: '630182204' });
    const next = await open('630182100');
    const numbers = await query<{ number: string }>(em(), 'select number from household where id = $1', [next]);
    expect(numbers).toEqual([{ number: '630182000000001' }]);
    // Where somebody lives is asked for by the townships that stand.
    const here: Caller = { role: 'vaccinator', account: 'nurse', organisation: CLINIC, divisions: ['630182'] };
    const newcomer = await made(
      stack,
      { name: '新市民', documentNumber: idNumber('2024-03-01', 77, 'M'), residence: '630182100', guardians: [] },
      here,
    );
    await expect(made(stack, { name: '旧地址', residence: '630121100', guardians: [] })).rejects.toThrow(/BAD_INPUT/);
    await undo(id);
    await follow(id, 'undone');
    child.新市民 = newcomer;
    expect([await placesOf('朔一一'), await placesOf('朔二二'), await placesOf('桥三三')]).toEqual(before);
    expect((await placesOf('新市民'))[0]).toBe('630121100');
    expect(await days('630121')).toEqual(['630121', 6]);
    expect((await household())?.division).toBe('630121204');

    const merged = await order([{ kind: 'merge', from: '630121', to: '630123' }]);
    expect(await follow(merged, 'done')).toMatchObject({ written: 4 });
    expect((await placesOf('朔一一'))[0]).toBe('630123204');
    expect((await household())?.division).toBe('630123204');
    expect((await days('630123'))[0]).not.toBe('630121');
    await undo(merged);
    await follow(merged, 'undone');
    expect([await placesOf('朔一一'), await placesOf('朔二二'), await placesOf('桥三三')]).toEqual(before);
    expect((await household())?.division).toBe('630121204');
  });

  it('J-09 takes with a split only the files whose address names a village that goes', async () => {
    const add = [{ kind: 'add', to: '630121204001', name: '永丰村' }];
    await follow(await order(add), 'done');
    const split = { kind: 'split', from: '630121204', to: '630121205', name: '永丰乡', villages: ['630121204001'] };
    // By its name alone the village goes too, without being a division.
    const byName = await order([{ ...split, villages: null, villageNames: ['永丰村'] }]);
    expect(await follow(byName, 'done')).toMatchObject({ written: 1 });
    expect(await placesOf('朔一一')).toEqual(['630121205', '630121']);
    await undo(byName);
    await follow(byName, 'undone');
    const id = await order([split]);
    expect(await follow(id, 'done')).toMatchObject({ written: 1 });
    expect(await placesOf('朔一一')).toEqual(['630121205', '630121']);
    // Who came meanwhile cannot stay where nothing is any more.
    child.后来来 = await made(stack, { name: '后来来', residence: '630121205', guardians: [] });
    await undo(id);
    await follow(id, 'undone');
    expect([await placesOf('朔一一'), await placesOf('后来来')].map(([code]) => code)).toEqual([
      '630121204',
      '630121204',
    ]);
  });
});
