import { streamCertificates } from '@miaoben/tests/support/collection-stream';
import { expect, inject, it } from 'vitest';

const ROWS = 1_000_000;
/** MB the process may grow over its size before the first row. */
const GROWTH = 350;

it('J-42 J-43 takes 1,000,000 health certificates in flat memory, killed in the middle and resumed', async () => {
  const seed = 100_000_000 + Math.floor(Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}\n`);
  const result = await streamCertificates(inject('adminUrl'), { rows: ROWS, perFile: 180_000, seed });
  const { staging, whole } = result.rowsPerSecond;
  process.stdout.write(
    `killed at ${result.killedAt}, staging ${Math.round(staging)} rows/s, staged and taken ${Math.round(whole)} rows/s, ` +
      `RSS ${Math.round(result.rss.idle)} MB idle, ${Math.round(result.rss.most)} MB at most\n`,
  );
  expect(result.batch).toMatchObject({ state: 'taken', rowsRead: ROWS, takenRows: ROWS, rowsWrong: 0, progress: 1 });
  expect(result.leastAfter).toBeGreaterThanOrEqual(result.killedAt);
  expect(result.seen.slice(0, 1)).toEqual([0]);
  expect(result.seen.slice(-2)).toEqual([ROWS, ROWS]);
  expect(result.rss.most - result.rss.idle).toBeLessThan(GROWTH);
}, 7_200_000);
