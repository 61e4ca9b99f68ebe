import { deepStrictEqual } from 'node:assert';
import { openDatabase } from '@miaoben/kernel';
import { SUBGRAPHS } from '@miaoben/schema';
import { openAdministrator } from '../../../gateway/start/databases.ts';
import { cpuSeconds } from '../cpu.ts';
import { rounded } from '../statistics.ts';
import { openCallers } from './caller.ts';
import { coverageBench } from './coverage.ts';
import { untilDrained } from './drain.ts';
import type { LoadProgress } from './load.ts';
import { lookups } from './lookups.ts';
import { scaleOf } from './options.ts';
import { pages, TODAY } from './pages.ts';
import { planFaults, wholeReads } from './plans.ts';
import type { Question } from './questions.ts';
import { type Clients, chooseSamples } from './samples.ts';
import { line, type Measured, measure } from './timing.ts';
import { createWorld, type World } from './world.ts';

/**
 * Question: does the product stay fast on a province? Loads the province at a scale, lets the events through, then asks what clinics and
 * centres ask, through the whole gateway, beside bare SQL for the same rows. Gates: performance goals B, as far as the scale allows.
 */
const SEED = 20_261_121;
/** Persons below which a whole read of a table is the planner's right choice. */
const LARGE_ROWS = 5_000;
const DRAIN_LIMIT_MS = 300_000;
const MOST_CPU_OF_A_RECORD = 15;

const say = (text: string) => void process.stdout.write(text);
const seconds = (ms: number) => rounded(ms / 1000, 1);
const mb = (bytes: number) => Math.round(bytes / 1e6);

/** Notes what holds and what does not. */
class Gates {
  passed = true;
  check(holds: boolean, text: string): void {
    say(`  ${holds ? 'ok    ' : 'MISSED'} ${text}\n`);
    this.passed &&= holds;
  }
}

export async function run(options: string[]): Promise<boolean> {
  const scale = scaleOf(options);
  const gates = new Gates();
  const started = performance.now();
  const world = await createWorld(TODAY);
  const stop = () => void world.stop().then(() => process.exit(130));
  process.once('SIGINT', stop);
  const clients = {} as Clients;
  try {
    for (const name of SUBGRAPHS) clients[name] = await openAdministrator(world.logins[name].databaseUrl);
    const loaded = await loadAndDrain(world, clients, scale, gates);
    await ask(world, clients, scale, loaded, gates);
  } finally {
    process.off('SIGINT', stop);
    for (const client of Object.values(clients)) await client.end();
    await world.stop();
  }
  say(`${seconds(performance.now() - started)} s in all\n`);
  return gates.passed;
}

/** What the questions are asked of. */
interface Loaded {
  gateway: string;
  size: string;
}

async function loadAndDrain(world: World, clients: Clients, scale: number, gates: Gates): Promise<Loaded> {
  const memory: LoadProgress[] = [];
  let told = 0;
  const end = await world.load({ seed: SEED, scale, what: 'province' }, (p) => {
    memory.push(p);
    if (p.ms - told < 10_000) return;
    told = p.ms;
    say(`  ${p.files} files, ${p.doses} doses, ${Math.round((p.doses * 1000) / p.ms)} doses/s, ${mb(p.rss)} MB\n`);
  });
  const rate = Math.round((end.doses * 1000) / end.ms);
  const size = `${end.files} files, ${end.doses} doses`;
  const peak = (from: number, to: number) =>
    Math.max(...memory.filter((m) => m.files >= end.files * from && m.files <= end.files * to).map((m) => m.rss));
  say(`loaded ${size} in ${seconds(end.ms)} s (${rate} doses/s); loader ${mb(peak(0, 1))} MB at most\n`);
  gates.check(
    peak(0.5, 1) - peak(0, 0.5) <= 64e6,
    `memory of the loader stays flat: ${mb(peak(0, 0.5))} MB in the first half, ${mb(peak(0.5, 1))} MB in the second`,
  );
  const [gateway, drained] = await Promise.all([
    world.startServers(),
    untilDrained(clients, DRAIN_LIMIT_MS, (text) => say(`${text}\n`)),
  ]);
  say('events taken over, counted from the start of the servers\n');
  for (const d of drained) {
    say(
      `  ${d.reader} ← ${d.source}: ${d.events} events in ${rounded(d.seconds, 1)} s (${Math.round(d.events / d.seconds)}/s)\n`,
    );
  }
  for (const name of SUBGRAPHS) {
    const owner = await openAdministrator(world.logins[name].migratorUrl);
    await owner.query('vacuum (analyze)');
    await owner.end();
  }
  return { gateway, size };
}

