import { describe, expect, it } from 'vitest';
import { closingLine, runFaults } from './simulation/run.ts';

describe('two tablets of a team, days off line, among faults of network, servers, database, tabs and disks', () => {
  it('lose nothing, double nothing and end alike, in a hundred schedules', { timeout: 600_000 }, async () => {
    const seed = Math.trunc(Math.random() * 1_000_000);
    const total = await runFaults({ schedules: 100, seed });
    console.log(`offline faults: 100 schedules, seed ${seed}, ${total.steps} steps, ${total.given} doses`);
    expect(total.failing.map((f) => `--seed ${seed} --only ${f.number}`)).toEqual([]);
    expect(closingLine(total)).toBe('lost 0, doubled 0, diverged 0');
    expect(total.steps).toBeGreaterThan(500);
    expect(total.given).toBeGreaterThan(100);
  });

  // A judge that finds nothing in faulty tablets would find nothing in ours.
  it('are found out when the app forgets, renames or skips', { timeout: 300_000 }, async () => {
    const flaws = ['forgets', 'renames', 'skips'] as const;
    const total = await runFaults({ schedules: 12, seed: 7, flaws });
    const found = (flaw: (typeof flaws)[number], key: 'lost' | 'diverged') =>
      total.failing
        .filter(({ number }) => flaws[number % flaws.length] === flaw)
        .reduce((sum, { verdict }) => sum + verdict[key], 0);
    expect(found('forgets', 'lost')).toBeGreaterThan(0);
    expect(found('skips', 'diverged')).toBeGreaterThan(0);
    // A dose that left the fridge twice may stand in no row: it is found in the stock of all.
    expect(total.doubled).toBeGreaterThan(0);
  });
});
