import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyring, migrate, newKeyring, type SubgraphConfig } from '@miaoben/kernel';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { ensureDatabases, openAdministrator, type SubgraphLogins } from '../../../gateway/start/databases.ts';
import { freePort, startPostgres } from '../../../gateway/start/postgres.ts';
import {
  gatewayEnvironment,
  ServerProcess,
  subgraphEnvironment,
  untilServerReady,
} from '../../../gateway/start/processes.ts';
import { SERVERS } from '../../../gateway/start/servers.ts';
import type { LoadOrder, LoadProgress } from './load.ts';

export interface World {
  logins: Record<SubgraphName, SubgraphLogins>;
  keyring: Keyring;
  /** the keyring as it is written down, for a process or writer of its own */
  keyringText: string;
  /** Fills the databases in a process of its own. */
  load(order: Pick<LoadOrder, 'seed' | 'scale' | 'what'>, progress: (p: LoadProgress) => void): Promise<LoadProgress>;
  /** process ids by name, once the servers run */
  pids(): Record<string, number>;
  /** Starts each subgraph and the gateway as its own process. @returns the gateway's address */
  startServers(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Empty migrated databases on a fresh PostgreSQL in a temporary folder, or on the server of DATABASE_URL.
 * @param kept folder of a PostgreSQL that stays with its databases: what was loaded into it before is found again
 */
export async function createWorld(today: string, kept?: string): Promise<World> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'miaoben-bench-')));
  if (kept) await mkdir(kept, { recursive: true });
  await chmod(folder, 0o755);
  const isOurs = kept !== undefined || !process.env.DATABASE_URL;
  const postgres = isOurs ? await startPostgres(folder, 0) : undefined;
  const adminUrl = postgres?.url ?? process.env.DATABASE_URL!;
  const prefix = kept ? 'bench' : `bench_${randomBytes(4).toString('hex')}`;
  const { keyring, ...secrets } = await secretsOf(kept);
  const servers = new Map<string, ServerProcess>();
  const logins = await ensureDatabases(adminUrl, prefix, secrets.serviceSecret);
  for (const name of SUBGRAPHS) {
    const { migratorUrl, databaseUrl } = logins[name];
    await migrate(migratorUrl, SERVERS[name].database, new URL(databaseUrl).username);
  }

  async function configs(): Promise<SubgraphConfig[]> {
    const ports = await Promise.all(SUBGRAPHS.map(() => freePort()));
    const peers = Object.fromEntries(SUBGRAPHS.map((n, i) => [n, `http://127.0.0.1:${ports[i]}`])) as Record<
      SubgraphName,
      string
    >;
    return SUBGRAPHS.map((name, i) => ({
      name,
      host: '127.0.0.1',
      port: ports[i]!,
      ...logins[name],
      ...secrets,
      keyring,
      peers,
      filesDir: join(folder, 'files'),
      publicUrl: 'http://127.0.0.1',
      today,
      logLevel: 'error',
      smsUrl: '',
      realNameUrl: '',
      licencePlatformUrl: '',
      provincesUrl: '',
      healthRecordsUrl: '',
      maternalUrl: '',
    }));
  }

  return {
    logins,
    keyring: new Keyring(keyring),
    keyringText: keyring,
    pids: () => Object.fromEntries([...servers].flatMap(([name, s]) => (s.pid ? [[name, s.pid]] : []))),
    load: (order, progress) =>
      new Promise((resolve, reject) => {
        const child = fork(join(import.meta.dirname, 'load.ts'), [], { execArgv: ['--import', 'tsx'] });
        child.on('message', (p: LoadProgress) => (p.done ? resolve(p) : progress(p)));
        child.once('exit', (code) => reject(new Error(`the loader ended with ${code}`)));
        const urls = Object.fromEntries(SUBGRAPHS.map((n) => [n, logins[n].databaseUrl]));
        child.send({ ...order, urls, keyring, today });
      }),
    async startServers() {
      const all = await configs();
      for (const config of all)
        servers.set(config.name, new ServerProcess(`subgraphs/${config.name}/main.ts`, subgraphEnvironment(config)));
      await Promise.all(all.map((c) => untilServerReady(c.name, c.peers[c.name])));
      const port = await freePort();
      servers.set(
        'gateway',
        new ServerProcess(
          'gateway/main.ts',
          gatewayEnvironment({
            host: '127.0.0.1',
            port,
            routerSecret: secrets.routerSecret,
            subgraphs: all[0]!.peers,
            pwaDir: import.meta.dirname,
            logLevel: 'error',
          }),
        ),
      );
      const url = `http://127.0.0.1:${port}`;
      await untilServerReady('gateway', url);
      return url;
    },
    async stop() {
      await Promise.all([...servers.values()].map((s) => s.stop()));
      if (postgres) await postgres.stop();
      else {
        const admin = await openAdministrator(adminUrl);
        for (const name of SUBGRAPHS) {
          await admin.query(`drop database if exists "${prefix}_${name}" with (force)`);
          for (const kind of ['migrator', 'app']) await admin.query(`drop role if exists "${prefix}_${name}_${kind}"`);
        }
        await admin.end();
      }
      if (!kept) await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Secrets {
  keyring: string;
  routerSecret: string;
  serviceSecret: string;
}

/** New ones, or those that a kept folder was filled with. */
async function secretsOf(kept: string | undefined): Promise<Secrets> {
  const file = kept && join(kept, 'secrets.json');
  if (file && existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Secrets;
  const hex = () => randomBytes(24).toString('hex');
  const made = { keyring: JSON.stringify(newKeyring()), routerSecret: hex(), serviceSecret: hex() };
  if (file) await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
