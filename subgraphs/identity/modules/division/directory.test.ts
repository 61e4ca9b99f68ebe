import { query } from '@miaoben/kernel';
import {
  CLINIC,
  ELSEWHERE,
  type IdentityWorld,
  SCHOOL,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const CDC = { role: 'cdc', divisions: ['630121'] } as const;
const ORGANISATIONS = `query ($division: ID, $kind: OrganisationKind, $first: Int, $after: String) {
  organisations(division: $division, kind: $kind, first: $first, after: $after) {
    nodes { id name division { fullName } } pageInfo { hasNextPage endCursor } } }`;
interface Organisations {
  organisations: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

describe('directory of divisions and organisations', () => {
  let world: IdentityWorld;
  beforeAll(async () => {
    world = await startIdentityWorld(inject('adminUrl'));
  });
  afterAll(() => world.stop());
  const ask = <T>(document: string, variables = {}) =>
    world.stack.graph<T>('identity', { ...CDC, divisions: ['630121'] }, document, variables);

  it('walks divisions up and down, level by level', async () => {
    const { data, statements } = await ask<{ division: object }>(
      `{ division(code: "630121") { name fullName level parent { name parent { name level parent { code } } } children { code level children { code } } } }`,
    );
    expect(data.division).toEqual({
      name: '大通回族土族自治县',
      fullName: '青海省西宁市大通回族土族自治县',
      level: 'county',
      parent: { name: '西宁市', parent: { name: '青海省', level: 'province', parent: null } },
      children: [
        { code: '630121100', level: 'township', children: [] },
        { code: '630121101', level: 'township', children: [] },
      ],
    });
    expect(statements).toBe(5);
    const top = await ask<object>(
      '{ divisions { code } below: divisions(parent: "6301") { code } none: division(code: "99") { code } }',
    );
    expect(top.data).toEqual({
      divisions: [{ code: '63' }],
      below: [{ code: '630121' }, { code: '630122' }],
      none: null,
    });
  });

  it('Q-99 lists organisations of a division and all below it, by kind, page by page', async () => {
    const ids = async (variables: object) =>
      (await ask<Organisations>(ORGANISATIONS, variables)).data.organisations.nodes.map((o) => o.id);
    expect(await ids({})).toEqual([CLINIC, SCHOOL, ELSEWHERE]);
    expect(await ids({ division: '630121' })).toEqual([CLINIC, SCHOOL]);
    expect(await ids({ division: '6301', kind: 'cdc' })).toEqual([ELSEWHERE]);
    expect(await ids({ division: '64' })).toEqual([]);
    const first = await ask<Organisations>(ORGANISATIONS, { first: 2 });
    const { hasNextPage, endCursor } = first.data.organisations.pageInfo;
    expect(hasNextPage).toBe(true);
    expect(await ids({ after: endCursor })).toEqual([ELSEWHERE]);
    expect(first.statements).toBe((await ask(ORGANISATIONS, { first: 50 })).statements);
    expect(first.statements).toBe(2);
  });

  it('resolves references in one statement per kind, absent ones to null', async () => {
    const refs = [CLINIC, SCHOOL, 'x'].map((id) => ({ __typename: 'Organisation', id }));
    const { data, statements } = await ask<{ _entities: unknown[] }>(
      `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Organisation { code name } ... on Division { name } } }`,
      { refs: [...refs, { __typename: 'Division', code: '630121100' }, { __typename: 'Division', code: '1' }] },
    );
    expect(data._entities).toEqual([
      { code: '630121100001', name: '桥头镇卫生院' },
      { code: '630121101002', name: '城关镇小学' },
      null,
      { name: '桥头镇' },
      null,
    ]);
    expect(statements).toBe(2);
  });

  it('is for those who have signed in', async () => {
    for (const document of [
      '{ divisions { code } }',
      '{ organisations { nodes { id } } }',
      `{ organisation(id: "${CLINIC}") { id } }`,
    ]) {
      const { errors } = await world.stack.graph('identity', undefined, document);
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('tells the other subgraphs of each organisation once; seeding again changes nothing', async () => {
    const state = () =>
      query(
        world.em(),
        `select (select count(*) from outbox) as events, (select count(*) from account) as accounts, (select md5(string_agg(password_hash, ',' order by id)) from account) as passwords`,
      );
    const before = await state();
    const events = await query<{ payload: object }>(
      world.em(),
      `select payload from outbox where type = 'organisation.changed' order by seq`,
    );
    expect(events.map((e) => e.payload)).toHaveLength(3);
    expect(events[0]?.payload).toEqual({
      type: 'organisation.changed',
      organisationId: CLINIC,
      code: '630121100001',
      name: '桥头镇卫生院',
      kind: 'clinic',
      divisionCode: '630121100',
    });
    await world.seed();
    expect(await state()).toEqual(before);
  });
});
