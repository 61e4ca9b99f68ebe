import { deepStrictEqual } from 'node:assert';
import { openDatabase } from '@miaoben/kernel';
import { RULE_SET } from '@miaoben/people/modules/quality/quality.rules';
import { definition } from '@miaoben/people/server';
import type { Client } from 'pg';
import { openAdministrator } from '../../../gateway/start/databases.ts';
import { openCallers } from '../data/caller.ts';
import { optionOf, scaleOf } from '../data/options.ts';
import { TODAY } from '../data/pages.ts';
import { createWorld, type World } from '../data/world.ts';
import { median, quantile, rounded } from '../statistics.ts';
import { type FileQuestion, questionsOf } from './questions.ts';
import { chooseFiles } from './samples.ts';

/**
 * Question: is one file found at once among those of a whole province? Loads the files of the province at a scale, without doses, then
 * searches as a clinic does: through the gateway, by the statement of the product alone, and by bare SQL for the same rows.
 * `--data FOLDER` keeps what was loaded, so that the full size is loaded once.
 */
const SEED = 20_261_121;
const ROUNDS = 5;
const REQUESTS = 40;
const MOST_PAGES = 50;

const say = (text: string) => void process.stdout.write(text);

export async function run(options: string[]): Promise<boolean> {
  const scale = scaleOf(options);
  const world = await createWorld(TODAY, optionOf(options, '--data'));
  const stop = () => void world.stop().then(() => process.exit(130));
  process.once('SIGINT', stop);
  try {
    await load(world, scale);
    return await ask(world);
  } finally {
    process.off('SIGINT', stop);
    await world.stop();
  }
}

async function filesOf(world: World): Promise<number> {
  const owner = await openAdministrator(world.logins.people.migratorUrl);
  const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from person');
  await owner.end();
  return rows[0]?.n ?? 0;
}

async function load(world: World, scale: number): Promise<void> {
  if ((await filesOf(world)) > 0) return;
  const owner = await openAdministrator(world.logins.people.migratorUrl);
  const indexes = await takeIndexes(owner);
  let told = 0;
  const end = await world.load({ seed: SEED, scale, what: 'files' }, ({ files, ms }) => {
    if (ms - told < 10_000) return;
    told = ms;
    say(`  ${files} files, ${Math.round((files * 1000) / ms)} a second\n`);
  });
  say(
    `loaded ${end.files} files in ${rounded(end.ms / 1000, 1)} s (${Math.round((end.files * 1000) / end.ms)} a second)\n`,
  );
  const started = performance.now();
  await owner.query(`set maintenance_work_mem = '1GB'`);
  for (const index of indexes) await owner.query(index);
  say(`${indexes.length} indexes in ${rounded((performance.now() - started) / 1000, 1)} s\n`);
  // No other subgraph reads here, and the check of the data has been through a province that is at work: neither is the question.
  await owner.query('truncate outbox, quality_pending');
  await owner.query('vacuum (analyze)');
  await owner.end();
}

/**
 * Drops the indexes that only readers need. Those that a writer asks or that forbid a double stay: the load is held to them.
 * @returns the statements that make them again
 */
