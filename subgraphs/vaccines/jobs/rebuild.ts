/** Command: calculates due items and counted doses anew from the records and tells statistics; for changed rules or repaired data. */
import { createClock, openDatabase } from '@miaoben/kernel';
import { definition } from '../server.ts';
import { recomputeAll } from './recompute-all.ts';

const url = process.env.MIAOBEN_DATABASE_URL;
if (!url) {
  process.stderr.write('MIAOBEN_DATABASE_URL names the database of vaccines; it is not set.\n');
  process.exit(1);
}
const orm = await openDatabase(url, definition.database);
try {
  const persons = await recomputeAll(orm, createClock(process.env.MIAOBEN_TODAY).today());
  process.stdout.write(`${persons} persons calculated anew\n`);
} finally {
  await orm.close();
}
