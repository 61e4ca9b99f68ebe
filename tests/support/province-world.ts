import { start as startIdentity } from '@miaoben/identity/server';
import { type Em, type Orm, query } from '@miaoben/kernel';
import { start as startPeople } from '@miaoben/people/server';
import { loadProvince } from '@miaoben/seeds/load/province';
import { loadReference } from '@miaoben/seeds/load/reference';
import { openTargets } from '@miaoben/seeds/load/targets';
import { provinceClinics } from '@miaoben/seeds/province/clinics';
import {
  generatePopulation,
  PROVINCE_DOSES,
  PROVINCE_FILES,
  provincePopulation,
} from '@miaoben/seeds/province/generator';
import { mergeAll } from '@miaoben/statistics/jobs/rebuild';
import { recount } from '@miaoben/statistics/jobs/recount';
import { recountVaccinations } from '@miaoben/statistics/jobs/recount-vaccinations';
import { start as startStatistics } from '@miaoben/statistics/server';
import { start as startVaccines } from '@miaoben/vaccines/server';
import { type Stack, startStack } from './stack.ts';

const TODAY = '2026-11-21';
const SEED = 165;

export interface ProvinceWorld {
  /** files and doses of Q-165 at the scale of this world */
  expected: { files: number; doses: number };
  /** what the databases hold */
  stored: { files: number; doses: number; units: number; byVaccine: Record<string, number> };
  /** number of doses by vaccine that the generator itself gives for the same seed */
  generated: Record<string, number>;
  /** bytes of memory at each report of the loader, in order */
  memory: number[];
  /** compares every cell of the rollups with a count from the records */
  recount: () => ReturnType<typeof recount>;
  /** compares every cell of vaccinations, people vaccinated and doses caught up */
  recountVaccinations: () => ReturnType<typeof recountVaccinations>;
  stop: () => Promise<void>;
}

/** A running product that has taken the province in at a scale, with all events through. */
export async function startProvince(adminUrl: string, scale: number): Promise<ProvinceWorld> {
  const stack = await startStack(
    adminUrl,
    { identity: startIdentity, people: startPeople, vaccines: startVaccines, statistics: startStatistics },
    TODAY,
  );
  const memory = await load(stack, scale);
  const { people, vaccines, statistics, identity } = stack.services;
  await statistics.consumer.drain('people');
  await statistics.consumer.drain('vaccines');
  await mergeAll(statistics.orm);
  const sources = { people: people.orm, vaccines: vaccines.orm, statistics: statistics.orm };
  const byVaccine = await counts(vaccines.orm, 'select vaccine as key, count(*)::int as n from dose group by 1');
  const one = async (orm: Orm, table: string) =>
    (await counts(orm, `select 'all' as key, count(*)::int as n from ${table}`)).all ?? 0;
  return {
    expected: { files: Math.round(PROVINCE_FILES * scale), doses: PROVINCE_DOSES * scale },
    stored: {
      files: await one(people.orm, 'person'),
      doses: await one(vaccines.orm, 'dose'),
      units: await one(identity.orm, 'organisation'),
      byVaccine,
    },
    generated: generatedDoses(scale),
    memory,
    recount: () => recount(sources),
    recountVaccinations: () => recountVaccinations(sources),
    stop: () => stack.stop(),
  };
}

async function load(stack: Stack, scale: number): Promise<number[]> {
  const url = (name: 'identity' | 'people' | 'vaccines') => stack.configOf(name).databaseUrl;
  const targets = await openTargets(
    { identity: url('identity'), people: url('people'), vaccines: url('vaccines') },
    stack.configOf('people').keyring,
  );
  const memory: number[] = [];
  try {
    await loadReference(targets);
    await loadProvince(targets, { seed: SEED, today: TODAY, scale }, () => memory.push(process.memoryUsage.rss()));
  } finally {
    await targets.close();
  }
  return memory;
}

async function counts(orm: Orm, sql: string): Promise<Record<string, number>> {
  const rows = await query<{ key: string; n: number }>(orm.em.fork() as Em, sql);
  return Object.fromEntries(rows.map((r) => [r.key, r.n]));
}

function generatedDoses(scale: number): Record<string, number> {
  const byVaccine: Record<string, number> = {};
  for (const person of generatePopulation(provincePopulation(SEED, TODAY, provinceClinics(), scale)))
    for (const dose of person.doses) byVaccine[dose.vaccine] = (byVaccine[dose.vaccine] ?? 0) + 1;
  return byVaccine;
}
