import type { Em, Keyring } from '@miaoben/kernel';
import type { PersonFile } from './modules/person/person.file.ts';
import { insertFiles } from './modules/person/person.write.ts';

export { householdTypeFrom, registeredFrom } from './modules/details/details.rules.ts';
export { type GuardianFile, NOTHING_KNOWN, type PersonFile } from './modules/person/person.file.ts';
export { personChanged } from './modules/person/person.write.ts';

export const BATCH = 1_000;

/**
 * Writes many new files with guardians and `person.changed` events, a transaction per 1,000; for seeds and take-overs. The files are
 * taken as they are: spelled for storage and valid.
 * @param today gives new barcodes their year
 * @returns the number of files written
 */
export async function insertPersons(
  em: Em,
  keyring: Keyring,
  files: Iterable<PersonFile>,
  today: string,
): Promise<number> {
  let written = 0;
  // Two at a time: one batch is sealed while the database writes the other.
  const lanes = [Promise.resolve(), Promise.resolve()];
  const write = async (batch: PersonFile[]) => {
    await em.fork().transactional((inner) => insertFiles(inner as Em, keyring, batch, today.slice(0, 4)));
    written += batch.length;
  };
  const hand = async (batch: PersonFile[]) => {
    await lanes.shift();
    const run = write(batch);
    // A failure is thrown where the lane is awaited; until then it must not count as unhandled.
    run.catch(() => undefined);
    lanes.push(run);
  };
  let batch: PersonFile[] = [];
  for (const file of files) {
    batch.push(file);
    if (batch.length < BATCH) continue;
    await hand(batch);
    batch = [];
  }
  if (batch.length > 0) await hand(batch);
  await Promise.all(lanes);
  return written;
}
