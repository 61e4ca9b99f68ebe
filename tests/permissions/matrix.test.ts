import { definition as certificates } from '@miaoben/certificates/server';
import { definition as identity } from '@miaoben/identity/server';
import { federatedSchema, newId, type SchemaDefinition } from '@miaoben/kernel';
import { definition as people } from '@miaoben/people/server';
import { policies, ROLES, type Role, SUBGRAPHS, type SubgraphName, type SubgraphPolicy } from '@miaoben/schema';
import { definition as statistics } from '@miaoben/statistics/server';
import { definition as vaccines } from '@miaoben/vaccines/server';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunningGateway } from '../../gateway/server.ts';
import { encodeCertificateId } from '../../subgraphs/certificates/modules/certificate/certificate-key.ts';
import { startAllSubgraphs, startGatewayOver } from '../support/all-subgraphs.ts';
import { minimalDocument } from '../support/documents.ts';
import type { Caller, Stack } from '../support/stack.ts';

const definitions: Record<SubgraphName, { schema: SchemaDefinition }> = {
  identity,
  people,
  vaccines,
  certificates,
  statistics,
};
const schemas = {} as Record<SubgraphName, GraphQLSchema>;
let stack: Stack;
let gateway: RunningGateway;
beforeAll(async () => {
  for (const name of SUBGRAPHS) schemas[name] = (await federatedSchema(definitions[name].schema)).schema;
  stack = await startAllSubgraphs(inject('adminUrl'), '2026-11-21');
  gateway = await startGatewayOver(stack);
});
afterAll(async () => {
  await gateway?.stop();
  await stack?.stop();
});

interface Outcome {
  status: number;
  codes: string[];
  statements: number;
}
interface Body {
  data?: unknown;
  errors?: { extensions: { code: string } }[];
}

async function outcomeOf(answer: Response): Promise<Outcome> {
  const { errors } = (await answer.json()) as Body;
  return {
    status: answer.status,
    codes: (errors ?? []).map((e) => e.extensions.code),
    statements: Number(answer.headers.get('x-miaoben-sql')),
  };
}

const organisation = newId();
const accounts = Object.fromEntries(ROLES.map((role) => [role, newId()])) as Record<Role, string>;
/** A caller with the widest scope its role can have: what is refused then is refused for the role. */
async function credentials(role: Role, subgraph: SubgraphName = 'statistics'): Promise<Record<string, string>> {
  if (role === 'anonymous') return {};
  if (role === 'service') return { 'x-miaoben-service': await stack.serviceToken(subgraph, 'test') };
  const token = await stack.token({
    role,
    account: accounts[role],
    organisation,
    divisions: ['63'],
    purpose: 'school_entry',
  });
  return { authorization: `Bearer ${token}` };
}

