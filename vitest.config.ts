import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 60_000, hookTimeout: 120_000 };

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
          include: ['schema', 'gateway', 'pwa', 'seeds', 'subgraphs'].map((d) => `${d}/**/*.test.ts`),
          exclude: ['**/node_modules/**', '**/dist/**'],
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['contract', 'journeys', 'permissions', 'offline', 'faults'].map((d) => `tests/${d}/**/*.test.ts`),
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
