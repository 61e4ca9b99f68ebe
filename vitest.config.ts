import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

/** Large counts are for `npm run test:long`. */
const LONG = ['**/node_modules/**', '**/dist/**', '**/*.long.test.ts'];
/** Schemas as printed: they must not see the classes of another file in the same worker. */
const CONTRACTS = 'subgraphs/*/schema.test.ts';
// Behind the browser's tests what works in the background may take longer than a second to come about.
const slow = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  // One copy of graphql: Vite would take its ES modules, Node takes its CommonJS for the libraries, and types of two copies do not mix.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    globalSetup: ['tests/support/postgres-setup.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['schema', 'gateway', 'seeds', 'subgraphs'].map((d) => `${d}/**/*.test.ts`),
          exclude: [...LONG, CONTRACTS],
          // The servers' libraries are loaded once for all files of a worker, not once for each.
          isolate: false,
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'app',
          include: ['pwa/**/*.test.ts'],
          exclude: LONG,
          isolate: false,
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            ...['contract', 'permissions', 'offline', 'faults'].map((d) => `tests/${d}/**/*.test.ts`),
            CONTRACTS,
          ],
          exclude: LONG,
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          globalSetup: ['tests/support/product-setup.ts'],
          include: ['journeys', 'e2e'].map((d) => `tests/${d}/**/*.test.ts`),
          exclude: LONG,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // A screen on a busy machine may take longer than a second to show what it was told.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['**/*.long.test.ts'],
          exclude: ['**/node_modules/**', 'tests/e2e/**'],
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long-product',
          globalSetup: ['tests/support/product-setup.ts'],
          include: ['tests/e2e/**/*.long.test.ts'],
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
