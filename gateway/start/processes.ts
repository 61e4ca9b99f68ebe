import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { SubgraphConfig } from '@miaoben/kernel';
import { SUBGRAPHS } from '@miaoben/schema';
import { request } from 'undici';
import type { GatewayConfig } from '../config.ts';
import { StartFailure } from './failure.ts';
import { root } from './settings.ts';

const RESTART_MS = 1_000;
const READY_MS = 60_000;

/** Environment of a subgraph process; the mirror image of `configFromEnv`. */
export function subgraphEnvironment(config: SubgraphConfig): Record<string, string> {
  return {
    HOST: config.host,
    PORT: String(config.port),
    MIAOBEN_DATABASE_URL: config.databaseUrl,
    MIAOBEN_MIGRATOR_URL: config.migratorUrl,
    MIAOBEN_ROUTER_SECRET: config.routerSecret,
    MIAOBEN_SERVICE_SECRET: config.serviceSecret,
    MIAOBEN_KEYRING: config.keyring,
    MIAOBEN_FILES: config.filesDir,
    MIAOBEN_PUBLIC_URL: config.publicUrl,
    MIAOBEN_LOG_LEVEL: config.logLevel,
    MIAOBEN_SMS_URL: config.smsUrl,
    MIAOBEN_REAL_NAME_URL: config.realNameUrl,
    MIAOBEN_LICENCE_PLATFORM_URL: config.licencePlatformUrl,
    MIAOBEN_PROVINCES_URL: config.provincesUrl,
    MIAOBEN_HEALTH_RECORDS_URL: config.healthRecordsUrl,
    MIAOBEN_MATERNAL_URL: config.maternalUrl,
    ...(config.today && { MIAOBEN_TODAY: config.today }),
    ...Object.fromEntries(SUBGRAPHS.map((n) => [`MIAOBEN_URL_${n.toUpperCase()}`, config.peers[n]])),
  };
}

export function gatewayEnvironment(config: GatewayConfig): Record<string, string> {
  return {
    HOST: config.host,
    PORT: String(config.port),
    MIAOBEN_ROUTER_SECRET: config.routerSecret,
    MIAOBEN_PWA: config.pwaDir,
    MIAOBEN_LOG_LEVEL: config.logLevel,
    ...Object.fromEntries(SUBGRAPHS.map((n) => [`MIAOBEN_URL_${n.toUpperCase()}`, config.subgraphs[n]])),
  };
}

/** A server as a process of its own. When it ends by itself it is started again; the others go on meanwhile. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #stopping = false;
  readonly #entry: string;
  readonly #environment: Record<string, string>;

  /** @param entry path from the top, or an absolute one; what is no TypeScript any more needs no loader */
  constructor(entry: string, environment: Record<string, string>) {
    this.#entry = resolve(root, entry);
    this.#environment = environment;
    this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  #start(): void {
    const loader = this.#entry.endsWith('.ts') ? ['--import', 'tsx'] : [];
    this.#child = spawn(process.execPath, [...loader, this.#entry], {
      cwd: root,
      // A group of its own: Ctrl-C reaches the launcher, which stops the servers in order.
      detached: true,
      // The channel carries nothing: its end tells the server that the launcher is gone.
      stdio: ['ignore', 2, 2, 'ipc'],
      env: { PATH: process.env.PATH, ...this.#environment },
    });
    this.#child.once('exit', () => {
      if (!this.#stopping) setTimeout(() => this.#stopping || this.#start(), RESTART_MS);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((end) => child.once('exit', end));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), 8_000);
    await ended;
    clearTimeout(impatience);
  }
}

/** Waits until a server says it is ready. @throws StartFailure naming it when it does not */
export async function untilServerReady(name: string, url: string): Promise<void> {
  for (const limit = Date.now() + READY_MS; Date.now() < limit; ) {
    const ready = await request(`${url}/health/ready`, { headersTimeout: 2_000 }).then(
      async (answer) => {
        await answer.body.dump();
        return answer.statusCode === 200;
      },
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new StartFailure(
    `The server "${name}" did not become ready within ${READY_MS / 1000} seconds; its log above says why.`,
  );
}
