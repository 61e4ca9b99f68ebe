import { type Exchange, makeOperation } from '@urql/core';
import { map, pipe } from 'wonka';
import { isOperation, persistedQuery } from './operation.ts';

/** Sends the hash of each operation instead of its text. */
export const persistedExchange: Exchange =
  ({ forward }) =>
  (operations) =>
    pipe(
      operations,
      map((operation) => {
        if (operation.kind === 'teardown' || !isOperation(operation.query)) return operation;
        const extensions = { ...operation.extensions, ...persistedQuery(operation.query.hash) };
        return makeOperation(operation.kind, { ...operation, extensions }, operation.context);
      }),
      forward,
    );
