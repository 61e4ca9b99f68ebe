/**
 * Compares the coverage figures with a count from the tables of people and vaccines; prints each cell that differs and ends with 1
 * when there is one. Logins come from PEOPLE_DATABASE_URL, VACCINES_DATABASE_URL and STATISTICS_DATABASE_URL (reading is enough).
 */
import { openDatabase } from '@miaoben/kernel';
import { readEnv } from '@miaoben/kernel/env';
import * as v from 'valibot';
import { recount } from './recount.ts';

const login = v.pipe(v.string(), v.minLength(1));
const env = readEnv({ PEOPLE_DATABASE_URL: login, VACCINES_DATABASE_URL: login, STATISTICS_DATABASE_URL: login });
const open = (url: string) => openDatabase(url, { entities: [], migrations: [] }, 2);
const orms = {
  people: await open(env.PEOPLE_DATABASE_URL),
  vaccines: await open(env.VACCINES_DATABASE_URL),
  statistics: await open(env.STATISTICS_DATABASE_URL),
};
try {
  const { cells, differences } = await recount(orms);
  for (const line of differences) console.log(line);
  console.log(`${cells} cells compared, ${differences.length} differ`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  await Promise.all(Object.values(orms).map((orm) => orm.close()));
}
