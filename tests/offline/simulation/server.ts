import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedIdentity } from '@miaoben/identity/bulk';
import { start as startIdentity } from '@miaoben/identity/server';
import type { Em } from '@miaoben/kernel';
import { referenceRows } from '@miaoben/seeds/load/reference';
import { products } from '@miaoben/seeds/reference/products';
import { insertLots, insertStock, seedReference } from '@miaoben/vaccines/bulk';
import { start as startVaccines } from '@miaoben/vaccines/server';
import pg from 'pg';
import type { RunningGateway } from '../../../gateway/server.ts';
import { freePort, type RunningPostgres, startPostgres } from '../../../gateway/start/postgres.ts';
import { ServerProcess, subgraphEnvironment, untilServerReady } from '../../../gateway/start/processes.ts';
import { startGatewayOver } from '../../support/all-subgraphs.ts';
import { persistedHash } from '../../support/client.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { bundleServer } from './bundle.ts';

export const CLINIC = '01890000-0000-7000-8000-0000000000c1';
export const COUNTY = '630121';
export const LOT = 'SIM2026';
/** Enough for every dose of a run; what is missing at its end must be what was given. */
const STOCK = 1_000_000;
/** Each schedule works in a township of its own, so that packs stay small. */
const TOWNSHIPS = Array.from({ length: 60 }, (_, i) => `${COUNTY}${String(100 + i)}`);

const RESTART_MS = 30_000;

type Killable = 'people' | 'vaccines';

/** The real server: PostgreSQL, identity, people and vaccines as processes that can be killed, and the gateway in front. */
export class SimulationServer {
  readonly townships = TOWNSHIPS;
  readonly product: { productId: string; vaccineCode: string };
  #folder: string;
  #port: number;
  #postgres: RunningPostgres;
  #restart: Promise<void> | undefined;
  #stack: Stack;
  #gateway: RunningGateway;
  #processes: Record<Killable, ServerProcess>;
  #tokens = new Map<string, { token: string; until: number }>();
  #databases: Record<Killable, pg.Pool>;

  private constructor(parts: {
    folder: string;
    port: number;
    postgres: RunningPostgres;
    stack: Stack;
    gateway: RunningGateway;
    processes: Record<Killable, ServerProcess>;
    product: { productId: string; vaccineCode: string };
  }) {
    this.#folder = parts.folder;
    this.#port = parts.port;
    this.#postgres = parts.postgres;
    this.#stack = parts.stack;
    this.#gateway = parts.gateway;
    this.#processes = parts.processes;
    this.product = parts.product;
    const pool = (name: Killable) => {
      const made = new pg.Pool({ connectionString: parts.stack.configOf(name).migratorUrl, max: 4 });
      // A restart of the database ends idle connections; the next question opens a new one.
      made.on('error', () => undefined);
      return made;
    };
    this.#databases = { people: pool('people'), vaccines: pool('vaccines') };
  }

  static async start(): Promise<SimulationServer> {
    const folder = await mkdtemp(join(tmpdir(), 'miaoben-offline-'));
    await chmod(folder, 0o755);
    const port = await freePort();
    const postgres = await startPostgres(folder, port);
    const stack = await startStack(postgres.url, { identity: startIdentity });
    const identity = stack.services.identity;
    await seedIdentity(identity.orm.em as Em, identity.keyring, {
      divisions: [
        { code: '63', name: '青海省', level: 'province', parentCode: null },
        { code: '6301', name: '西宁市', level: 'prefecture', parentCode: '63' },
        { code: COUNTY, name: '大通回族土族自治县', level: 'county', parentCode: '6301' },
        ...TOWNSHIPS.map((code, i) => ({ code, name: `第${i + 1}乡`, level: 'township' as const, parentCode: COUNTY })),
      ],
      organisations: [
        {
          id: CLINIC,
          code: `${TOWNSHIPS[0]}001`,
          name: '巡回接种队',
          kind: 'clinic',
          divisionCode: TOWNSHIPS[0] ?? COUNTY,
        },
      ],
      accounts: [],
    });
    const product = await seedVaccines(stack);
    const [people, vaccines] = await Promise.all(
      (['people', 'vaccines'] as const).map((name) => bundleServer(`subgraphs/${name}/main.ts`, folder)),
    );
    const processes = {
      people: new ServerProcess(people!, subgraphEnvironment(stack.configOf('people'))),
      vaccines: new ServerProcess(vaccines!, subgraphEnvironment(stack.configOf('vaccines'))),
    };
    await Promise.all((['people', 'vaccines'] as const).map((n) => untilServerReady(n, stack.peers[n])));
    const gateway = await startGatewayOver(stack);
    return new SimulationServer({ folder, port, postgres, stack, gateway, processes, product });
  }

