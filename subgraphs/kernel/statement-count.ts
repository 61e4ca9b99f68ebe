import { AsyncLocalStorage } from 'node:async_hooks';

const counter = new AsyncLocalStorage<{ statements: number }>();

/** Runs `work` and counts the SQL statements it causes; the count goes out as `Server-Timing`, so that tests can hold the budget. */
export const withStatementCount = <T>(tally: { statements: number }, work: () => T): T => counter.run(tally, work);

export function countStatement(): void {
  const tally = counter.getStore();
  if (tally) tally.statements += 1;
}
