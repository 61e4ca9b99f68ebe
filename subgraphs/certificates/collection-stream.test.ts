import { streamCertificates } from '@miaoben/tests/support/collection-stream';
import { expect, inject, it } from 'vitest';

const ROWS = 10_000;

it('J-42 J-43 takes 10,000 health certificates through a process killed in the middle: none lost, none twice, none seen before all are', async () => {
  const result = await streamCertificates(inject('adminUrl'), { rows: ROWS, perFile: 6_000, seed: 20_261_128 });
  expect(result.batch).toMatchObject({ state: 'taken', rowsRead: ROWS, takenRows: ROWS, rowsWrong: 0, progress: 1 });
  // It went on from the last committed chunk.
  expect(result.killedAt).toBeGreaterThanOrEqual(ROWS * 0.3);
  expect(result.killedAt).toBeLessThan(ROWS);
  expect(result.leastAfter).toBeGreaterThanOrEqual(result.killedAt);
  // Nobody saw a licence before the batch was taken.
  expect(result.seen.slice(0, 1)).toEqual([0]);
  expect(result.seen.slice(-2)).toEqual([ROWS, ROWS]);
  expect(result.progress.length).toBeGreaterThan(2);
  expect([...result.progress].sort((a, b) => a - b)).toEqual(result.progress);
}, 180_000);
