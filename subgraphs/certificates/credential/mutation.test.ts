import { expect, it } from 'vitest';
import { tryMutations } from './mutation-test-kit.ts';

it('J-135 attack 1: of 10,000 changed codes none is accepted, none breaks the verifier, none takes over 50 ms', async () => {
  const seed = Date.now() % 1_000_000;
  const answers = await tryMutations(10_000, seed);
  console.log(`seed ${seed}`, Object.fromEntries(answers));
  expect([...answers.values()].reduce((sum, n) => sum + n, 0)).toBe(10_000);
  expect(answers.get('unreadable')).toBeGreaterThan(0);
  expect(answers.get('altered')).toBeGreaterThan(0);
}, 300_000);
