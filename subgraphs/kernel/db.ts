import { type EntitySchema, MikroORM } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver, type SqlEntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { DivisionCarried } from './migrations/division-carried.ts';
import { KernelTables } from './migrations/kernel-tables.ts';
import { SealedStoredFiles } from './migrations/sealed-stored-files.ts';
import { countStatement } from './statement-count.ts';

export type Em = SqlEntityManager<PostgreSqlDriver>;
export type Orm = MikroORM<PostgreSqlDriver>;

export interface DatabaseDefinition {
  entities: EntitySchema[];
  /** in order; the tables of the kernel come before them */
  migrations: (new (
    ...args: ConstructorParameters<typeof Migration>
  ) => Migration)[];
}

const LEFT_BEHIND_MS = 1_000;
const WAIT_FOR_CONNECTION_MS = 30_000;

/**
 * Gives up connections that ended inside a transaction. Kysely releases a connection after a rollback that worked only, so a
 * restart of the database would take one place of the pool for each transaction under way, and in the end all of them.
 */
function releaseDeadConnections(pool: Pool): void {
  const out = new Set<PoolClient>();
  pool.on('acquire', (client) => out.add(client));
  pool.on('release', (_error, client) => out.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      // Whoever holds it hears of the end first, and mostly releases it.
      setTimeout(() => out.has(client) && client.release(true), LEFT_BEHIND_MS).unref();
    });
  });
}

function preparePool(pool: Pool): void {
  releaseDeadConnections(pool);
  nameStatements(pool);
}

/** Statements that each connection prepares once: text to name. */
const preparedStatements = new Map<string, string>();

/** Kysely hands `pg` a text only; a statement that is to be prepared needs its name too. */
function nameStatements(pool: Pool): void {
  pool.on('connect', (client) => {
    const plain = client.query.bind(client) as (...of: unknown[]) => unknown;
    const named = (text: unknown, values: unknown, ...rest: unknown[]) => {
      const name = typeof text === 'string' ? preparedStatements.get(text) : undefined;
      return name === undefined ? plain(text, values, ...rest) : plain({ name, text, values }, ...rest);
    };
    client.query = named as typeof client.query;
  });
}

function options(url: string, definition: DatabaseDefinition, pool: { min: number; max: number }) {
  return {
    driver: PostgreSqlDriver,
    clientUrl: url,
    entities: definition.entities,
    discovery: { warnWhenNoEntities: false },
    logger: () => undefined,
    pool,
    driverOptions: { connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS, onPoolCreated: preparePool },
    timezone: 'UTC',
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: true,
    onQuery: (sql: string) => {
      countStatement();
      return sql;
    },
  };
}

/** Opens the pool of the application role. */
export async function openDatabase(url: string, definition: DatabaseDefinition, max = 10): Promise<Orm> {
  return MikroORM.init<PostgreSqlDriver>(options(url, definition, { min: 0, max }));
}

/**
 * Brings the tables up to date with the migrator's login, then lets the application role read and write rows, not change tables.
 * @param applicationRole login name of the application role
 */
export async function migrate(url: string, definition: DatabaseDefinition, applicationRole: string): Promise<void> {
  const orm = await MikroORM.init<PostgreSqlDriver>({
    ...options(url, definition, { min: 0, max: 1 }),
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      snapshot: false,
      migrationsList: [KernelTables, SealedStoredFiles, DivisionCarried, ...definition.migrations],
    },
  });
  try {
    await orm.migrator.up();
    const role = `"${applicationRole.replaceAll('"', '""')}"`;
    for (const grant of [
      `grant usage on schema public to ${role}`,
      `grant select, insert, update, delete, truncate on all tables in schema public to ${role}`,
      `grant usage, select on all sequences in schema public to ${role}`,
      // Lines of the audit and of the command log are only added and sealed, never removed, by the application.
      `revoke delete, truncate on audit_line, audit_batch, command from ${role}`,
    ]) {
      await query(orm.em.fork() as Em, grant);
    }
  } finally {
    await orm.close();
  }
}

/** The em's transaction if there is one, else its pool. */
function executorOf(em: Em): Kysely<unknown> {
  countStatement();
  return (em.getTransactionContext<Kysely<unknown>>() ?? em.getConnection().getClient()) as Kysely<unknown>;
}

const SPECIAL = /["\\]/;

/**
 * An array of plain values as the text PostgreSQL reads; any other parameter as it is, for the driver. The driver looks at each
 * element several times, which for the columns of some hundred rows takes as long as half the insert.
 */
function plainArray(parameter: unknown): unknown {
  if (!Array.isArray(parameter)) return parameter;
  let text = '';
  for (const value of parameter as unknown[]) {
    text += text === '' ? '{' : ',';
    if (value === null || value === undefined) text += 'NULL';
    else if (typeof value === 'string')
      text += SPECIAL.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : `"${value}"`;
    else if (typeof value === 'number' || typeof value === 'boolean') text += value;
    else return parameter;
  }
  return text === '' ? '{}' : `${text}}`;
}

const compiled = (sql: string, parameters: readonly unknown[]) => CompiledQuery.raw(sql, parameters.map(plainArray));

/**
 * Runs one SQL statement with bound parameters ($1, $2 …; arrays as one parameter) inside the em's transaction if there is one.
 * `date` columns come back as 'YYYY-MM-DD', `timestamptz` and `bigint` as text (a `DateTime` field takes the text as it is).
 */
export async function query<Row = Record<string, unknown>>(
  em: Em,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await executorOf(em).executeQuery(compiled(sql, parameters));
  return result.rows as Row[];
}

/**
 * A statement that is asked all the time and has one good plan whatever it is asked: made once for each connection, for the planning
 * takes most of the time of such a statement. It must come in few forms, for each is kept.
 * @returns the same text, for `query` and `change`
 */
export function prepared(sql: string): string {
  if (!preparedStatements.has(sql)) preparedStatements.set(sql, `miaoben${preparedStatements.size}`);
  return sql;
}

/** As `query`, for statements of which only the number of changed rows matters. */
export async function change(em: Em, sql: string, parameters: readonly unknown[] = []): Promise<number> {
  const result = await executorOf(em).executeQuery(compiled(sql, parameters));
  return Number(result.numAffectedRows ?? 0n);
}
