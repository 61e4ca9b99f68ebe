import { readdirSync, readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { definition as certificates } from '@miaoben/certificates/server';
import { definition as identity } from '@miaoben/identity/server';
import { federatedSchema, type SchemaDefinition } from '@miaoben/kernel';
import { definition as people } from '@miaoben/people/server';
import { policies, SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { composeSupergraph, readSubgraphSdl, schemaDir } from '@miaoben/schema/compose.ts';
import { definition as statistics } from '@miaoben/statistics/server';
import { definition as vaccines } from '@miaoben/vaccines/server';
import { buildSchema, findBreakingChanges, findDangerousChanges, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { policyGaps, policyLeftovers } from '../support/policy-complete.ts';

const definitions: Record<SubgraphName, { schema: SchemaDefinition }> = {
  identity,
  people,
  vaccines,
  certificates,
  statistics,
};
const read = (file: string) => readFileSync(`${schemaDir}${file}`, 'utf8');

describe.each(SUBGRAPHS)('subgraph %s', (name) => {
  it('serves the schema that is committed: run "npm run schema" after a change', async () => {
    const { sdl } = await federatedSchema(definitions[name].schema);
    expect(sdl).toBe(readSubgraphSdl(name));
  });

  it('has a policy row for each operation and field, and no row without one', async () => {
    const { schema } = await federatedSchema(definitions[name].schema);
    expect(policyGaps(name, schema)).toEqual([]);
    expect(policyLeftovers(name, schema)).toEqual([]);
  });
});

describe('the supergraph', () => {
  it('is the composition of the committed subgraphs', () => {
    expect(read('supergraph.graphql')).toBe(composeSupergraph(readSubgraphSdl));
  });

  it('breaks nothing that was released, except what the log of breaking changes names', () => {
    const api = Supergraph.build(read('supergraph.graphql')).apiSchema().toGraphQLJSSchema();
    const released = buildSchema(read('released.graphql'));
    const log = read('breaking-changes.md');
    const breaking = [
      ...findBreakingChanges(released, api),
      ...findDangerousChanges(released, api).filter((c) => c.type === 'ARG_DEFAULT_VALUE_CHANGE'),
    ];
    expect(breaking.filter((c) => !log.includes(c.description)).map((c) => c.description)).toEqual([]);
  });

  it('still answers every document that the apps of the last two releases send', () => {
    const api = Supergraph.build(read('supergraph.graphql')).apiSchema().toGraphQLJSSchema();
    const releases = readdirSync(`${schemaDir}operations/released`);
    expect(releases.length).toBeGreaterThan(0);
    const refused = releases.flatMap((file) =>
      Object.values(JSON.parse(read(`operations/released/${file}`)) as Record<string, string>).flatMap((text) =>
        validate(api, parse(text)).map((error) => `${file}: ${error.message}`),
      ),
    );
    expect(refused).toEqual([]);
  });

  it('names in the policy only subgraphs that exist', () => {
    expect(Object.keys(policies)).toEqual([...SUBGRAPHS]);
  });
});
