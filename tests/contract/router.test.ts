import { readFileSync } from 'node:fs';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import type { SubgraphName } from '@miaoben/schema';
import { schemaDir } from '@miaoben/schema/compose.ts';
import { type ExecutionResult, type GraphQLSchema, graphql, parse, print, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunningGateway } from '../../gateway/server.ts';
import { startGatewayOver } from '../support/all-subgraphs.ts';
import { startCertificatesWorld } from '../support/certificates-world.ts';
import type { Caller } from '../support/stack.ts';

let world: Awaited<ReturnType<typeof startCertificatesWorld>>;
let gateway: RunningGateway;
let token: string;
let stitched: GraphQLSchema;

/** Another federation router over the same subgraphs: it knows the committed supergraph, the router secret and the user's token. */
function stitch(): GraphQLSchema {
  return getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: readFileSync(`${schemaDir}supergraph.graphql`, 'utf8'),
    onSubschemaConfig(subgraph) {
      const url = world.stack.peers[subgraph.name.toLowerCase() as SubgraphName];
      subgraph.executor = async ({ document, variables }) => {
        const answer = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-miaoben-router': world.stack.routerSecret,
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify({ query: print(document), variables }),
        });
        return answer.json();
      };
    },
  });
}

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await world.hear();
  gateway = await startGatewayOver(world.stack);
  token = await world.stack.token({
    role: 'partner',
    account: '0190a000-0000-7000-8000-000000000018',
    divisions: ['63'],
    purpose: 'school_entry',
  });
  const clinic: Caller = {
    role: 'vaccinator',
    account: '0190a000-0000-7000-8000-000000000012',
    divisions: ['63'],
    organisation: world.organisation(world.elder.managingClinicCode),
  };
  const issued = await world.issue(clinic, world.elder.id);
  expect(issued.errors).toEqual([]);
  stitched = stitch();
});
afterAll(async () => {
  await gateway?.stop();
  await world?.stack.stop();
});

async function throughGateway(query: string, variables: Record<string, unknown>): Promise<ExecutionResult> {
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as ExecutionResult;
}
async function throughStitching(source: string, variableValues: Record<string, unknown>): Promise<ExecutionResult> {
  expect(validate(stitched, parse(source))).toEqual([]);
  return JSON.parse(JSON.stringify(await graphql({ schema: stitched, source, variableValues }))) as ExecutionResult;
}

describe('another federation router', () => {
  it('answers a join over people, vaccines and certificates as our gateway does', async () => {
    const query = `query ($id: ID!) { person(id: $id) {
      id name birthDate
      doses { id date doseNumber state vaccine { code name } evaluations { series clinicallyValid } }
      plan { nextDate series { series status dose } }
      certificate { number state result maskedName }
    } }`;
    const variables = { id: world.elder.id };
    const [ours, theirs] = await Promise.all([throughGateway(query, variables), throughStitching(query, variables)]);
    expect(ours.errors).toBeUndefined();
    expect(theirs).toEqual(ours);
    const person = ours.data?.person as { name: string; doses: unknown[]; certificate: { state: string } };
    expect(person.name).toContain('*');
    expect(person.doses.length).toBeGreaterThan(10);
    expect(person.certificate.state).toBe('valid');
  });

  it('answers a list joined over two subgraphs as our gateway does', async () => {
    const query = `query ($text: String!) { searchPersons(text: $text, first: 5) {
      nodes { id birthDate doses { date vaccine { code } } } pageInfo { hasNextPage }
    } }`;
    const variables = { text: world.elder.documentNumber };
    const [ours, theirs] = await Promise.all([throughGateway(query, variables), throughStitching(query, variables)]);
    expect(ours.errors).toBeUndefined();
    expect(theirs).toEqual(ours);
    expect(ours.data?.searchPersons).toMatchObject({ nodes: [{ id: world.elder.id }] });
  });

  it('tells the same codes', async () => {
    const query = '{ myChildren { id } }';
    const [ours, theirs] = await Promise.all([throughGateway(query, {}), throughStitching(query, {})]);
    expect(ours.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(theirs.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
