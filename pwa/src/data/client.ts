import { Client, fetchExchange } from '@urql/core';
import { bearerExchange } from './auth-exchange.ts';
import { boundedFetch } from './network.ts';
import { persistedExchange } from './persisted-exchange.ts';
import { snapshotExchange } from './snapshot-exchange.ts';

/** The GraphQL client of the signed-in screens. No normalised cache: a query asks, a marked one is kept as a whole. */
export const client = new Client({
  url: '/graphql',
  fetch: boundedFetch,
  requestPolicy: 'network-only',
  preferGetMethod: false,
  exchanges: [snapshotExchange, persistedExchange, bearerExchange, fetchExchange],
});