  async #token(account: string): Promise<string> {
    const held = this.#tokens.get(account);
    if (held && held.until > Date.now()) return held.token;
    const token = await this.#stack.token({
      role: 'vaccinator',
      account,
      organisation: CLINIC,
      divisions: [COUNTY],
      expiresIn: '20m',
    });
    this.#tokens.set(account, { token, until: Date.now() + 10 * 60_000 });
    return token;
  }

  /** Runs an operation of the app as it does: by its hash, through the gateway. @throws when no answer comes */
  async operate(account: string, name: string, variables: Record<string, unknown>) {
    const answer = await fetch(`${this.#gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await this.#token(account)}` },
      body: JSON.stringify({
        operationName: name,
        variables,
        extensions: { persistedQuery: { version: 1, sha256Hash: persistedHash(name) } },
      }),
      signal: AbortSignal.timeout(20_000),
    });
    return (await answer.json()) as {
      data?: Record<string, unknown> | null;
      errors?: { extensions?: { code?: string; field?: string; reason?: string } }[];
    };
  }

  /** Ends a process at once, in the middle of whatever it does; its launcher starts it again. */
  kill(name: Killable): void {
    const { pid } = this.#processes[name];
    if (pid === undefined) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It lies dead already and waits for its restart.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Stops the database and starts it again; who asks while another lane does so waits for that restart. */
  restartDatabase(): Promise<void> {
    this.#restart ??= this.#stopAndStart().finally(() => {
      this.#restart = undefined;
    });
    return this.#restart;
  }

  async #stopAndStart(): Promise<void> {
    await this.#postgres.stop();
    this.#postgres = await startPostgres(this.#folder, this.#port);
  }

  async untilReady(): Promise<void> {
    await Promise.all((['people', 'vaccines'] as const).map((n) => untilServerReady(n, this.#stack.peers[n])));
  }

  /** Asks a database directly; while it restarts, again. */
  async rows<T extends pg.QueryResultRow>(name: Killable, sql: string, values: unknown[] = []): Promise<T[]> {
    for (const until = Date.now() + RESTART_MS; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
      try {
        return (await this.#databases[name].query<T>(sql, values)).rows;
      } catch (error) {
        // A wrong question is answered with a code of class 42; everything else is a server that comes and goes.
        if (String((error as { code?: string }).code).startsWith('42') || Date.now() > until) throw error;
      }
    }
  }

  /** Doses the clinic's fridge lacks by now. */
  async takenFromStock(): Promise<number> {
    const [row] = await this.rows<{ left: number }>(
      'vaccines',
      'select doses_on_hand as left from stock_on_hand where organisation_id = $1 and lot_number = $2',
      [CLINIC, LOT],
    );
    return STOCK - (row?.left ?? 0);
  }

  async stop(): Promise<void> {
    await this.#gateway.stop();
    await Promise.all(Object.values(this.#databases).map((d) => d.end()));
    await Promise.all(Object.values(this.#processes).map((p) => p.stop()));
    await this.#stack.stop();
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Reference data and a fridge, written by the subgraph's own code before it becomes a process of its own. */
async function seedVaccines(stack: Stack): Promise<{ productId: string; vaccineCode: string }> {
  const running = await startVaccines(stack.configOf('vaccines'));
  const { orm } = running.services;
  await seedReference(orm, referenceRows());
  const hepB = products().find((p) => p.vaccineCode?.startsWith('02') && p.dosesPerContainer === 1);
  if (!hepB?.vaccineCode) throw new Error('the reference data has no hepatitis B vaccine in single doses');
  const em = orm.em.fork() as Em;
  await insertLots(em, [{ productId: hepB.productId, number: LOT, expiresOn: '2030-01-31' }]);
  await insertStock(em, [{ organisationId: CLINIC, productId: hepB.productId, lotNumber: LOT, doses: STOCK }]);
  await running.stop();
  return { productId: hepB.productId, vaccineCode: hepB.vaccineCode };
}
