import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, OTHER_CLINIC, sheetAt, startPeople } from '../../people.test-kit.ts';
import { lastPairRun } from '../duplicate/pairs.repository.ts';
import { checkAll, oldFile, takeOver } from './quality.test-kit.ts';
import { qualityStep } from './quality.worker.ts';

const province: Caller = { role: 'cdc', account: 'province', divisions: ['63'] };
let stack: Stack;
const ids: Record<string, string> = {};

beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  const files = {
    special: oldFile(stack, { name: '张#明', documentNumber: idNumber('2024-03-01', 1, 'M') }),
    wrongSex: oldFile(stack, { sex: 'F', documentNumber: idNumber('2024-03-01', 2, 'M') }),
    empty: oldFile(stack, { name: '空卡', birthDate: '2025-01-01', phone: null, guardians: [] }),
    good: oldFile(stack, { documentNumber: idNumber('2024-03-01', 3, 'M') }),
    elsewhere: oldFile(stack, {
      sex: 'F',
      documentNumber: idNumber('2024-03-01', 4, 'M'),
      residence: '630123100',
      managingOrgId: OTHER_CLINIC,
    }),
  };
  for (const [key, { id }] of Object.entries(files)) ids[key] = id;
  await takeOver(stack, Object.values(files));
  await checkAll(stack);
});
afterAll(() => stack.stop());

const ask = async <T>(caller: Caller, text: string, variables: object = {}) =>
  stack.graph<T>('people', caller, text, variables as Record<string, unknown>);
const cards = async (caller: Caller, division: string | null = null) => {
  const { data, errors } = await ask<{ qualitySummary: { cards: { rule: { id: string }; files: number }[] } }>(
    caller,
    'query($division: ID) { qualitySummary(division: $division) { cards { rule { id } files } } }',
    { division },
  );
  expect(errors).toEqual([]);
  return Object.fromEntries(data.qualitySummary.cards.map((c) => [c.rule.id, c.files]));
};
interface Row {
  person: { id: string; name: string };
  rule: { id: string };
  state: string;
  answer: string | null;
}
const rows = async (caller: Caller, filter: object = {}) => {
  const { data, errors } = await ask<{ qualityFindings: { nodes: Row[] } }>(
    caller,
    'query($filter: QualityFilter!) { qualityFindings(filter: $filter) { nodes { person { id name } rule { id } state answer } } }',
    { filter },
  );
  expect(errors).toEqual([]);
  return data.qualityFindings.nodes;
};
const tallied = () =>
  query<{ rule: string; kept: number; counted: number }>(
    stack.services.people.orm.em.fork() as Em,
    `select rule, sum(kept)::int kept, sum(counted)::int counted from (
       select rule, division, clinic, files kept, 0 counted from quality_tally
       union all select rule, division, clinic, 0, 1 from quality_finding) x
     group by rule, division, clinic having sum(kept) <> sum(counted)`,
  );
const change = async (id: string, changes: object) => {
  const { data } = await ask<{ person: { version: number } }>(
    callers.nurse,
    'query($id: ID!) { person(id: $id) { version } }',
    { id },
  );
  const answer = await ask(
    callers.nurse,
    'mutation($c: ID!, $id: ID!, $v: Int!, $changes: PersonChangesInput!) { changePerson(commandId: $c, id: $id, expectedVersion: $v, changes: $changes) { id } }',
    { c: stack.newId(), id, v: data.person.version, changes },
  );
  expect(answer.errors).toEqual([]);
};

