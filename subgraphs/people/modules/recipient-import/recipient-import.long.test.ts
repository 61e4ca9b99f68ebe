import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startPeople } from '../../people.test-kit.ts';
import { importOf } from './import-size.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

it('Q-09 previews 20,000 rows in under 10 s with progress and flat memory, and commits them whole', async () => {
  const { preview, committed, previewMs, commitMs, growthMb, longestTurnMs, progress } = await importOf(stack, 20_000);
  process.stdout.write(`${JSON.stringify({ previewMs, commitMs, growthMb, longestTurnMs })}\n`);
  expect(preview.counts).toMatchObject({ total: 20_000, ok: 19_600, error: 400 });
  expect(previewMs).toBeLessThan(10_000);
  expect(progress.length).toBeGreaterThan(5);
  expect(growthMb).toBeLessThan(350);
  expect(longestTurnMs).toBeLessThan(500);
  expect(committed.counts).toMatchObject({ committed: 19_600, error: 400 });
});
