import { expect, it } from 'vitest';
import { closingLine, runFaults } from './simulation/run.ts';

it('two tablets of a team lose nothing, double nothing and end alike in 10,000 schedules of faults', {
  timeout: 6 * 3_600_000,
}, async () => {
  const seed = Math.trunc(Math.random() * 1_000_000);
  const total = await runFaults({ schedules: 10_000, seed, progress: (line) => console.log(line) });
  console.log(`offline faults: 10,000 schedules, seed ${seed}, ${total.steps} steps, ${total.given} doses`);
  expect(total.failing.map((f) => `--seed ${seed} --only ${f.number}`)).toEqual([]);
  expect(closingLine(total)).toBe('lost 0, doubled 0, diverged 0');
});