async function ask(
  world: World,
  clients: Clients,
  scale: number,
  { gateway, size }: Loaded,
  gates: Gates,
): Promise<void> {
  const samples = await chooseSamples(world, clients);
  const callers = await openCallers(world, gateway, samples.county);
  const statistics = await openDatabase(world.logins.statistics.databaseUrl, { entities: [], migrations: [] }, 1);
  try {
    const questions = [...lookups(clients, callers, samples), ...(await pages(clients, callers, samples))];
    const before = await wholeReads(clients, LARGE_ROWS);
    const times = new Map<string, Measured>();
    say('p50 / p99 in ms: one at a time, eight at a time, bare SQL on one connection\n');
    for (const q of questions) {
      for (const i of [0, 1, 2]) deepStrictEqual(await q.gateway(i), await q.sql(i), `${q.name}: not the same rows`);
      const measured = await measure(q.gateway, q.sql, q.requests, () => cpuSeconds(world.pids()));
      times.set(q.name, measured);
      say(line(q.name, measured, size));
    }
    gate(questions, times, gates);
    const after = await wholeReads(clients, LARGE_ROWS);
    const whole = [...after].filter(([table, n]) => n > (before.get(table) ?? n)).map(([table]) => table);
    gates.check(whole.length === 0, `the product reads no large table whole${whole.map((t) => `; ${t}`).join('')}`);
    const faults = await planFaults(clients, questions);
    gates.check(faults.length === 0, ['plans go by index and one partition', ...faults].join('; '));

    const c = await coverageBench(clients, statistics, callers, samples.county);
    say(
      `  coverage, province by prefecture   gateway ${rounded(c.page, 1)} ms, report in the database ${rounded(c.report, 1)} ms, full scan of the doses ${rounded(c.scan, 1)} ms, ${c.cells} totals equal   ${size}\n` +
        `  coverage, county by township       gateway ${rounded(c.drillDown, 1)} ms; province by cohort ${rounded(c.byCohort, 1)} ms   ${size}\n` +
        `  fully immunised, by county         rollup ${rounded(c.fullCourse.rollup, 1)} ms, child by child ${rounded(c.fullCourse.bits, 1)} ms, ${c.fullCourse.children} children in both   ${size}\n`,
    );
    // A scan grows with the province, the rollups hardly do: the gate is 20 at 1/32 and 200 at full scale.
    const factor = Math.min(200, Math.max(2, 20 * 32 * scale));
    gates.check(
      c.scan >= factor * c.report,
      `coverage is ${rounded(c.scan / c.report, 1)}x faster than the scan (at least ${factor}x)`,
    );
    gates.check(c.report <= 50, 'coverage of the province takes at most 50 ms in the database');
    gates.check(c.fullCourse.bits <= 1_000, 'fully immunised takes at most 1 s over all cohorts');
  } finally {
    await statistics.close();
    await callers.close();
  }
}

/** Goals B that hold at any scale. p99 is printed only: on shared cores it is not the product's. */
function gate(questions: readonly Question[], times: ReadonlyMap<string, Measured>, gates: Gates): void {
  const of = (name: string) => times.get(name)!;
  const record = of('child: file, doses, plan');
  // Eight at a time on few cores is CPU times eight: what the servers use is the figure that holds on any machine.
  gates.check(
    record.cpu <= MOST_CPU_OF_A_RECORD,
    `a child's record: ${rounded(record.cpu, 1)} CPU ms of all servers (at most ${MOST_CPU_OF_A_RECORD})`,
  );
  say(
    `  goal   a child's record: p50 ${rounded(record.gateway8.p50, 1)} ms at 8 (15), p99 ${rounded(record.gateway8.p99, 1)} ms (100)\n`,
  );
  for (const name of ['by ID number', 'by name and birth date'])
    gates.check(of(name).sql.p50 <= 1.5, `${name}: ${rounded(of(name).sql.p50, 2)} ms in the database (at most 1.5)`);
  for (const { name, first } of questions) {
    if (!first) continue;
    const ratio = of(name).gateway1.p50 / of(first).gateway1.p50;
    gates.check(ratio <= 2, `${name}: ${rounded(ratio)}x the first page (at most 2x)`);
  }
}
