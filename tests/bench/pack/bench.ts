import { SUBGRAPHS } from '@miaoben/schema';
import { openAdministrator } from '../../../gateway/start/databases.ts';
import { openCallers, PASSWORD } from '../data/caller.ts';
import { untilDrained } from '../data/drain.ts';
import { scaleOf } from '../data/options.ts';
import { TODAY } from '../data/pages.ts';
import type { Clients } from '../data/samples.ts';
import { createWorld, type World } from '../data/world.ts';
import { onMeasuredPage } from '../measured-page.ts';
import { rounded } from '../statistics.ts';

/**
 * Question: what does the pack of 10,000 people cost a tablet? The real product behind the app's own code in a browser: bytes on the
 * wire, time until it can be searched, on a processor four times slower and over 1 Mbit/s, the changes of a day, and the disk.
 * Counted is the processor time of page and workers together times four, as if one slow thread did it all: what the servers beside
 * it take of the same machine is not the tablet's.
 */
const SEED = 20_261_121;
/** Of the province's 6.5 million files: a little over 10,000 of every age, with the doses they have. */
const SCALE = 1 / 640;
const DIVISION = '63';
const PEOPLE = 10_000;
/** A busy day of a clinic with so many: children who had a dose, files that changed. */
const A_DAY = { records: 150, files: 50 };
const SLOWER = 4;
const MEGABIT = 125_000;
const LATENCY_MS = 60;
const GATES = {
  wire: 4_000_000,
  slowedMs: 10_000,
  narrowMs: 60_000,
  searchMs: 50,
  dayBytes: 200_000,
  storeBytes: 60_000_000,
};
const DRAIN_LIMIT_MS = 180_000;
const LOOK_MS = 1_000;
const STILL_LOOKS = 5;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const mb = (bytes: number) => `${rounded(bytes / 1e6, 2)} MB`;

export async function run(options: readonly string[] = []): Promise<boolean> {
  const scale = options.includes('--scale') ? scaleOf(options) : SCALE;
  const world = await createWorld(TODAY);
  const clients = {} as Clients;
  try {
    for (const name of SUBGRAPHS) clients[name] = await openAdministrator(world.logins[name].databaseUrl);
    const loaded = await world.load({ seed: SEED, scale, what: 'province' }, () => {});
    const gateway = await world.startServers();
    // What is under way in the background takes the processor from the tablet, and changes records anew.
    await untilDrained(clients, DRAIN_LIMIT_MS, (text) => say(`  ${text}`)).catch((error: Error) =>
      say(`  ${error.message}`),
    );
    await untilQuiet(clients);
    await (await openCallers(world, gateway, DIVISION)).close();
    say(`${loaded.files} files, ${loaded.doses} doses, seed ${SEED}`);
    return await measure(world, gateway);
  } finally {
    for (const client of Object.values(clients)) await client.end();
    await world.stop();
  }
}

/** Waits until no record and no file changes any more. */
async function untilQuiet({ vaccines, people }: Clients): Promise<void> {
  const marks = async () => {
    const records = await vaccines.query(
      'select max(changed::text::bigint)::text as m, count(*)::int as n from subject',
    );
    const files = await people.query('select max(changed::text::bigint)::text as m, count(*)::int as n from person');
    return JSON.stringify([records.rows, files.rows]);
  };
  let last = await marks();
  for (let still = 0; still < STILL_LOOKS; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = await marks();
    still = now === last ? still + 1 : 0;
    last = now;
  }
}

/** Changes as many records and files as on a day, as a dose recorded in them does. */
async function aDayGoesBy({ logins }: World): Promise<void> {
  for (const [name, table, key, count] of [
    ['vaccines', 'subject', 'person_id', A_DAY.records],
    ['people', 'person', 'id', A_DAY.files],
  ] as const) {
    const owner = await openAdministrator(logins[name].migratorUrl);
    await owner.query(
      `update ${table} set changed = pg_current_xact_id() where ${key} in (select ${key} from ${table} order by ${key} limit ${count})`,
    );
    await owner.end();
  }
}

async function measure(world: World, gateway: string): Promise<boolean> {
  let heard = 0;
  let passed = true;
  const line = (what: string, told: string, holds: boolean, gate: string) => {
    passed &&= holds;
    say(`  ${what.padEnd(44)} ${told}${holds ? '' : `   MISSED: at most ${gate}`}`);
  };
  const wired = async <T>(work: () => Promise<T>): Promise<{ value: T; bytes: number }> => {
    heard = 0;
    const value = await work();
    return { value, bytes: heard };
  };
  const behind = {
    gateway,
    heard: (path: string, bytes: number) => {
      if (path === '/graphql') heard += bytes;
    },
  };
  await onMeasuredPage(
    import.meta.dirname,
    {},
    async ({ page, slow, narrow, busyFor }) => {
      await page.evaluate(([login, password]) => window.enter(login, password), [
        'bench.vaccinator',
        PASSWORD,
      ] as const);
      const whole = () => page.evaluate((division) => window.loadWhole(division), DIVISION);
      const plain = await wired(() => busyFor(whole));
      const { persons, doses, ms } = plain.value.value;
      const counted = plain.value.busyMs * SLOWER;
      const per10 = (bytes: number) => (bytes / persons) * PEOPLE;
      say(`a pack of ${persons} people with ${doses} doses, figures of bytes for ${PEOPLE} people`);
      line('on the wire', mb(per10(plain.bytes)), per10(plain.bytes) <= GATES.wire, mb(GATES.wire));
      say(`  ${'ready, processor and network as they are'.padEnd(44)} ${rounded(ms / 1000, 1)} s`);
      const stored = await page.evaluate(() => window.storeBytes());
      line('on the disk', mb(per10(stored)), per10(stored) <= GATES.storeBytes, mb(GATES.storeBytes));

      await slow(SLOWER);
      const slowed = await whole();
      const ready = `${rounded(counted / 1000, 1)} s of processor; by the clock, page slowed, ${rounded(slowed.ms / 1000, 1)} s`;
      line(`ready, all slowed ${SLOWER} ×`, ready, counted <= GATES.slowedMs, '10 s');
      const names = await page.evaluate(() => window.someNames(20));
      const texts = [...names, ...names.map((n) => n.slice(0, 1)), 'zw', 'wangfang', '不存在的人', '630121'];
      await page.evaluate((all) => window.search(all), texts);
      const search = await page.evaluate((all) => window.search(all), texts);
      const longest = `${rounded(search.longestMs, 1)} ms, the longest of ${texts.length}`;
      line(
        `search on the device, ${SLOWER} × slower`,
        longest,
        search.longestMs <= GATES.searchMs,
        `${GATES.searchMs} ms`,
      );
      await slow(1);

      await aDayGoesBy(world);
      const day = await wired(() => page.evaluate((division) => window.loadChanges(division), DIVISION));
      const what = `changes of a day (${A_DAY.records} records, ${A_DAY.files} files)`;
      line(
        what,
        `${rounded(day.bytes / 1000, 0)} kB, ${rounded(day.value.ms / 1000, 1)} s`,
        day.bytes <= GATES.dayBytes,
        '200 kB',
      );

      await narrow(MEGABIT, LATENCY_MS);
      const thin = await whole();
      line('ready, over 1 Mbit/s', `${rounded(thin.ms / 1000, 1)} s`, thin.ms <= GATES.narrowMs, '60 s');
    },
    behind,
  );
  return passed;
}
