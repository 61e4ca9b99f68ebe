import type { Em, Orm } from '@miaoben/kernel';
import { personChanged } from '@miaoben/people/bulk';
import { doseSeedOf, fileOf } from '@miaoben/seeds/load/population';
import { provinceClinicId } from '@miaoben/seeds/load/province';
import { loadReference } from '@miaoben/seeds/load/reference';
import { openTargets } from '@miaoben/seeds/load/targets';
import { provinceClinics } from '@miaoben/seeds/province/clinics';
import { generatePopulation, provincePopulation } from '@miaoben/seeds/province/generator';
import { type DoseSeed, insertDoses, insertSubjects } from '@miaoben/vaccines/bulk';
import type { Client } from 'pg';
import { openAdministrator } from '../../../gateway/start/databases.ts';
import { TODAY } from '../data/pages.ts';
import { createWorld } from '../data/world.ts';
import { median, rounded } from '../statistics.ts';

/**
 * Question: what does it cost that a dose entered in bulk is judged, its person's plan made anew and both told to the other parts? Batches of
 * some 500 doses go in by the product's own writer, and the same rows by a bare insert of 500 rows into a table with the same indexes, by
 * turns. Gate: at least half the rows a second of the bare insert (performance.md C).
 */
const SEED = 20_261_121;
const ROWS = 500;
const WARM = 10;
const BATCHES = 120;

const say = (text: string) => void process.stdout.write(text);

export async function run(): Promise<boolean> {
  const world = await createWorld(TODAY);
  const url = (name: 'identity' | 'people' | 'vaccines') => world.logins[name].databaseUrl;
  const urls = { identity: url('identity'), people: url('people'), vaccines: url('vaccines') };
  const targets = await openTargets(urls, world.keyringText);
  const owner = await openAdministrator(world.logins.vaccines.migratorUrl);
  try {
    await loadReference(targets);
    const clinics = provinceClinics();
    const index = new Map(clinics.map((c) => [c.code, { id: provinceClinicId(c.code), name: c.name }]));
    await owner.query('create table dose_bare (like dose including all)');
    const bare = await bareInsert(owner);
    const [own, plain]: [number[], number[]] = [[], []];
    let batch: DoseSeed[] = [];
    let number = 0;
    for (const person of generatePopulation(provincePopulation(SEED, TODAY, clinics, 1))) {
      if (person.doses.length === 0) continue;
      await insertSubjects(em(targets.vaccines), [personChanged(targets.keyring, fileOf(person, index), 1)]);
      batch.push(...person.doses.map((d) => doseSeedOf(person, d, index)));
      if (batch.length < ROWS) continue;
      const ours = await timed(() => insertDoses(targets.vaccines, batch, TODAY));
      const { rows } = await owner.query<Record<string, unknown>>(
        'select * from dose where dose_id = any($1::uuid[])',
        [batch.map((d) => d.doseId)],
      );
      if (rows.length !== batch.length) throw new Error(`${rows.length} of ${batch.length} rows were written`);
      const theirs = await timed(() => bare(rows));
      number += 1;
      if (number > WARM) {
        own.push(ours / batch.length);
        plain.push(theirs / batch.length);
      }
      batch = [];
      if (number === WARM + BATCHES) break;
    }
    const rate = (ms: number[]) => Math.round(1000 / median(ms));
    const share = median(plain) / median(own);
    say(
      `${BATCHES} batches of ${ROWS} rows or a few more: ours ${rate(own)} doses/s, bare insert ${rate(plain)} doses/s (medians)\n` +
        `  ${share >= 0.5 ? 'ok    ' : 'MISSED'} bulk entry with plans and events runs at ${rounded(share)} of the bare insert (at least 0.5)\n`,
    );
    return share >= 0.5;
  } finally {
    await owner.end();
    await targets.close();
    await world.stop();
  }
}

const em = (orm: Orm): Em => orm.em.fork() as Em;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Inserts rows of `dose` as they stand, in one statement and transaction. */
async function bareInsert(client: Client): Promise<(rows: Record<string, unknown>[]) => Promise<void>> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = 'dose_bare'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  );
  const text = `insert into dose_bare (${columns.map((c) => c.name).join(', ')})
    select * from unnest(${columns.map((c, i) => `$${i + 1}::${c.type}[]`).join(', ')})`;
  return async (rows) => {
    await client.query({ name: 'bare', text, values: columns.map((c) => rows.map((r) => r[c.name])) });
  };
}
