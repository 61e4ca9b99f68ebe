import { ROLES, type Role } from '@miaoben/schema';
import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import { expect, it } from 'vitest';
import { ANONYMOUS } from './claims.ts';
import { enforcePolicy, type Masks, scopeFor } from './policy.ts';

const seen: string[] = [];
const CHILD = {
  id: 'child',
  name: '张伟明',
  documentNumber: '630121',
  ethnicity: null,
  secret: 'not in the table',
};
const rootValue = {
  person: () => {
    seen.push('person');
    return CHILD;
  },
  unheardOf: () => {
    seen.push('unheardOf');
    return 'x';
  },
  changePerson: () => {
    seen.push('changePerson');
    return CHILD;
  },
};
const masks: Masks = {
  'Person.name': (value: string, source: { id: string }) => `${value[0]}*${source.id}`,
};
const guarded = (given: Masks = masks): GraphQLSchema =>
  enforcePolicy(
    'people',
    buildSchema(`
      type Person { id: ID! name: String documentNumber: String ethnicity: String secret: String }
      type Unlisted { id: ID }
      type Query { person(id: ID!): Person unheardOf: String }
      type Mutation { changePerson(id: ID!): Person }
    `),
    given,
  );

async function ask(role: Role, source: string, given?: Masks) {
  seen.length = 0;
  const contextValue = { claims: { ...ANONYMOUS, account: role, role } };
  const { data, errors } = await graphql({ schema: guarded(given), source, rootValue, contextValue });
  return { data, codes: (errors ?? []).map((e) => e.extensions.code), errors };
}
const nameOf = async (role: Role) => (await ask(role, '{ person(id: "x") { name } }')).data?.person;

it('lets the roles of the table through and stops the others before anything runs', async () => {
  for (const role of ROLES) {
    const { codes } = await ask(role, '{ person(id: "x") { id } }');
    const allowed = scopeFor('people', 'Query.person', { ...ANONYMOUS, role }) !== undefined;
    expect([role, codes]).toEqual([role, allowed ? [] : [role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN']]);
    expect(seen).toEqual(allowed ? ['person'] : []);
  }
  const { codes } = await ask('inspector', 'mutation { changePerson(id: "x") { id } }');
  expect(codes).toEqual(['FORBIDDEN']);
  expect(seen).toEqual([]);
});

it('denies an operation that has no row to everybody', async () => {
  for (const role of ROLES.filter((r) => r !== 'anonymous')) {
    const { codes } = await ask(role, '{ unheardOf }');
    expect([role, codes, seen]).toEqual([role, ['FORBIDDEN'], []]);
  }
});

it('denies a field that has no row to everybody, and gives the rest', async () => {
  const { data, codes } = await ask('vaccinator', '{ person(id: "x") { id secret } }');
  expect(data).toEqual({ person: { id: 'child', secret: null } });
  expect(codes).toEqual(['FORBIDDEN']);
});

it('shows a value whole, masked or not at all, as the role has a right to', async () => {
  expect(await nameOf('vaccinator')).toEqual({ name: '张伟明' });
  expect(await nameOf('inspector')).toEqual({ name: '张*child' });
  expect((await ask('partner', '{ person(id: "x") { name barcode: ethnicity } }')).data?.person).toEqual({
    name: '张*child',
    barcode: null,
  });
});

it('asks for no mask where there is no value', async () => {
  expect((await ask('partner', '{ person(id: "x") { ethnicity } }')).codes).toEqual([]);
});

it('shows nothing when the mask is missing', async () => {
  const { data, errors } = await ask('vaccinator', '{ person(id: "x") { documentNumber } }', {});
  expect(data).toEqual({ person: { documentNumber: null } });
  expect(errors?.[0]?.message).toBe('the policy masks Person.documentNumber, but the subgraph has no mask for it');
});
