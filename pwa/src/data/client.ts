import { Client, fetchExchange } from '@urql/core';
import { bearerExchange } from './auth-exchange.ts';
import { persistedExchange } from './persisted-exchange.ts';
import { snapshotExchange } from './snapshot-exchange.ts';

const TIMEOUT_MS = 20_000;

/** A fetch that gives up: a hanging mobile link is an absent one. */
const boundedFetch: typeof fetch = async (input, init) => {
  const bound = new AbortController();
  const timer = setTimeout(() => bound.abort(), TIMEOUT_MS);
  init?.signal?.addEventListener('abort', () => bound.abort());
  try {
    return await fetch(input, { ...init, signal: bound.signal });
  } finally {
    clearTimeout(timer);
  }
};

/** The GraphQL client of the signed-in screens. No normalised cache: a query asks, a marked one is kept as a whole. */
export const client = new Client({
  url: '/graphql',
  fetch: boundedFetch,
  requestPolicy: 'network-only',
  preferGetMethod: false,
  exchanges: [snapshotExchange, persistedExchange, bearerExchange, fetchExchange],
});
