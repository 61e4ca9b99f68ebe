import { expect, it } from 'vitest';
import { killedFlushes } from './killed-tab.ts';

it('a tab killed in mid-flush, with the real service worker, loses and doubles nothing: 5 times', {
  timeout: 240_000,
}, async () => {
  const seed = Math.trunc(Math.random() * 1_000_000);
  const { lost, doubled, steps, midFlush } = await killedFlushes(5, seed);
  console.log(`killed tab: seed ${seed}, ${steps} steps, ${midFlush} times with some left`);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(midFlush).toBeGreaterThan(0);
});
