import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startPeople } from '../../people.test-kit.ts';
import { importOf } from './import-size.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

it('Q-09 previews and commits 2,000 rows, a tenth of the full size, in flat memory', async () => {
  const { preview, committed, growthMb } = await importOf(stack, 2_000);
  expect(preview.counts).toMatchObject({ total: 2_000, ok: 1_960, error: 40 });
  expect(committed.counts).toMatchObject({ committed: 1_960, error: 40 });
  expect(growthMb).toBeLessThan(350);
});
