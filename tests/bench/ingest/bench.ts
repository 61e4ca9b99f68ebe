import { type Em, type Orm, openDatabase } from '@miaoben/kernel';
import { personChanged } from '@miaoben/people/bulk';
import { doseSeedOf, fileOf } from '@miaoben/seeds/load/population';
import { provinceClinicId } from '@miaoben/seeds/load/province';
import { loadReference } from '@miaoben/seeds/load/reference';
import { openTargets } from '@miaoben/seeds/load/targets';
import { provinceClinics } from '@miaoben/seeds/province/clinics';
import { generatePopulation, provincePopulation } from '@miaoben/seeds/province/generator';
import { type DoseSeed, insertDoses, insertSubjects } from '@miaoben/vaccines/bulk';
import { EntitySchema } from '@mikro-orm/core';
import type { Client, QueryConfig } from 'pg';
import { openAdministrator } from '../../../gateway/start/databases.ts';
import { TODAY } from '../data/pages.ts';
import { createWorld } from '../data/world.ts';
import { median, rounded } from '../statistics.ts';

/**
 * Question: what does it cost that a dose entered in bulk is checked and judged, its person's plan made anew, the batch audited and all of it
 * told to the other parts? Batches of some 500 doses go in by the product's own writer, and the same rows by a bare insert and by the
 * mapper's persist and flush into tables with the same indexes, by turns. Gates: at least half the rows a second of the bare insert, at
 * least 1.5 times those of the flush (performance.md C).
 */
const SEED = 20_261_121;
const ROWS = 500;
/** so that the tables have some size, and the planner knows it, as in use */
const WARM = 40;
const ROUNDS = 3;
const BATCHES = 40;

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
    const columns = await columnsOfDose(owner);
    for (const table of ['dose_bare', 'dose_mapped'])
      await owner.query(`create table ${table} (like dose including all)`);
    const bare = bareInsert(owner, columns);
    const mapper = await openMapper(world.logins.vaccines.migratorUrl, columns);
    const rounds = [...Array(ROUNDS)].map((): Round => ({ own: [], plain: [], mapped: [] }));
    let batch: DoseSeed[] = [];
    let number = 0;
    for (const person of generatePopulation(provincePopulation(SEED, TODAY, clinics, 1))) {
      if (person.doses.length === 0) continue;
      await insertSubjects(em(targets.vaccines), [personChanged(targets.keyring, fileOf(person, index), 1)]);
      batch.push(...person.doses.map((d) => doseSeedOf(person, d, index)));
      if (batch.length < ROWS) continue;
      if (number === WARM) await owner.query('analyze');
      const own = await timed(() => insertDoses(targets.vaccines, batch, TODAY));
      const rows = await written(owner, batch);
      const entities = rows.map((r) => mapper.entityOf(r));
      const plain = await timed(() => bare(rows));
      const mapped = await timed(() => mapper.insert(entities));
      const round = rounds[Math.floor((number - WARM) / BATCHES)];
      round?.own.push(own / batch.length);
      round?.plain.push(plain / batch.length);
      round?.mapped.push(mapped / batch.length);
      number += 1;
      batch = [];
      if (number === WARM + ROUNDS * BATCHES) break;
    }
    await mapper.close();
    await checkTotals(owner, number);
    return report(rounds);
  } finally {
    await owner.end();
    await targets.close();
    await world.stop();
  }
}

/** milliseconds a row, batch by batch */
interface Round {
  own: number[];
  plain: number[];
  mapped: number[];
}