describe('the data check', () => {
  it('Q-08 J-06 counts files that break a rule for the clinic, the county and the prefecture', async () => {
    const own = { name_special: 1, sex_differs: 1, empty_card: 1, phone_missing: 1 };
    expect(await cards(callers.nurse)).toEqual(own);
    expect(await cards(callers.elsewhere)).toEqual({ sex_differs: 1 });
    expect(await cards(callers.cdc)).toEqual({ ...own, sex_differs: 2 });
    expect(await cards(callers.cdc, '630123')).toEqual({ sex_differs: 1 });
    expect(await tallied()).toEqual([]);
    const refused = await ask(callers.mother, '{ qualitySummary { version } }');
    expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('Q-08 opens a card as rows of the caller’s scope, masked for disease control', async () => {
    expect((await rows(callers.nurse, { rule: 'sex_differs' })).map((r) => r.person.id)).toEqual([ids.wrongSex]);
    const seen = await rows(callers.cdc, { rule: 'sex_differs' });
    expect(new Set(seen.map((r) => r.person.id))).toEqual(new Set([ids.wrongSex, ids.elsewhere]));
    expect(seen.every((r) => r.person.name === '张*明')).toBe(true);
    const units = await ask<{ qualityUnits: { clinic: { id: string }; files: number }[] }>(
      callers.inspector,
      '{ qualityUnits(filter: { rule: "sex_differs" }) { clinic { id } files } }',
    );
    expect(units.data.qualityUnits).toEqual([{ clinic: { id: CLINIC }, files: 1 }]);
    const wrong = await ask(callers.cdc, '{ qualityFindings(filter: { rule: "none" }) { nodes { id } } }');
    expect(wrong.errors[0]?.extensions).toMatchObject({ field: 'filter.rule', reason: 'unknown_code' });
  });

  it('S-41 reports all rows that break the standard as .xlsx, masked', async () => {
    const { data } = await ask<{ qualityFile: string }>(callers.nurse, '{ qualityFile(filter: {}) }');
    const [head, ...lines] = await sheetAt(stack, data.qualityFile);
    expect(head?.slice(0, 2)).toEqual(['建档单位', '姓名']);
    expect(lines.map((l) => l[5]).sort()).toEqual(
      ['姓名含特殊字符', '性别与身份证号不符', '空卡：无证件、无电话、无监护人、无地址', '儿童无联系电话'].sort(),
    );
    expect(lines.every((l) => String(l[1]).includes('*') && l[0] === '桥头镇中心卫生院')).toBe(true);
  });

  it('J-06 a finding goes by itself once its file is put right, and counts fall with it', async () => {
    await change(ids.special!, { name: '张明明' });
    await checkAll(stack);
    expect(await cards(callers.nurse)).toEqual({ sex_differs: 1, empty_card: 1, phone_missing: 1 });
    expect(await tallied()).toEqual([]);
  });

  it('H-03 hands findings to a clinic, which answers or repairs, and shows what is left', async () => {
    const hand = (rule: string) =>
      ask<{ handOverFindings: number }>(
        callers.cdc,
        'mutation($c: ID!, $rule: ID!, $clinic: ID!) { handOverFindings(commandId: $c, rule: $rule, clinic: $clinic, note: "请月底前核实") }',
        { c: stack.newId(), rule, clinic: CLINIC },
      );
    expect((await hand('sex_differs')).data.handOverFindings).toBe(1);
    expect((await hand('sex_differs')).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
    expect((await hand('empty_card')).data.handOverFindings).toBe(1);
    expect((await rows(callers.nurse, { rule: 'sex_differs' }))[0]?.state).toBe('handed_over');
    const answer = (caller: Caller, personId: string, rule: string) =>
      ask(
        caller,
        'mutation($c: ID!, $p: ID!, $rule: ID!) { answerFinding(commandId: $c, personId: $p, rule: $rule, answer: "家长外出联系不上") }',
        { c: stack.newId(), p: personId, rule },
      );
    expect((await answer(callers.elsewhere, ids.empty!, 'empty_card')).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await answer(callers.nurse, ids.empty!, 'phone_missing')).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await answer(callers.nurse, ids.empty!, 'empty_card')).errors).toEqual([]);
    expect((await rows(callers.cdc, { rule: 'empty_card' }))[0]).toMatchObject({
      state: 'answered',
      answer: '家长外出联系不上',
    });
    await change(ids.wrongSex!, { sex: 'M' });
    await checkAll(stack);
    const { data } = await ask<{ qualityHandovers: { nodes: object[] } }>(
      callers.nurse,
      '{ qualityHandovers { nodes { rule { id } files left answered note } } }',
    );
    const note = '请月底前核实';
    expect(data.qualityHandovers.nodes).toEqual([
      { rule: { id: 'empty_card' }, files: 1, left: 1, answered: 1, note },
      { rule: { id: 'sex_differs' }, files: 1, left: 0, answered: 0, note },
    ]);
  });

  it('S-41 the province switches a rule off and on again, with its reason; nobody below does', async () => {
    const flip = (caller: Caller, isOn: boolean) =>
      ask<{ switchQualityRule: object }>(
        caller,
        'mutation($c: ID!, $isOn: Boolean!) { switchQualityRule(commandId: $c, rule: "phone_missing", isOn: $isOn, reason: "国家标准修订") { isOn reason changedBy { id } } }',
        { c: stack.newId(), isOn },
      );
    expect((await flip(callers.cdc, false)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await flip(province, false)).data.switchQualityRule).toEqual({
      isOn: false,
      reason: '国家标准修订',
      changedBy: { id: 'province' },
    });
    expect(await cards(callers.nurse)).toEqual({ empty_card: 1 });
    expect(await rows(callers.nurse, { rule: 'phone_missing' })).toEqual([]);
    await flip(province, true);
    expect(await cards(callers.nurse)).toEqual({ empty_card: 1, phone_missing: 1 });
  });

  it('S-41 a check of all files finds what was written past the check, and goes on after a restart', async () => {
    const em = stack.services.people.orm.em.fork() as Em;
    await query(em, `update person set sex = 'U' where id = $1`, [ids.good]);
    const again = await ask<{ recheckQuality: { isRunning: boolean; total: number } }>(
      province,
      'mutation($c: ID!) { recheckQuality(commandId: $c) { isRunning total } }',
      { c: stack.newId() },
    );
    expect(again.data.recheckQuality.total).toBe(5);
    await checkAll(stack);
    expect(await cards(callers.nurse)).toEqual({ empty_card: 1, phone_missing: 1, sex_unknown: 1 });
    expect(await tallied()).toEqual([]);
  });

  it('J-08 finds duplicates over the area and across counties in the background; each level decides its own', async () => {
    const { people } = stack.services;
    const em = () => people.orm.em.fork() as Em;
    await query(em(), 'delete from duplicate_run');
    while ((await lastPairRun(em()))?.state !== 'done') await qualityStep(people);
    interface Found {
      first: { id: string };
      second: { id: string };
      reasons: string[];
      common: { code: string };
      note: string | null;
    }
    const pairs = async (caller: Caller, args = '') => {
      const { data, errors } = await ask<{ duplicatePairs: { nodes: Found[] } }>(
        caller,
        `{ duplicatePairs${args} { nodes { first { id } second { id } reasons common { code } note } } }`,
      );
      expect(errors).toEqual([]);
      return data.duplicatePairs.nodes;
    };
    const county: Caller = { role: 'cdc', account: 'county', divisions: ['630121'] };
    const idsOf = ({ first, second }: Found) => new Set([first.id, second.id]);
    const [own, ...others] = await pairs(county);
    expect(others).toEqual([]);
    expect(idsOf(own!)).toEqual(new Set([ids.wrongSex, ids.good]));
    expect(own).toMatchObject({ reasons: ['same_name'], common: { code: '630121100' } });
    // Another sex and another document: the third pair is not likely enough.
    expect((await pairs(callers.cdc)).length).toBe(2);
    const across = await pairs(callers.cdc, '(isAcross: true)');
    expect(across.map((p) => p.common.code)).toEqual(['6301']);
    expect((await ask(callers.nurse, '{ duplicatePairs { nodes { id } } }')).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );

    const decide = (caller: Caller, pair: Found) =>
      ask(
        caller,
        'mutation($c: ID!, $a: ID!, $b: ID!) { decideDuplicatePair(commandId: $c, firstId: $a, secondId: $b, isDifferent: true, note: "同名不同人") }',
        { c: stack.newId(), a: pair.second.id, b: pair.first.id },
      );
    expect((await decide(county, across[0]!)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await decide(county, own!)).errors).toEqual([]);
    // A later search leaves the decision as it is.
    await query(em(), 'delete from duplicate_run');
    while ((await lastPairRun(em()))?.state !== 'done') await qualityStep(people);
    expect(await pairs(county)).toEqual([]);
    expect(await pairs(county, '(state: different)')).toMatchObject([{ note: '同名不同人' }]);
  });
});
