import { type Em, query } from '@miaoben/kernel';
import type { DoseChanged } from '@miaoben/schema';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, made, sheetAt, startPeople, WARD } from '../../people.test-kit.ts';
import { checkAll } from '../quality/quality.test-kit.ts';
import { doseSubscription } from './dose-copy.ts';
import type { PersonQuery } from './query.vocabulary.ts';

let stack: Stack;
const child: Record<string, string> = {};
/** name, birth date, sex, more */
const FILES = [
  ['赵一一', '2020-03-01', 'M', { personType: 'floating' }],
  ['钱二二', '2021-03-01', 'F', { personType: 'resident' }],
  ['孙三三', '2022-03-01', 'F', {}],
  ['李四四', '2023-03-01', 'M', { residence: '630121101', managingClinic: WARD }],
] as const;
const dose = (person: string, vaccine: string, date: string, more: Partial<DoseChanged> = {}): DoseChanged => ({
  ...{ type: 'dose.changed', doseId: stack.newId(), personId: child[person]!, birthDate: '2020-03-01' },
  ...{ date, vaccine, state: 'given', clinicId: CLINIC, ...more },
});
const told = (...events: DoseChanged[]) =>
  stack.services.people.orm.em
    .fork()
    .transactional((em) => doseSubscription({ clock: stack.services.people.clock }).handle(events, em as Em));

beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  for (const [i, [name, birthDate, sex, more]] of FILES.entries())
    child[name] = await made(stack, {
      ...{ name, birthDate, sex, documentNumber: idNumber(birthDate, 300 + i, sex), guardians: [] },
      ...more,
    });
  await told(
    dose('赵一一', 'MMR', '2021-03-05'),
    dose('赵一一', 'MMR', '2022-03-05'),
    dose('钱二二', 'MMR', '2022-03-05', { clinicId: WARD }),
    dose('孙三三', 'HepB', '2022-03-02'),
  );
});
afterAll(() => stack.stop());

const QUERY = `query($query: PersonQueryInput!, $first: Int, $after: String) {
  personQuery(query: $query, first: $first, after: $after) {
    nodes { doses lastDoseOn person { name } } pageInfo { hasNextPage endCursor } } personQueryCount(query: $query) { files isMore } }`;
