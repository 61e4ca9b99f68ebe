import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, made, sheetAt, startPeople, WARD } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  for (let i = 0; i < 18; i++) {
    // Years apart, or they would be taken for one child.
    const birthDate = `${2009 + (i % 17)}-03-01`;
    await made(stack, {
      name: `${'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦'[i]}${'安宁康乐福寿喜瑞祥和平顺吉庆丰泰昌盛'[i]}`,
      birthDate,
      documentNumber: idNumber(birthDate, 100 + i, 'M'),
      managingClinic: i < 12 ? CLINIC : WARD,
      guardians: [],
    });
  }
});
afterAll(() => stack.stop());

const SAMPLE = `query($input: SampleInput!) { personSample(input: $input) { seed population
  strata { unit { id } population drawn } persons { id name managingClinic { id } } } }`;
const FILE = 'query($input: SampleInput!) { personSampleFile(input: $input) }';
interface Sample {
  seed: string;
  population: number;
  strata: { unit: { id: string }; population: number; drawn: number }[];
  persons: { id: string; name: string; managingClinic: { id: string } }[];
}
const ask = (more: Record<string, unknown> = {}, caller: Caller = callers.inspector) =>
  stack.graph<{ personSample: Sample }>('people', caller, SAMPLE, { input: input(more) });
const input = (more: Record<string, unknown>) => ({
  division: '630121',
  bornFrom: '2009-01-01',
  bornTo: '2026-12-31',
  states: ['active'],
  size: 9,
  seed: 'A7',
  ...more,
});
const ids = ({ data }: Awaited<ReturnType<typeof ask>>) => data.personSample.persons.map(({ id }) => id);

