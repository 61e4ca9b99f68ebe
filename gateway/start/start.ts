import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { migrate, type SubgraphConfig } from '@miaoben/kernel';
import { isDatabaseAway } from '@miaoben/kernel/errors';
import { surviveRejections } from '@miaoben/kernel/process-faults';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import type { GatewayConfig } from '../config.ts';
import { FINGERPRINT_BRIDGE } from '../headers.ts';
import { startGateway } from '../server.ts';
import { startFingerprintCounterpart } from './counterparts/fingerprint.ts';
import { startHealthRecordsCounterpart } from './counterparts/health-records.ts';
import { startLicencePlatformCounterpart } from './counterparts/licence-platform.ts';
import { startMaternalCounterpart } from './counterparts/maternal.ts';
import { startProvincesCounterpart } from './counterparts/provinces.ts';
import { startRealNameCounterpart } from './counterparts/real-name.ts';
import { startSmsCounterpart } from './counterparts/sms.ts';
import { dropHalfLoaded, ensureDatabases } from './databases.ts';
import { openDeployment } from './deployment.ts';
import { StartFailure } from './failure.ts';
import { lockFolder } from './folder-lock.ts';
import { freePort, startPostgres } from './postgres.ts';
import { gatewayEnvironment, ServerProcess, subgraphEnvironment, untilServerReady } from './processes.ts';
import { report } from './report.ts';
import { seedIfEmpty } from './seed.ts';
import { SERVERS } from './servers.ts';
import { readSettings, root, type Settings } from './settings.ts';

/** Stops in the reverse order of starting: the gateway first, PostgreSQL last. */
const stops: { name: string; stop: () => Promise<void> }[] = [];

const seconds = (since: number) => Math.round((Date.now() - since) / 100) / 10;
let stopping: Promise<void> | undefined;
let diskFull = () => false;

/** Remembers how to stop a part from the moment its start begins: a signal may come before it is up. */
function starting<T extends { stop(): Promise<void> }>(name: string, part: Promise<T>): Promise<T> {
  stops.push({ name, stop: async () => (await part.catch(() => undefined))?.stop() });
  return part;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const { name, stop } of stops.reverse()) {
      await stop().catch((error: unknown) => progress(`${name} did not stop cleanly: ${(error as Error).message}`));
    }
  })();
  return stopping;
}

/** The address the gateway will listen on; a taken port is a sentence, not a stack trace. */
async function publicPort(settings: Settings): Promise<number> {
  if (settings.port === 0) return freePort();
  const { createServer } = await import('node:net');
  await new Promise<void>((resolve_, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartFailure(
          error.code === 'EADDRINUSE'
            ? `Port ${settings.port} is taken: set another one with PORT, or PORT=0 for a free one.`
            : `Port ${settings.port} cannot be used: ${error.code}.`,
        ),
      ),
    );
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve_()));
  });
  return settings.port;
}

