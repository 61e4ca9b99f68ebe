import { runSchedule, type Verdict } from './schedule.ts';
import { SimulationServer } from './server.ts';
import type { Flaw } from './tablet.ts';

export interface RunOptions {
  schedules: number;
  seed: number;
  /** number of the first schedule, 0 by default: one seed can be run in parts */
  from?: number;
  /** a single schedule, for a replay */
  only?: number;
  /** schedules at a time */
  lanes?: number;
  progress?: (line: string) => void;
  /** gives the tablets a fault of their own, one after the other by the number of the schedule: its verdict must say so */
  flaws?: readonly Flaw[];
}
export interface Total extends Omit<Verdict, 'log'> {
  failing: { number: number; verdict: Verdict }[];
}

const LANES = 8;

/** Runs schedules against a server started for them. The same seed gives the same scripts and faults. */
export async function runFaults({
  schedules,
  seed,
  from = 0,
  only,
  lanes = LANES,
  progress,
  flaws = [],
}: RunOptions): Promise<Total> {
  const server = await SimulationServer.start();
  const total: Total = { lost: 0, doubled: 0, diverged: 0, attention: 0, steps: 0, given: 0, failing: [] };
  const numbers = only === undefined ? Array.from({ length: schedules }, (_, i) => from + i) : [only];
  let done = 0;
  const lane = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const verdict = await runSchedule(server, seed, number, flaws[number % flaws.length]);
      for (const key of ['lost', 'doubled', 'diverged', 'attention', 'steps', 'given'] as const)
        total[key] += verdict[key];
      if (only !== undefined) progress?.(verdict.log.join(' · '));
      if (verdict.lost + verdict.doubled + verdict.diverged > 0) total.failing.push({ number, verdict });
      done += 1;
      if (done % 50 === 0) progress?.(`${done} schedules, ${total.steps} steps, ${total.failing.length} failing`);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
    // A command that ran twice without leaving a row would still have taken a dose from the fridge.
    const taken = await server.takenFromStock();
    if (taken > total.given) total.doubled += taken - total.given;
    if (taken < total.given) total.lost += total.given - taken;
  } finally {
    await server.stop();
  }
  return total;
}

export const closingLine = ({ lost, doubled, diverged }: Pick<Total, 'lost' | 'doubled' | 'diverged'>): string =>
  `lost ${lost}, doubled ${doubled}, diverged ${diverged}`;
