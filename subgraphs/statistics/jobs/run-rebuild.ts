/**
 * Empties the tables of statistics (login in STATISTICS_DATABASE_URL); the running subgraph, or the next one started, takes all events
 * over again. Reports are incomplete until it has caught up.
 */
import { openDatabase } from '@miaoben/kernel';
import { readEnv } from '@miaoben/kernel/env';
import * as v from 'valibot';
import { forget } from './rebuild.ts';

const { STATISTICS_DATABASE_URL } = readEnv({ STATISTICS_DATABASE_URL: v.pipe(v.string(), v.minLength(1)) });
const orm = await openDatabase(STATISTICS_DATABASE_URL, { entities: [], migrations: [] }, 1);
try {
  await forget(orm);
  console.log('The figures are forgotten; the subgraph counts them again from the first event.');
} finally {
  await orm.close();
}