describe('a random sample of files', () => {
  it('S-27 draws the same files for the same seed, others for another, unit by unit in proportion', async () => {
    const first = await ask();
    expect(first.errors).toEqual([]);
    const { population, strata, persons } = first.data.personSample;
    expect(population).toBe(18);
    expect(Object.fromEntries(strata.map((s) => [s.unit.id, [s.population, s.drawn]]))).toEqual({
      [CLINIC]: [12, 6],
      [WARD]: [6, 3],
    });
    expect(persons.filter((p) => p.managingClinic.id === WARD).length).toBe(3);
    expect(new Set(ids(first)).size).toBe(9);
    expect(ids(await ask())).toEqual(ids(first));
    expect(ids(await ask({ seed: 'A8' }))).not.toEqual(ids(first));
    const fresh = await ask({ seed: null });
    expect(fresh.data.personSample.seed).toMatch(/^\d{8}$/);
    expect(ids(await ask({ seed: fresh.data.personSample.seed }))).toEqual(ids(fresh));
  });

  it('S-27 keeps to the birth dates, the registration states and the area asked for', async () => {
    const few = await ask({ bornFrom: '2010-01-01', bornTo: '2012-12-31', size: 100 });
    expect([few.data.personSample.population, ids(few).length]).toEqual([3, 3]);
    expect((await ask({ states: ['dead'] })).data.personSample).toMatchObject({
      population: 0,
      strata: [],
      persons: [],
    });
    expect((await ask({ division: '630121101' })).data.personSample.population).toBe(0);
    expect((await ask({ division: '630123' })).errors[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect((await ask({}, callers.nurse)).errors[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const wrong = async (more: Record<string, unknown>) => (await ask(more)).errors[0]?.extensions;
    expect(await wrong({ size: 1001 })).toMatchObject({ field: 'input.size', reason: 'out_of_range' });
    expect(await wrong({ states: [] })).toMatchObject({ field: 'input.states', reason: 'required' });
    expect(await wrong({ seed: 'a b' })).toMatchObject({ field: 'input.seed', reason: 'format' });
    expect(await wrong({ bornTo: '2008-01-01' })).toMatchObject({ field: 'input.bornTo', reason: 'out_of_range' });
  });

  it('S-27 hands the sample out as .xlsx with the same files, masked, and columns to fill', async () => {
    const { data, errors } = await stack.graph<{ personSampleFile: string }>('people', callers.inspector, FILE, {
      input: input({}),
    });
    expect(errors).toEqual([]);
    const [head, ...rows] = await sheetAt(stack, data.personSampleFile);
    expect(head).toEqual([
      '序号',
      '建档单位',
      '姓名',
      '性别',
      '出生日期',
      '在册情况',
      '个案条码',
      '抽样号',
      '核查结果',
      '问题说明',
    ]);
    const shown = (await ask()).data.personSample.persons;
    expect(rows.map((r) => r[2])).toEqual(shown.map((p) => p.name));
    expect(rows.every((r) => r[7] === 'A7' && r[5] === '在册' && String(r[2]).includes('*'))).toBe(true);
    expect(new Set(rows.map((r) => r[1]))).toEqual(new Set(['桥头镇中心卫生院', '大通县人民医院产科']));
  });
});

const NOTE = 'mutation($c: ID!, $i: NoteSampleFindingInput!) { noteSampleFinding(commandId: $c, input: $i) }';
const note = (more: Record<string, unknown>, caller: Caller = callers.inspector, commandId = stack.newId()) =>
  stack.graph<{ noteSampleFinding: string }>('people', caller, NOTE, {
    c: commandId,
    i: { seed: 'A7', result: 'agrees', foundAt: '2026-11-20T02:00:00.000Z', ...more },
  });
const FOUND = `query($input: SampleInput!) { personSample(input: $input) { findings {
  person { id name } result note foundAt by { id } } } }`;
interface Found {
  person: { id: string; name: string };
  result: string;
  note: string | null;
  foundAt: string;
  by: { id: string };
}
const found = async (more: Record<string, unknown> = {}) =>
  (
    await stack.graph<{ personSample: { findings: Found[] } }>('people', callers.inspector, FOUND, {
      input: input(more),
    })
  ).data.personSample.findings;
const errorOf = async (answer: ReturnType<typeof note>) => (await answer).errors[0]?.extensions;

describe('what is found on site', () => {
  it('S-47 is kept under the number of the sample with who and when, once a command, the later word for the earlier', async () => {
    const [first, second] = ids(await ask()) as [string, string];
    const command = stack.newId();
    expect((await note({ personId: first }, callers.inspector, command)).errors).toEqual([]);
    expect((await note({ personId: first }, callers.inspector, command)).data.noteSampleFinding).toBe(first);
    await note({ personId: second, result: 'differs', note: '接种证少一剂乙肝疫苗' });
    await note({ personId: first, result: 'differs', note: '少一剂', foundAt: '2031-01-01T00:00:00.000Z' });
    // Another one's word stands beside it, and a note of what agrees is left aside.
    await note({ personId: first, note: '不算' }, callers.cdc);
    const told = await found();
    const of = (id: string) => told.filter(({ person }) => person.id === id);
    expect(of(second)).toMatchObject([
      {
        result: 'differs',
        note: '接种证少一剂乙肝疫苗',
        foundAt: '2026-11-20T02:00:00.000Z',
        by: { id: 'inspector' },
      },
    ]);
    expect(of(second)[0]?.person.name).toContain('*');
    expect(of(first).map(({ by, result, note: words }) => [by.id, result, words])).toEqual(
      expect.arrayContaining([
        ['inspector', 'differs', '少一剂'],
        ['cdc', 'agrees', null],
      ]),
    );
    // A clock that is ahead does not carry a finding into the future.
    expect(of(first).every(({ foundAt }) => foundAt < '2031')).toBe(true);
    const withdrawn = '2031-01-01T00:00:00.000Z';
    await note({ personId: first, result: null, foundAt: withdrawn });
    expect((await found()).map(({ by }) => by.id).sort()).toEqual(['cdc', 'inspector']);
    expect(await found({ seed: 'A8' })).toEqual([]);
    // A file that is drawn no longer keeps what was found of it.
    expect((await found({ bornFrom: '2026-12-30' })).length).toBe(2);
  });

  it('S-27 S-47 what was found later stands, also when what was found before it arrives after it from a tablet', async () => {
    const [personId] = ids(await ask()) as [string];
    const seed = 'LATE1';
    const at = (hour: number) => `2026-11-20T0${hour}:00:00.000Z`;
    const words = async () => (await found({ seed })).map((f) => [f.result, f.note, f.foundAt]);
    await note({ seed, personId, result: 'differs', note: '少一剂', foundAt: at(5) });
    expect((await note({ seed, personId, foundAt: at(3) })).errors).toEqual([]);
    expect(await words()).toEqual([['differs', '少一剂', at(5)]]);
    const [line] = await query<{ detail: object }>(
      stack.services.people.orm.em.fork() as Em,
      `select detail from audit_line where operation = 'Mutation.noteSampleFinding' and subject = $1 order by at desc limit 1`,
      [personId],
    );
    expect(line?.detail).toEqual({ seed, result: 'agrees', isLate: true, foundAt: at(3) });
    await note({ seed, personId, foundAt: at(6) });
    expect(await words()).toEqual([['agrees', null, at(6)]]);
    // Taken back at eight: what was found at seven does not bring it back.
    await note({ seed, personId, result: null, foundAt: at(8) });
    await note({ seed, personId, result: 'differs', note: '多一剂', foundAt: at(7) });
    expect(await words()).toEqual([]);
  });

  it('S-47 refuses what has no number, no word on what differs, or lies outside the area', async () => {
    const [personId] = ids(await ask());
    expect(await errorOf(note({ personId, seed: 'a b' }))).toMatchObject({ field: 'input.seed', reason: 'format' });
    expect(await errorOf(note({ personId, result: 'differs', note: ' ' }))).toMatchObject({
      field: 'input.note',
      reason: 'required',
    });
    expect(await errorOf(note({ personId: stack.newId() }))).toMatchObject({ code: 'NOT_FOUND' });
    const away = { ...callers.inspector, divisions: ['630123'] };
    expect(await errorOf(note({ personId }, away))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await errorOf(note({ personId }, callers.nurse))).toMatchObject({ code: 'FORBIDDEN' });
  });
});
