/**
 * Commands on the databases of a deployment, running or stopped: `recount`, `rebuild-coverage`, `tell-files`, `tell-adverse-events`,
 * `audit-verify`.
 * They find the database as `npm start` does (MIAOBEN_DATA or DATABASE_URL).
 */
import { resolve } from 'node:path';
import { anchorsOf } from '@miaoben/identity/modules/audit-anchor/audit-anchor';
import { brokenAnchors, type Em, Keyring, type Orm, openDatabase, verifyAuditChain } from '@miaoben/kernel';
import { tellFiles } from '@miaoben/people/jobs/tell-files';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { forget } from '@miaoben/statistics/jobs/rebuild';
import { recount } from '@miaoben/statistics/jobs/recount';
import { recountAdverseEvents } from '@miaoben/statistics/jobs/recount-adverse-events';
import { recountCertificates } from '@miaoben/statistics/jobs/recount-certificates';
import { recountSchools } from '@miaoben/statistics/jobs/recount-schools';
import { recountVaccinations } from '@miaoben/statistics/jobs/recount-vaccinations';
import { tellAdverseEvents } from '@miaoben/vaccines/jobs/tell-adverse-events';
import { ensureDatabases, type SubgraphLogins } from './databases.ts';
import { openDeployment } from './deployment.ts';
import { StartFailure } from './failure.ts';
import { startPostgres } from './postgres.ts';
import { readSettings } from './settings.ts';

type Open = (name: SubgraphName) => Promise<Orm>;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** @returns whether everything was as it should be */
const COMMANDS: Record<string, (open: Open, keyring: Keyring) => Promise<boolean>> = {
  async recount(open) {
    const statistics = await open('statistics');
    const sources = { people: await open('people'), vaccines: await open('vaccines'), statistics };
    const coverage = await recount(sources);
    const vaccinations = await recountVaccinations(sources);
    const adverseEvents = await recountAdverseEvents(sources);
    const schools = await recountSchools(statistics);
    const certificates = await recountCertificates(statistics);
    const counts = [coverage, vaccinations, adverseEvents, schools, certificates];
    const differences = counts.flatMap((r) => r.differences);
    for (const line of differences) say(line);
    say(`${counts.reduce((sum, r) => sum + r.cells, 0)} cells compared, ${differences.length} differ`);
    return differences.length === 0;
  },
  async 'rebuild-coverage'(open) {
    await forget(await open('statistics'));
    say('The figures are forgotten; the statistics server counts them again from the first event.');
    return true;
  },
  async 'tell-files'(open, keyring) {
    say(`${await tellFiles(await open('people'), keyring)} files told once more`);
    return true;
  },
  async 'tell-adverse-events'(open) {
    say(`${await tellAdverseEvents(await open('vaccines'))} adverse events told once more`);
    return true;
  },
  async 'audit-verify'(open) {
    const identity = (await open('identity')).em.fork() as Em;
    let whole = true;
    for (const name of SUBGRAPHS) {
      const em = name === 'identity' ? identity : ((await open(name)).em.fork() as Em);
      const broken = await verifyAuditChain(em);
      const anchors = await anchorsOf(identity, name);
      const moved = await brokenAnchors(em, anchors);
      if (broken !== undefined) say(`${name}: batch ${broken} does not fit its lines or the batch before`);
      if (moved.length > 0) say(`${name}: batches ${moved.join(', ')} are not what was anchored`);
      if (broken === undefined && moved.length === 0) say(`${name}: lines, chain and ${anchors.length} anchors agree`);
      whole &&= broken === undefined && moved.length === 0;
    }
    return whole;
  },
};

async function withDatabases(work: (open: Open, keyring: Keyring) => Promise<boolean>): Promise<boolean> {
  const settings = readSettings([]);
  const dataDir = resolve(settings.dataDir);
  const deployment = await openDeployment(dataDir);
  const postgres = settings.databaseUrl ? undefined : await startPostgres(dataDir, settings.postgresPort);
  const orms: Orm[] = [];
  try {
    const adminUrl = settings.databaseUrl ?? postgres!.url;
    const logins: Record<SubgraphName, SubgraphLogins> = await ensureDatabases(
      adminUrl,
      settings.databasePrefix,
      deployment.databaseSecret,
    );
    return await work(async (name) => {
      const orm = await openDatabase(logins[name].databaseUrl, { entities: [], migrations: [] }, 2);
      orms.push(orm);
      return orm;
    }, new Keyring(deployment.keyring));
  } finally {
    await Promise.all(orms.map((orm) => orm.close()));
    // A database that was already running belongs to a product that is running.
    if (postgres && !postgres.inherited) await postgres.stop();
  }
}

const command = COMMANDS[process.argv[2] ?? ''];
if (!command) {
  process.stderr.write(`Commands: ${Object.keys(COMMANDS).join(', ')}\n`);
  process.exit(2);
}
try {
  process.exit((await withDatabases(command)) ? 0 : 1);
} catch (error) {
  process.stderr.write(
    `${error instanceof StartFailure ? error.message : `The command failed: ${(error as Error).message}`}\n`,
  );
  process.exit(1);
}
