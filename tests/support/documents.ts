import { newId } from '@miaoben/kernel';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** Codes have a form; a made-up id would be refused as a place out of reach. */
const PLACES: Record<string, string> = { division: '630121001', residence: '630121001' };

/** A well-formed value of an input type that names nothing that exists; optional parts are left out. */
function dummy(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return dummy(type.ofType, name);
  if (isListType(type)) return [dummy(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter(isRequiredInputField)
        .map((f) => [f.name, dummy(f.type, f.name)]),
    );
  switch (getNamedType(type).name) {
    case 'Int':
    case 'Float':
      return 1;
    case 'Boolean':
      return true;
    case 'Date':
      return '2020-01-01';
    case 'DateTime':
      return '2020-01-01T00:00:00Z';
    default:
      return PLACES[name] ?? newId();
  }
}

/** The smallest selection of a type: one leaf, however deep. */
function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields()).filter((f) => !f.args.some(isRequiredArgument));
  const leaf = fields.find((f) => isLeafType(getNamedType(f.type)));
  if (leaf) return `{ ${leaf.name} }`;
  return `{ ${fields[0]!.name} ${selection(fields[0]!.type)} }`;
}

/** A minimal well-formed document for one root field, and its variables. */
export function minimalDocument(
  kind: 'query' | 'mutation',
  field: GraphQLField<unknown, unknown>,
): { document: string; variables: Record<string, unknown> } {
  const required = field.args.filter(isRequiredArgument);
  const declared = required.map((a) => `$${a.name}: ${a.type}`).join(', ');
  const passed = required.map((a) => `${a.name}: $${a.name}`).join(', ');
  return {
    document: `${kind}${declared && ` (${declared})`} { ${field.name}${passed && `(${passed})`} ${selection(field.type)} }`,
    variables: Object.fromEntries(required.map((a) => [a.name, dummy(a.type, a.name)])),
  };
}
