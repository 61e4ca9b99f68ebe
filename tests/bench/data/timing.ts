import { quantile, rounded } from '../statistics.ts';

/** A thing to be timed; `i` chooses the sample. */
export type Ask = (i: number) => Promise<unknown>;

export interface Times {
  p50: number;
  p99: number;
}
export interface Measured {
  gateway1: Times;
  gateway8: Times;
  sql: Times;
  /** CPU ms a request of gateway and subgraphs together, with eight at a time; 0 where the system does not tell */
  cpu: number;
}

const ROUNDS = 5;
const CONCURRENCY = 8;

const timesOf = (ms: number[]): Times => ({ p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) });

async function timed(ask: Ask, i: number, into: number[]): Promise<void> {
  const started = performance.now();
  await ask(i);
  into.push(performance.now() - started);
}

/**
 * Through the gateway one at a time, alternating with the bare SQL, and eight at a time; in rounds, so that what else the machine does
 * falls on all alike. Warm: each is asked before.
 * @param requests per round
 * @param cpu CPU seconds that the servers have used so far
 */
export async function measure(gateway: Ask, sql: Ask, requests: number, cpu: () => number): Promise<Measured> {
  let used = 0;
  const one: number[] = [];
  const eight: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < Math.max(10, requests / 2); i += 1) {
    await gateway(i);
    await sql(i);
  }
  let next = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let k = 0; k < requests; k += 1) {
      const i = next++;
      const pair: [Ask, number[]][] = [
        [gateway, one],
        [sql, bare],
      ];
      if (i % 2 === 1) pair.reverse();
      for (const [ask, into] of pair) await timed(ask, i, into);
    }
    const before = cpu();
    let left = requests * 2;
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (left-- > 0) await timed(gateway, next++, eight);
      }),
    );
    used += cpu() - before;
  }
  return { gateway1: timesOf(one), gateway8: timesOf(eight), sql: timesOf(bare), cpu: (used * 1000) / eight.length };
}

const text = ({ p50, p99 }: Times) => `${rounded(p50, 1)} / ${rounded(p99, 1)}`;

/** One line of the table: p50 / p99 in ms, and how many times the bare SQL the whole way is. */
export const line = (name: string, m: Measured, size: string): string =>
  `  ${name.padEnd(42)} gateway ${text(m.gateway1).padStart(13)}   at 8 ${text(m.gateway8).padStart(13)}   CPU ${rounded(m.cpu, 1)}   bare SQL ${text(m.sql).padStart(12)} ms   ${rounded(m.gateway1.p50 / m.sql.p50, 1)}x   ${size}\n`;
