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
  it.each([
    ['forgets', 'lost'],
    ['renames', 'doubled'],
    ['skips', 'diverged'],
  ] as const)('are found out when the app %s', { timeout: 300_000 }, async (flaw, verdict) => {
    const total = await runFaults({ schedules: 4, seed: 7, flaw });
    expect(total[verdict]).toBeGreaterThan(0);
  });
});
