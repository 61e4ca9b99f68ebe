import { BLOCK_FIELDS, policies, type SubgraphName } from '@miaoben/schema';
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';

const isRoot = (schema: GraphQLSchema, type: GraphQLObjectType) =>
  type === schema.getQueryType() || type === schema.getMutationType();
const own = (name: string) => !name.startsWith('_');

function* objectTypes(schema: GraphQLSchema): Iterable<GraphQLObjectType> {
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type) && own(type.name)) yield type;
}

/** Operations and fields of a schema that have no row in the committed policy table: `Query.x`, `Person.name` … */
export function policyGaps(subgraph: SubgraphName, schema: GraphQLSchema): string[] {
  const { operations, fields } = policies[subgraph];
  const gaps: string[] = [];
  for (const type of objectTypes(schema)) {
    for (const name of Object.keys(type.getFields()).filter(own)) {
      const path = `${type.name}.${name}`;
      if (isRoot(schema, type) ? !operations[path] : !fields[type.name]?.[name]) gaps.push(path);
    }
  }
  return gaps;
}

/** Rows of the policy table that name nothing in the schema any more. */
export function policyLeftovers(subgraph: SubgraphName, schema: GraphQLSchema): string[] {
  const { operations, fields } = policies[subgraph];
  const present = new Set<string>();
  for (const type of objectTypes(schema))
    for (const name of Object.keys(type.getFields())) present.add(`${type.name}.${name}`);
  const rows = [
    ...Object.keys(operations),
    ...Object.keys(BLOCK_FIELDS).flatMap((path) =>
      path.startsWith(`${subgraph} `) ? [path.slice(subgraph.length + 1)] : [],
    ),
    ...Object.entries(fields).flatMap(([type, row]) => Object.keys(row).map((name) => `${type}.${name}`)),
  ];
  return rows.filter((path) => !present.has(path));
}