function report(rounds: readonly Round[]): boolean {
  const rate = (of: keyof Round) => Math.round(1000 / median(rounds.flatMap((r) => r[of])));
  const seconds = rounded(median(rounds.flatMap((r) => r.own)) * 100);
  say(
    `${ROUNDS} rounds of ${BATCHES} batches of ${ROWS} rows or a few more (medians): ours ${rate('own')} doses/s, bare insert ${rate('plain')} doses/s,` +
      ` persist and flush ${rate('mapped')} doses/s; 100,000 doses would take ours ${seconds} s\n`,
  );
  const gate = (than: 'plain' | 'mapped', least: number, words: string): boolean => {
    const shares = rounds.map((r) => median(r[than]) / median(r.own));
    const share = median(shares);
    const range = `${rounded(Math.min(...shares))} to ${rounded(Math.max(...shares))}`;
    say(`  ${share >= least ? 'ok    ' : 'MISSED'} ${words} ${rounded(share)} (${range}; at least ${least})\n`);
    return share >= least;
  };
  const half = gate('plain', 0.5, 'bulk entry with checks, plans, audit and events to the bare insert:');
  const more = gate('mapped', 1.5, 'to persist and flush of the bare rows:');
  return half && more;
}

const em = (orm: Orm): Em => orm.em.fork() as Em;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

interface Column {
  name: string;
  type: string;
}
type Row = Record<string, string | null>;

async function columnsOfDose(client: Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = 'dose'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  );
  return rows;
}

/** The rows of a batch as the product wrote them, each value in its text: so that nobody is timed at turning dates into texts. */
async function written(client: Client, batch: readonly DoseSeed[]): Promise<Row[]> {
  const types = { getTypeParser: () => (text: string) => text };
  const ids = batch.map((d) => d.doseId);
  const query = { text: 'select * from dose where dose_id = any($1::uuid[])', values: [ids], types };
  const { rows } = await client.query<Row>(query as QueryConfig);
  if (rows.length !== batch.length) throw new Error(`${rows.length} of ${batch.length} rows were written`);
  return rows;
}

/** Each table has each dose, each dose its event, each person's plan one, each batch its audit line. */
async function checkTotals(client: Client, batches: number): Promise<void> {
  const { rows } = await client.query<Record<'doses' | 'bare' | 'mapped' | 'told' | 'audited', string>>(
    `select (select count(*) from dose) as doses, (select count(*) from dose_bare) as bare,
       (select count(*) from dose_mapped) as mapped, (select count(*) from outbox where type = 'dose.changed') as told,
       (select count(*) from audit_line where operation = 'insertDoses') as audited`,
  );
  const { doses, audited, ...others } = rows[0]!;
  const isWhole = Object.values(others).every((n) => n === doses) && Number(audited) === batches;
  if (!isWhole) throw new Error(`the totals differ: ${JSON.stringify(rows[0])}`);
}

/** Inserts rows of `dose` as they stand, in one statement and transaction. */
function bareInsert(client: Client, columns: readonly Column[]): (rows: readonly Row[]) => Promise<void> {
  const text = `insert into dose_bare (${columns.map((c) => c.name).join(', ')})
    select * from unnest(${columns.map((c, i) => `$${i + 1}::${c.type}[]`).join(', ')})`;
  return async (rows) => {
    await client.query({ name: 'bare', text, values: columns.map((c) => rows.map((r) => r[c.name])) });
  };
}

/** A value as the mapper wants it for a column. */
function propertyOf(text: string | null, type: string): unknown {
  if (text === null) return null;
  if (type === 'real') return Number(text);
  if (type === 'boolean') return text === 't';
  return type.startsWith('timestamp') ? new Date(text) : text;
}

/** The same by the mapper: rows become entities, one flush a batch. */
async function openMapper(url: string, columns: readonly Column[]) {
  const properties = Object.fromEntries(
    columns.map(({ name, type }) => {
      const primary = ['person_id', 'birth_date', 'dose_id'].includes(name);
      return [name, { type: 'string' as const, columnType: type, fieldName: name, nullable: !primary, primary }];
    }),
  );
  const schema = new EntitySchema({ name: 'DoseMapped', tableName: 'dose_mapped', properties });
  const orm = await openDatabase(url, { entities: [schema], migrations: [] });
  return {
    entityOf: (row: Row) => Object.fromEntries(columns.map((c) => [c.name, propertyOf(row[c.name] ?? null, c.type)])),
    insert: async (entities: readonly Record<string, unknown>[]) => {
      const own = em(orm);
      for (const entity of entities) own.persist(own.create(schema, entity as never));
      await own.flush();
    },
    close: () => orm.close(),
  };
}
