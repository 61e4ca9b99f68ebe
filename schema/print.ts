/** Prints the SDL of each subgraph from its code, composes the supergraph, and writes both: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { federatedSchema, type SchemaDefinition } from '@miaoben/kernel';
import { composeSupergraph, readSubgraphSdl, schemaDir } from './compose.ts';
import { SUBGRAPHS, type SubgraphName } from './policy.ts';

const load: Record<SubgraphName, () => Promise<{ definition: { schema: SchemaDefinition } }>> = {
  identity: () => import('@miaoben/identity/server'),
  people: () => import('@miaoben/people/server'),
  vaccines: () => import('@miaoben/vaccines/server'),
  certificates: () => import('@miaoben/certificates/server'),
  statistics: () => import('@miaoben/statistics/server'),
};

const asked = process.argv.slice(2);
for (const name of SUBGRAPHS) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { definition } = await load[name]();
  const { sdl } = await federatedSchema(definition.schema);
  writeFileSync(`${schemaDir}subgraphs/${name}.graphql`, sdl);
}
writeFileSync(`${schemaDir}supergraph.graphql`, composeSupergraph(readSubgraphSdl));
