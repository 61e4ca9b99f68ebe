import type { TypedDocumentNode } from '@urql/core';

/** A persisted operation: what it is called and the SHA-256 of its document; the document itself stays on the server. */
export interface Operation<Data, Variables> extends TypedDocumentNode<Data, Variables> {
  readonly hash: string;
  readonly name: string;
}

/** Written by the codegen, one per operation of `schema/operations`. */
export function operation<Data, Variables>(
  kind: 'query' | 'mutation',
  name: string,
  hash: string,
): Operation<Data, Variables> {
  const node = {
    kind: 'Document',
    definitions: [
      {
        kind: 'OperationDefinition',
        operation: kind,
        name: { kind: 'Name', value: name },
        selectionSet: { kind: 'SelectionSet', selections: [] },
      },
    ],
    // urql keys its requests by this instead of the printed text.
    documentId: hash,
    hash,
    name,
  };
  // graphql's node kinds are an enum, which string literals do not satisfy; the shape is the enum's.
  return node as unknown as Operation<Data, Variables>;
}

export const isOperation = (node: object): node is Operation<unknown, unknown> => 'hash' in node && 'name' in node;

/** The `extensions` by which the gateway finds the document (the persisted-query convention of Apollo). */
export const persistedQuery = (hash: string) => ({ persistedQuery: { version: 1 as const, sha256Hash: hash } });
