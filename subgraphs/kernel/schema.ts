import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, parse } from 'graphql';
import { type BuildSchemaOptions, buildSchema, createResolversMap } from 'type-graphql';
import type { Ctx } from './context.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';
const DIRECTIVES = ['@key', '@shareable', '@external', '@requires', '@override', '@inaccessible'];

/** Type name → loader of its federated references; every one goes through a DataLoader of the request. */
export type ReferenceResolvers = Record<string, (reference: never, ctx: never) => unknown>;

export interface SchemaDefinition {
  resolvers: BuildSchemaOptions['resolvers'];
  /** classes no resolver names, e.g. stubs of foreign entities */
  orphanedTypes?: BuildSchemaOptions['orphanedTypes'];
  references: ReferenceResolvers;
}

/** Builds a federated schema from type-graphql classes, and its SDL as it is committed in `schema/subgraphs`. */
export async function federatedSchema(definition: SchemaDefinition): Promise<{ sdl: string; schema: GraphQLSchema }> {
  const base = await buildSchema({
    resolvers: definition.resolvers,
    ...(definition.orphanedTypes && { orphanedTypes: definition.orphanedTypes }),
    validate: false,
    skipCheck: true,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  });
  const link = `extend schema @link(url: "${FEDERATION}", import: [${DIRECTIVES.map((d) => `"${d}"`).join(', ')}])\n`;
  // type-graphql declares the federation directives it meets; @link imports them, so the declarations go.
  const sdl =
    link +
    printSchemaWithDirectives(base)
      .replace(/^directive @.*\n+/gm, '')
      .replace(/^schema \{[^}]*\}\n+/m, '');
  const resolvers = createResolversMap(base) as Record<string, Record<string, unknown>>;
  for (const [type, load] of Object.entries(definition.references)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: load };
  }
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  return { sdl: `${sdl.trim()}\n`, schema };
}

export type { Ctx };
export { DateScalar, DateTimeScalar };