async function ask(
  name: SubgraphName,
  headers: Record<string, string>,
  query: string,
  variables: unknown,
): Promise<Outcome> {
  const answer = await fetch(`${stack.peers[name]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-miaoben-router': stack.routerSecret, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return outcomeOf(answer);
}

/** The minimal document of an operation of the policy table. */
function documentOf(name: SubgraphName, operation: string) {
  const [type, field] = operation.split('.') as ['Query' | 'Mutation', string];
  const schema = schemas[name];
  const root = type === 'Query' ? schema.getQueryType() : schema.getMutationType();
  return minimalDocument(type === 'Query' ? 'query' : 'mutation', root!.getFields()[field]!);
}

/** Ids that carry their key have a form of their own; any other is refused without a look. */
const FORMS: Record<string, Record<string, unknown>> = {
  'Mutation.recallLot': { lotId: 'product:lot' },
  'Mutation.cancelCertificate': { id: encodeCertificateId({ personId: newId(), certificateId: newId() }) },
  // A township outside the area, or none, is refused without a look too.
  'Query.divisionFiles': { divisions: ['630121001'] },
  'Mutation.startMoveIn': { input: { name: '张伟', number: '0', toDivision: '630121100', reason: '迁居' } },
  'Query.documentHandovers': { certificateId: encodeCertificateId({ personId: newId(), certificateId: newId() }) },
  'Mutation.revokeCertificate': { id: encodeCertificateId({ personId: newId(), certificateId: newId() }) },
};
const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
/** Open to all, but resting on a cookie that is not there. */
const BY_COOKIE = new Set(['Mutation.refreshSession']);

describe.each(SUBGRAPHS)('%s', (name) => {
  const { operations, services = {} }: SubgraphPolicy = policies[name];

  it.each(ROLES)('lets %s run what the table says, and refuses the rest before anything is read', async (role) => {
    const headers = await credentials(role);
    const wrong: unknown[] = [];
    for (const [operation, row] of Object.entries(operations)) {
      const { document, variables } = documentOf(name, operation);
      const [named] = role === 'service' ? (services[operation] ?? []) : [];
      const asked = named ? await credentials(role, named) : headers;
      const { codes, statements } = await ask(name, asked, document, { ...variables, ...FORMS[operation] });
      const refusal = role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      const right = row[role]
        ? // A single object that is not there is refused too, but only after it was looked for.
          !codes.some(
            (c) => c === 'INTERNAL' || (REFUSALS.includes(c) && statements === 0 && !BY_COOKIE.has(operation)),
          )
        : codes.length === 1 && codes[0] === refusal && statements === 0;
      if (!right) wrong.push({ operation, scope: row[role], codes, statements });
    }
    expect(wrong).toEqual([]);
  });

  const guarded = Object.entries(services);
  const askOthers = async () => {
    for (const [operation, named] of guarded) {
      const { document, variables } = documentOf(name, operation);
      for (const other of SUBGRAPHS.filter((one) => !named.includes(one))) {
        const { codes, statements } = await ask(name, await credentials('service', other), document, variables);
        expect([operation, other, codes, statements]).toEqual([operation, other, ['FORBIDDEN'], 0]);
      }
    }
  };
  if (guarded.length > 0) it('lets only the subgraphs the table names ask what they need', askOthers);

  it('answers nobody without the router secret but health, keys and what verifiers fetch', async () => {
    const at = (path: string, init: RequestInit = {}) => fetch(`${stack.peers[name]}${path}`, init);
    expect((await at('/health/live')).status).toBe(200);
    expect((await at('/health/ready')).status).toBe(200);
    if (name === 'identity') expect((await at('/jwks')).status).toBe(200);
    const authorization = (await credentials('cdc')).authorization!;
    const service = (await credentials('service'))['x-miaoben-service']!;
    const body = JSON.stringify({ query: '{ __typename }' });
    for (const [path, init] of [
      ['/graphql', { method: 'POST', body, headers: { authorization } }],
      ['/graphql', { method: 'POST', body, headers: { authorization, 'x-miaoben-router': 'guess' } }],
      ['/graphql', { method: 'POST', body, headers: { 'x-miaoben-service': service } }],
      ['/events?tx=0&seq=0&types=person.changed', { headers: { 'x-miaoben-service': service } }],
      ['/metrics', {}],
      ['/oauth/token', { method: 'POST' }],
      [`/files/${name}/down/x/y/9/z`, {}],
    ] satisfies [string, RequestInit][]) {
      expect([path, await outcomeOf(await at(path, init))]).toMatchObject([
        path,
        { status: 403, codes: ['FORBIDDEN'] },
      ]);
    }
  });
});

describe('the gateway', () => {
  const through = async (headers: Record<string, string>, query = '{ me { id } }') =>
    outcomeOf(
      await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      }),
    );

  it('refuses tokens that are forged, have ended, or belong between subgraphs', async () => {
    const caller: Caller = { role: 'partner', account: newId(), divisions: ['63'] };
    const genuine = await stack.token(caller);
    expect(await through({ authorization: `Bearer ${genuine}` })).toMatchObject({ status: 200 });
    const [head, , signature] = genuine.split('.');
    const payload = Buffer.from(JSON.stringify({ role: 'cdc', sub: 'x', exp: 9_999_999_999 })).toString('base64url');
    for (const authorization of [
      `Bearer ${head}.${payload}.${signature}`,
      `Bearer ${await stack.token({ ...caller, expiresIn: '-1s' })}`,
      `Bearer ${await stack.token({ ...caller, role: 'service' })}`,
      `Bearer ${await stack.serviceToken('people', 'test')}`,
      'Bearer ',
      'Basic eDp5',
    ]) {
      expect(await through({ authorization })).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    }
  });

  it('passes no service token and no router secret of a stranger on', async () => {
    const service = await stack.serviceToken('people', 'test');
    const query = 'query { guardianIdentity(accountId: "0190a000-0000-7000-8000-000000000001") { name } }';
    const partner = `Bearer ${await stack.token({ role: 'partner', account: newId() })}`;
    for (const headers of [
      { authorization: partner, 'x-miaoben-service': service },
      { authorization: partner, 'x-miaoben-service': service, 'x-miaoben-router': stack.routerSecret },
    ] as Record<string, string>[]) {
      const { codes } = await through(headers, query);
      expect(codes).toHaveLength(1);
      expect(['FORBIDDEN', 'BAD_REQUEST']).toContain(codes[0]);
    }
  });
});
