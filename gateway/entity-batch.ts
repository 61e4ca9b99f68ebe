import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print, visit } from 'graphql';
import { LRUCache } from 'lru-cache';

/** One sub-request of the query plan, as the gateway's executor hands it over. */
export interface EntityRequest {
  query: string;
  variables: Record<string, unknown>;
}
interface SubgraphError {
  path?: readonly (string | number)[];
}
export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly SubgraphError[];
}

const ENTITIES = '_entities';
const MERGED = 500;
const aliasOf = (index: number) => `e${index}`;

/** The operation of a document that asks for entities and nothing else, or undefined. */
function entityOperation(document: DocumentNode): OperationDefinitionNode | undefined {
  const [operation, fragment] = document.definitions;
  if (fragment || operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const [field, other] = operation.selectionSet.selections;
  return !other && field?.kind === Kind.FIELD && field.name.value === ENTITIES ? operation : undefined;
}

/** Renames the variables of the n-th operation, and gives its `_entities` a name of its own. */
function apart(operation: OperationDefinitionNode, index: number): OperationDefinitionNode {
  const named = visit(operation, {
    Variable: (node) => ({ ...node, name: { ...node.name, value: `${node.name.value}_${index}` } }),
  });
  const [field] = named.selectionSet.selections;
  return {
    ...named,
    selectionSet: {
      ...named.selectionSet,
      selections: [{ ...field!, alias: { kind: Kind.NAME, value: aliasOf(index) } } as typeof field & object],
    },
  };
}

const merged = new LRUCache<string, { text: string | undefined }>({ max: MERGED });

function mergedText(queries: readonly string[]): string | undefined {
  const key = queries.join('\n');
  const known = merged.get(key);
  if (known) return known.text;
  const operations = queries.map((query) => entityOperation(parse(query)));
  const parts = operations.every((o) => o !== undefined) ? operations.map(apart) : undefined;
  const text =
    parts &&
    print({
      kind: Kind.OPERATION_DEFINITION,
      operation: parts[0]!.operation,
      variableDefinitions: parts.flatMap((p) => p.variableDefinitions ?? []),
      selectionSet: { kind: Kind.SELECTION_SET, selections: parts.flatMap((p) => p.selectionSet.selections) },
    });
  merged.set(key, { text });
  return text;
}

/** True for a sub-request that may travel with others: it reads entities. */
export const asksForEntities = (query: string): boolean => query.includes(ENTITIES);

/** Several sub-requests as one document, or undefined when they cannot be one. */
export function mergeRequests(requests: readonly EntityRequest[]): EntityRequest | undefined {
  const query = mergedText(requests.map((r) => r.query));
  if (query === undefined) return undefined;
  const variables = Object.fromEntries(
    requests.flatMap((r, index) => Object.entries(r.variables).map(([name, value]) => [`${name}_${index}`, value])),
  );
  return { query, variables };
}

/** The part of a merged answer that belongs to the n-th sub-request; errors that name no part belong to all. */
export function partOf<T extends SubgraphAnswer>(answer: T, index: number): T {
  const errors = (answer.errors ?? [])
    .filter((e) => !e.path || e.path[0] === aliasOf(index))
    .map((e) => (e.path ? { ...e, path: [ENTITIES, ...e.path.slice(1)] } : e));
  const { errors: _all, ...rest } = answer;
  return {
    ...rest,
    data: answer.data ? { [ENTITIES]: answer.data[aliasOf(index)] } : null,
    ...(errors.length > 0 && { errors }),
  } as T;
}
