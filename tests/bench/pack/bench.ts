import { SUBGRAPHS } from '@miaoben/schema';
import { openAdministrator } from '../../../gateway/start/databases.ts';
import { openCallers, PASSWORD } from '../data/caller.ts';
import { TODAY } from '../data/pages.ts';
import type { Clients } from '../data/samples.ts';
import { createWorld, type World } from '../data/world.ts';
import { onMeasuredPage } from '../measured-page.ts';
import { rounded } from '../statistics.ts';

/**
 * Question: what does the pack of 10,000 people cost a tablet? The real product behind the app's own code in a browser: bytes on the
 * wire, time until it can be searched, on a processor four times slower and over 1 Mbit/s, the changes of a day, and the disk.
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
const HEARD_LIMIT_MS = 300_000;
const LOOK_MS = 500;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const mb = (bytes: number) => `${rounded(bytes / 1e6, 2)} MB`;

export async function run(): Promise<boolean> {
  const world = await createWorld(TODAY);
  const clients = {} as Clients;
  try {
    for (const name of SUBGRAPHS) clients[name] = await openAdministrator(world.logins[name].databaseUrl);
    const loaded = await world.load({ seed: SEED, scale: SCALE }, () => {});
    const gateway = await world.startServers();
    await untilHeard(clients, loaded.files);
    await (await openCallers(world, gateway, DIVISION)).close();
    say(`${loaded.files} files, ${loaded.doses} doses, seed ${SEED}`);
    return await measure(world, gateway);
  } finally {
    for (const client of Object.values(clients)) await client.end();
    await world.stop();
  }
}

/** Waits until vaccines knows every file: whom it does not know has no record in a pack. */
async function untilHeard({ vaccines }: Clients, files: number): Promise<void> {
  for (const until = Date.now() + HEARD_LIMIT_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
    const { rows } = await vaccines.query<{ n: number }>('select count(*)::int as n from subject');
    if ((rows[0]?.n ?? 0) >= files) return;
    if (Date.now() > until) throw new Error(`of ${files} files ${rows[0]?.n} were heard of`);
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
    async ({ page, slow, narrow }) => {
      await page.evaluate(([login, password]) => window.enter(login, password), [
        'bench.vaccinator',
        PASSWORD,
      ] as const);
      const whole = () => page.evaluate((division) => window.loadWhole(division), DIVISION);
      const plain = await wired(whole);
      const { persons, doses, ms } = plain.value;
      const per10 = (bytes: number) => (bytes / persons) * PEOPLE;
      say(`a pack of ${persons} people with ${doses} doses, figures of bytes for ${PEOPLE} people`);
      line('on the wire', mb(per10(plain.bytes)), per10(plain.bytes) <= GATES.wire, mb(GATES.wire));
      say(`  ${'ready, processor and network as they are'.padEnd(44)} ${rounded(ms / 1000, 1)} s`);
      const stored = await page.evaluate(() => window.storeBytes());
      line('on the disk', mb(per10(stored)), per10(stored) <= GATES.storeBytes, mb(GATES.storeBytes));

      await slow(SLOWER);
      const slowed = await whole();
      line(
        `ready, processor ${SLOWER} × slower`,
        `${rounded(slowed.ms / 1000, 1)} s`,
        slowed.ms <= GATES.slowedMs,
        '10 s',
      );
      const names = await page.evaluate(() => window.someNames(20));
      const texts = [...names, ...names.map((n) => n.slice(0, 1)), 'zw', 'wangfang', '不存在的人', '630121'];
      await page.evaluate((all) => window.search(all), texts);
      const search = await page.evaluate((all) => window.search(all), texts);
      const told = `${rounded(search.longestMs, 1)} ms, the longest of ${texts.length}`;
      line(
        `search on the device, ${SLOWER} × slower`,
        told,
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