interface Found {
  personQuery: {
    nodes: { doses: number; lastDoseOn: string | null; person: { name: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
  personQueryCount: { files: number; isMore: boolean };
}
type Condition = PersonQuery['groups'][number]['conditions'][number];
const all = (...conditions: Condition[]): PersonQuery => ({ logic: 'and', groups: [{ logic: 'and', conditions }] });
const ask = (query: PersonQuery, caller: Caller = callers.cdc, page: Record<string, unknown> = {}) =>
  stack.graph<Found>('people', caller, QUERY, { query, ...page });
const names = async (query: PersonQuery, caller?: Caller) => {
  const { data, errors } = await ask(query, caller);
  expect(errors).toEqual([]);
  expect(data.personQueryCount).toEqual({ files: data.personQuery.nodes.length, isMore: false });
  return data.personQuery.nodes.map(({ person }) => person.name.at(-1));
};
const mmr = (operator: 'at_least' | 'at_most', n: number, more = {}): Condition => ({
  ...{ field: 'doses', operator, values: [String(n)], doses: { vaccines: ['MMR'], ...more } },
});

describe('the combined query', () => {
  it('J-07 finds files by fields of the file and of the doses, joined by AND and OR, at the desk and at the clinic', async () => {
    expect(await names(all({ field: 'sex', operator: 'in', values: ['F'] }, mmr('at_most', 0)))).toEqual(['三']);
    expect(await names(all(mmr('at_least', 1)))).toEqual(['一', '二']);
    expect(await names(all(mmr('at_least', 1, { from: '2022-01-01', clinic: CLINIC })))).toEqual(['一']);
    expect(
      await names({
        logic: 'or',
        groups: [
          ...all({ field: 'ageMonths', operator: 'at_least', values: ['80'] }).groups,
          ...all({ field: 'residence', operator: 'in', values: ['630121101'] }).groups,
        ],
      }),
    ).toEqual(['一', '四']);
    expect(await names(all({ field: 'personType', operator: 'not_in', values: ['resident'] }))).toEqual([
      '一',
      '三',
      '四',
    ]);
    expect(await names(all({ field: 'personType', operator: 'filled', values: [] }))).toEqual(['一', '二']);
    const everyone = all({ field: 'documentNumber', operator: 'filled', values: [] });
    expect(await names(everyone, callers.nurse)).toEqual(['一', '二', '三']);
    expect(await names({ ...everyone, division: '630121101' })).toEqual(['四']);
    expect((await ask({ ...everyone, division: '640123' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(everyone, callers.elsewhere)).data.personQuery.nodes).toEqual([]);
  });

  it('J-07 pages by cursor, and forgets a dose that was voided', async () => {
    const asked = all({ field: 'documentNumber', operator: 'filled', values: [] });
    const first = await ask(asked, callers.cdc, { first: 3 });
    expect(first.data.personQuery.nodes.map((n) => [n.doses, n.lastDoseOn])).toEqual([
      [2, '2022-03-05'],
      [1, '2022-03-05'],
      [1, '2022-03-02'],
    ]);
    const { endCursor, hasNextPage } = first.data.personQuery.pageInfo;
    const next = await ask(asked, callers.cdc, { first: 3, after: endCursor });
    expect([hasNextPage, next.data.personQuery.nodes.map((n) => n.person.name.at(-1))]).toEqual([true, ['四']]);
    const twice = dose('李四四', 'MMR', '2024-03-05');
    await told(twice);
    expect(await names(all(mmr('at_least', 1)))).toEqual(['一', '二', '四']);
    await told({ ...twice, state: 'voided' });
    expect(await names(all(mmr('at_least', 1)))).toEqual(['一', '二']);
  });

  it('J-07 hands out what it finds as .xlsx by division with the chosen columns, masked', async () => {
    const file = (columns: string[], caller: Caller = callers.cdc) =>
      stack.graph<{ personQueryFile: string }>(
        'people',
        caller,
        'query($query: PersonQueryInput!, $columns: [QueryColumn!]!) { personQueryFile(query: $query, columns: $columns) }',
        { query: all({ field: 'sex', operator: 'in', values: ['M'] }), columns },
      );
    const { data, errors } = await file(['residence', 'name', 'documentType', 'personType', 'doses']);
    expect(errors).toEqual([]);
    expect(await sheetAt(stack, data.personQueryFile)).toEqual([
      ['现住址区划', '姓名', '证件类型', '人员类型', '接种剂次'],
      ['桥头镇', '赵*一', '居民身份证', '流动', 2],
      ['城关镇', '李*四', '居民身份证', null, 0],
    ]);
    expect((await file(['conditions'], callers.inspector)).errors[0]?.extensions).toMatchObject({
      field: 'columns',
      reason: 'unknown_code',
    });
  });

  it('J-07 keeps queries for oneself or for the unit, rewrites and deletes only one’s own', async () => {
    const SAVED = '{ id name isShared isOwn groups { conditions { field doses { vaccines } } } columns }';
    const save = (input: Record<string, unknown>, caller: Caller = callers.nurse) =>
      stack.graph<{ saveQuery: { id: string; name: string; isOwn: boolean }[] }>(
        'people',
        caller,
        `mutation($c: ID!, $input: SavedQueryInput!) { saveQuery(commandId: $c, input: $input) ${SAVED} }`,
        {
          c: stack.newId(),
          input: { id: stack.newId(), isShared: false, query: all(mmr('at_least', 2)), columns: ['name'], ...input },
        },
      );
    const shared = await save({ name: '两剂麻腮风', isShared: true });
    expect(shared.errors).toEqual([]);
    expect(shared.data.saveQuery).toMatchObject([
      {
        ...{ name: '两剂麻腮风', isShared: true, isOwn: true, columns: ['name'] },
        groups: [{ conditions: [{ field: 'doses', doses: { vaccines: ['MMR'] } }] }],
      },
    ]);
    await save({ name: '自用' });
    const seen = (caller: Caller) =>
      stack.graph<{ savedQueries: { id: string; name: string; isOwn: boolean }[] }>(
        'people',
        caller,
        `{ savedQueries ${SAVED} }`,
      );
    expect((await seen(callers.colleague)).data.savedQueries).toMatchObject([{ name: '两剂麻腮风', isOwn: false }]);
    expect((await seen(callers.midwife)).data.savedQueries).toEqual([]);
    const id = shared.data.saveQuery[0]!.id;
    expect((await save({ id, name: '别人的' }, callers.colleague)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await save({ name: '自用' })).errors[0]?.extensions).toMatchObject({ field: 'name', reason: 'duplicate' });
    const drop = (caller: Caller) =>
      stack.graph('people', caller, 'mutation($c: ID!, $id: ID!) { deleteQuery(commandId: $c, id: $id) { name } }', {
        ...{ c: stack.newId(), id },
      });
    expect((await drop(callers.colleague)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await drop(callers.nurse)).data).toEqual({ deleteQuery: [{ name: '自用' }] });

    // Twice at once: of one id the same success, of one name one success and one refusal, never a fault of ours.
    const once = { id: stack.newId(), name: '同时保存' };
    for (const { errors } of await Promise.all([save(once), save(once)])) expect(errors).toEqual([]);
    const named = await Promise.all([save({ name: '同名' }), save({ name: '同名' })]);
    expect(named.map(({ errors }) => errors[0]?.extensions.code ?? 'kept').sort()).toEqual(['CONFLICT', 'kept']);

    // At the limit what is kept can still be renamed; one more is refused.
    await query(
      stack.services.people.orm.em.fork() as Em,
      `insert into saved_query (id, account_id, name, is_shared, query, columns, changed_at)
       select gen_random_uuid(), account_id, 'n' || n, false, query, columns, now()
       from saved_query, generate_series(1, 97) n where id = $1`,
      [once.id],
    );
    expect((await save({ name: '再多一个' })).errors[0]?.extensions).toMatchObject({
      reason: 'out_of_range',
      max: 100,
    });
    expect((await save({ ...once, name: '改了名' })).errors).toEqual([]);
  });

  it('J-08 Q-08 has the data check look at the doses of a file again when one comes or goes', async () => {
    const early = dose('孙三三', 'MMR', '2021-01-01', { lotExpiresOn: '2020-12-31' });
    const found = async () => {
      await checkAll(stack);
      const { data } = await stack.graph<{
        qualityFindings: { nodes: { person: { id: string }; rule: { id: string } }[] };
      }>('people', callers.cdc, '{ qualityFindings(filter: {}) { nodes { person { id } rule { id } } } }');
      return data.qualityFindings.nodes.flatMap(({ person, rule }) =>
        person.id === child.孙三三 && rule.id.startsWith('dose_') ? [rule.id] : [],
      );
    };
    await told(early);
    expect((await found()).sort()).toEqual(['dose_after_expiry', 'dose_before_birth']);
    await told({ ...early, state: 'voided' });
    expect(await found()).toEqual([]);
  });
});