async function start(settings: Settings): Promise<void> {
  const port = await publicPort(settings);
  const dataDir = resolve(settings.dataDir);
  const deployment = await openDeployment(dataDir);
  await starting('lock of the data folder', lockFolder(dataDir));

  let adminUrl = settings.databaseUrl;
  if (!adminUrl) {
    progress('Starting PostgreSQL …');
    const postgres = await starting('PostgreSQL', startPostgres(dataDir, settings.postgresPort));
    diskFull = () => postgres.diskFull();
    adminUrl = postgres.url;
  }
  const ensured = () => ensureDatabases(adminUrl, settings.databasePrefix, deployment.databaseSecret);
  let logins = await ensured();
  if (await dropHalfLoaded(adminUrl, settings.databasePrefix, logins.identity.databaseUrl)) {
    progress('The last start ended while the demo county was loading; beginning anew …');
    logins = await ensured();
  }

  const sms = await starting('SMS counterpart', startSmsCounterpart(0));
  const realName = await starting('real-name counterpart', startRealNameCounterpart(0));
  const licencePlatform = await starting('licence platform counterpart', startLicencePlatformCounterpart(0));
  const provinces = await starting('counterpart of other provinces', startProvincesCounterpart(0));
  const healthRecords = await starting('health records counterpart', startHealthRecordsCounterpart(0));
  const maternal = await starting('maternal-child system counterpart', startMaternalCounterpart(0));

  if (settings.demo) {
    // Pages know no other address of a reader: where another demo on this machine has it, that one serves both.
    const reader = startFingerprintCounterpart(Number(new URL(FINGERPRINT_BRIDGE).port));
    await starting('fingerprint reader counterpart', reader).catch(() => undefined);
  }

  const ports = Object.fromEntries(await Promise.all(SUBGRAPHS.map(async (n) => [n, await freePort()] as const)));
  const peers = Object.fromEntries(SUBGRAPHS.map((n) => [n, `http://127.0.0.1:${ports[n]}`])) as Record<
    SubgraphName,
    string
  >;
  const configOf = (name: SubgraphName): SubgraphConfig => ({
    name,
    host: '127.0.0.1',
    port: ports[name]!,
    ...logins[name],
    routerSecret: deployment.routerSecret,
    serviceSecret: deployment.serviceSecret,
    keyring: deployment.keyring,
    peers,
    filesDir: join(dataDir, 'files'),
    publicUrl: `http://${settings.host}:${port}`,
    today: settings.today,
    logLevel: settings.logLevel,
    smsUrl: sms.url,
    realNameUrl: realName.url,
    licencePlatformUrl: licencePlatform.url,
    provincesUrl: provinces.url,
    healthRecordsUrl: healthRecords.url,
    maternalUrl: maternal.url,
  });

  progress('Migrating the databases …');
  await Promise.all(
    SUBGRAPHS.map((n) => migrate(logins[n].migratorUrl, SERVERS[n].database, new URL(logins[n].databaseUrl).username)),
  );
  await seedIfEmpty(configOf, settings, progress);

  progress('Starting the servers …');
  const gateway: GatewayConfig = {
    host: settings.host,
    port,
    routerSecret: deployment.routerSecret,
    subgraphs: peers,
    pwaDir: join(root, 'pwa', 'dist'),
    logLevel: settings.logLevel,
  };
  if (!existsSync(gateway.pwaDir)) throw new StartFailure('The app is not built: run "npm run build".');
  const url = settings.split ? await startProcesses(configOf, gateway) : await startInProcess(configOf, gateway);
  report(settings, {
    url,
    smsUrl: sms.url,
    realNameUrl: realName.url,
    licencePlatformUrl: licencePlatform.url,
    provincesUrl: provinces.url,
    healthRecordsUrl: healthRecords.url,
    maternalUrl: maternal.url,
    seconds: seconds(settings.startedAt),
  });
}

async function startInProcess(
  configOf: (name: SubgraphName) => SubgraphConfig,
  config: GatewayConfig,
): Promise<string> {
  const running = await Promise.all(SUBGRAPHS.map((name) => starting(name, SERVERS[name].start(configOf(name)))));
  // What the seeds wrote reaches the other subgraphs as events: ready means it has.
  for (const source of ['identity', 'people', 'vaccines'] as const) {
    await Promise.all(running.map((s) => s.services.consumer.drain(source)));
  }
  return (await starting('gateway', startGateway(config))).url;
}

async function startProcesses(
  configOf: (name: SubgraphName) => SubgraphConfig,
  config: GatewayConfig,
): Promise<string> {
  for (const name of SUBGRAPHS) {
    const server = new ServerProcess(`subgraphs/${name}/main.ts`, subgraphEnvironment(configOf(name)));
    stops.push({ name, stop: () => server.stop() });
  }
  await Promise.all(SUBGRAPHS.map((n) => untilServerReady(n, config.subgraphs[n])));
  const gateway = new ServerProcess('gateway/main.ts', gatewayEnvironment(config));
  stops.push({ name: 'gateway', stop: () => gateway.stop() });
  const url = `http://${config.host}:${config.port}`;
  await untilServerReady('gateway', url);
  return url;
}

/** Why the start could not go on, for the operator. */
function sentenceOf(error: Error & { code?: string }): string {
  if (error instanceof StartFailure || error.message.startsWith('The environment is not complete'))
    return error.message;
  if (diskFull() || error.code === 'ENOSPC' || /No space left/i.test(error.message)) return 'The disk is full.';
  if (isDatabaseAway(error)) return 'The database does not answer any more.';
  return `The start failed: ${error.message}`;
}

surviveRejections(progress);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stopping) progress('Stopping …');
    void stopAll().then(() => process.exit(0));
  });
}

try {
  await start(readSettings(process.argv.slice(2)));
} catch (error) {
  // Stopped in the middle of starting: what breaks then is no news.
  if (stopping) await stopping.then(() => process.exit(0));
  // The database's own words may come after the connection broke.
  if (isDatabaseAway(error)) await new Promise((resolve_) => setTimeout(resolve_, 500));
  progress(sentenceOf(error as Error & { code?: string }));
  await stopAll();
  process.exit(1);
}