async function takeIndexes(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid in ('person'::regclass, 'guardian'::regclass) and not i.indisunique and i.indexrelid <> 'person_identity_cancelled'::regclass`,
  );
  for (const { name } of rows) await owner.query(`drop index ${name}`);
  return rows.map((r) => r.made);
}

/** The weekly looks through all files have been: what they take of the machine is not the question. */
async function looksAreDone(world: World): Promise<void> {
  const owner = await openAdministrator(world.logins.people.migratorUrl);
  for (const run of ['quality_run', 'duplicate_run'])
    await owner.query(`update ${run} set state = 'done', ended_at = now() where state = 'running'`);
  await owner.query(
    `insert into quality_run (id, rule_version, state, total, started_at, ended_at)
     values (gen_random_uuid(), $1, 'done', 0, $2::date, $2::date)`,
    [RULE_SET.version, TODAY],
  );
  await owner.query(
    `insert into duplicate_run (id, state, started_at, ended_at) values (gen_random_uuid(), 'done', $1::date, $1::date)`,
    [TODAY],
  );
  await owner.end();
}

interface Times {
  gateway: number[];
  own: number[];
  bare: number[];
}

async function ask(world: World): Promise<boolean> {
  const size = `${await filesOf(world)} files`;
  const people = await openDatabase(world.logins.people.databaseUrl, definition.database, 1);
  const client = await openAdministrator(world.logins.people.databaseUrl);
  const samples = await chooseFiles(client, world.keyring);
  await looksAreDone(world);
  const gateway = await world.startServers();
  const callers = await openCallers(world, gateway, samples.county);
  let passed = true;
  const check = (holds: boolean, text: string) => {
    say(`  ${holds ? 'ok    ' : 'MISSED'} ${text}\n`);
    passed &&= holds;
  };
  try {
    say(`p50 / p95 in ms; county ${samples.county} with ${samples.filesInCounty} files of ${size}\n`);
    for (const question of questionsOf({ people, client, nurse: callers.nurse, keyring: world.keyring, samples })) {
      const times = await measure(question);
      const text = (ms: number[]) =>
        ms.length === 0 ? '' : `${rounded(median(ms), 1)} / ${rounded(quantile(ms, 0.95), 1)}`;
      say(
        `  ${question.name.padEnd(34)} gateway ${text(times.gateway).padStart(13)}   own statement ${text(times.own).padStart(12)}   bare SQL ${text(times.bare).padStart(12)}   ${size}\n`,
      );
      const p95 = quantile(times.gateway, 0.95);
      check(p95 <= question.limitMs, `${question.name}: ${rounded(p95, 1)} ms at p95 (at most ${question.limitMs})`);
      const ratio = median(times.own) / median(times.bare);
      if (question.bare) check(ratio <= 2, `${question.name}: ${rounded(ratio)}x the bare SQL (at most 2x)`);
    }
    const pages = await pagesOf(callers.nurse, samples.surname);
    const [first, deep] = [
      await pageTime(callers.nurse, samples.surname, pages[0]),
      await pageTime(callers.nurse, samples.surname, pages.at(-1)),
    ];
    const deepest = `page ${pages.length} of those called ${samples.surname}`;
    check(
      deep / first <= 2,
      `${deepest} takes ${rounded(deep / first)}x the first (at most 2x): ${rounded(first, 1)} and ${rounded(deep, 1)} ms`,
    );
    return passed;
  } finally {
    await callers.close();
    await client.end();
    await people.close();
  }
}

async function measure({ gateway, own, bare }: FileQuestion): Promise<Times> {
  const times: Times = { gateway: [], own: [], bare: [] };
  const timed = async (asked: (i: number) => Promise<unknown>, i: number, into: number[]) => {
    const started = performance.now();
    await asked(i);
    into.push(performance.now() - started);
  };
  for (const i of [0, 1, 2]) {
    const answer = await gateway(i);
    if (own) deepStrictEqual(await own(i), answer, 'not the same rows');
    if (bare) deepStrictEqual(await bare(i), answer, 'not the same rows');
  }
  // In rounds and by turns, so that what else the machine does falls on all alike. Each sample is asked once: nothing is warm by repetition.
  let next = 3;
  for (let round = 0; round < ROUNDS; round += 1)
    for (let k = 0; k < REQUESTS; k += 1) {
      const i = next++;
      await timed(gateway, i, times.gateway);
      if (own && bare) {
        const pair: [typeof own, number[]][] = [
          [own, times.own],
          [bare, times.bare],
        ];
        if (i % 2 === 1) pair.reverse();
        for (const [asked, into] of pair) await timed(asked, i, into);
      }
    }
  return times;
}

type Nurse = Awaited<ReturnType<typeof openCallers>>['nurse'];

/** Where the full pages of a search begin, the first fifty at most; null is the first. */
async function pagesOf(nurse: Nurse, text: string): Promise<(string | null)[]> {
  interface Found {
    searchPersons: { pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  }
  const begins: (string | null)[] = [];
  for (let after: string | null = null; begins.length < MOST_PAGES; ) {
    const { pageInfo }: Found['searchPersons'] = (await nurse<Found>('ClinicSearch', { text, after })).searchPersons;
    if (begins.length > 0 && !pageInfo.hasNextPage) break;
    begins.push(after);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return begins;
}

/** Median ms of the page that begins there. */
async function pageTime(nurse: Nurse, text: string, after: string | null | undefined): Promise<number> {
  const ms: number[] = [];
  for (let i = 0; i < REQUESTS; i += 1) {
    const started = performance.now();
    await nurse('ClinicSearch', { text, after });
    ms.push(performance.now() - started);
  }
  return median(ms);
}
