import { createClock, query, type SubgraphConfig } from '@miaoben/kernel';
import type { SubgraphName } from '@miaoben/schema';
import { loadDemo } from '@miaoben/seeds/load/demo';
import { loadReference } from '@miaoben/seeds/load/reference';
import { emOf, openTargets } from '@miaoben/seeds/load/targets';
import { DEMO_BEGUN, DEMO_DONE } from './databases.ts';
import { StartFailure } from './failure.ts';
import type { Settings } from './settings.ts';

/** Reference data at each start (writes only what changed); the demo county once, into an empty deployment. */
export async function seedIfEmpty(
  configOf: (name: SubgraphName) => SubgraphConfig,
  settings: Settings,
  progress: (text: string) => void,
): Promise<void> {
  const targets = await openTargets(
    {
      identity: configOf('identity').databaseUrl,
      people: configOf('people').databaseUrl,
      vaccines: configOf('vaccines').databaseUrl,
      certificates: configOf('certificates').databaseUrl,
    },
    configOf('identity').keyring,
  );
  try {
    progress('Loading the reference data …');
    await loadReference(targets);
    if (!settings.demo) return;
    const mark = emOf(targets.identity);
    const [done] = await query<{ name: string }>(mark, 'select name from seed_mark where name = $1', [DEMO_DONE]);
    if (done) return;
    const [person] = await query<{ id: string }>(emOf(targets.people), 'select id from person limit 1');
    if (person)
      throw new StartFailure(
        'There are files already, but not of the demo county: start with an empty data folder, or with MIAOBEN_DEMO=off.',
      );
    progress('Loading the demo county …');
    await query(mark, 'insert into seed_mark (name) values ($1)', [DEMO_BEGUN]);
    let shown = 0;
    const { files, doses } = await loadDemo(targets, createClock(settings.today).today(), (n) => {
      if (n - shown < 1_000) return;
      shown = n;
      progress(`  ${n} files`);
    });
    await query(mark, 'insert into seed_mark (name) values ($1)', [DEMO_DONE]);
    progress(`  ${files} files, ${doses} doses`);
  } finally {
    await targets.close();
  }
}
