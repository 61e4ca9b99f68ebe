import { createHmac } from 'node:crypto';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { StartFailure } from './failure.ts';

/** Marks in identity's `seed_mark`. */
export const DEMO_BEGUN = 'demo begun';
export const DEMO_DONE = 'demo';

export interface SubgraphLogins {
  databaseUrl: string;
  migratorUrl: string;
}

/** Opens the administrator's login, with a plain sentence when it cannot. */
export async function openAdministrator(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new StartFailure(
      code === '28P01' || code === '28000'
        ? 'The database server refused the login of DATABASE_URL.'
        : 'The database server of DATABASE_URL does not answer.',
    );
  }
}

/**
 * One database per subgraph, owned by its migrator; the application role may connect and nobody else (design section 2).
 * Passwords are derived from the deployment's secret, so that a restart finds the same ones.
 * @param options.copying makes a database by copying files, which needs PostgreSQL 15 and is quick where nothing is flushed to disk
 */
export async function ensureDatabases(
  adminUrl: string,
  prefix: string,
  secret: string,
  { copying = false }: { copying?: boolean } = {},
): Promise<Record<SubgraphName, SubgraphLogins>> {
  const admin = await openAdministrator(adminUrl);
  try {
    const result = {} as Record<SubgraphName, SubgraphLogins>;
    for (const name of SUBGRAPHS) {
      const database = `${prefix}_${name}`;
      const login = async (kind: 'migrator' | 'app') => {
        const role = `${database}_${kind}`;
        const password = createHmac('sha256', secret).update(role).digest('base64url');
        const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
        await admin.query(
          `${rowCount ? 'alter' : 'create'} role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`,
        );
        const url = new URL(adminUrl);
        url.username = role;
        url.password = password;
        url.pathname = `/${database}`;
        return { role, url: url.href };
      };
      const migrator = await login('migrator');
      const app = await login('app');
      const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [database]);
      if (!rowCount) {
        // A managed server's administrator is no superuser: it must be a member of a role to give it a database.
        await admin.query(`grant ${escapeIdentifier(migrator.role)} to current_user`);
        await admin.query(
          `create database ${escapeIdentifier(database)} owner ${escapeIdentifier(migrator.role)}${copying ? ' strategy file_copy' : ''}`,
        );
      }
      await admin.query(`revoke all on database ${escapeIdentifier(database)} from public`);
      await admin.query(`grant connect on database ${escapeIdentifier(database)} to ${escapeIdentifier(app.role)}`);
      result[name] = { databaseUrl: app.url, migratorUrl: migrator.url };
    }
    return result;
  } catch (error) {
    throw (error as { code?: string }).code === '53100'
      ? new StartFailure('The disk of the database server is full.')
      : error;
  } finally {
    await admin.end();
  }
}

/**
 * Removes the databases of a first start that ended while the demo county was loading: nobody has used them yet.
 * @param identityUrl a login of identity's database, where the marks are
 * @returns whether there were such databases
 */
export async function dropHalfLoaded(adminUrl: string, prefix: string, identityUrl: string): Promise<boolean> {
  const identity = await openAdministrator(identityUrl);
  try {
    const { rows: tables } = await identity.query<{ there: boolean }>(
      `select to_regclass('public.seed_mark') is not null as there`,
    );
    if (!tables[0]?.there) return false;
    const { rows } = await identity.query<{ name: string }>('select name from seed_mark');
    const marks = new Set(rows.map((r) => r.name));
    if (!marks.has(DEMO_BEGUN) || marks.has(DEMO_DONE)) return false;
  } finally {
    await identity.end();
  }
  const admin = await openAdministrator(adminUrl);
  try {
    // identity's, with the marks, goes last: a second interruption finds them again.
    for (const name of [...SUBGRAPHS].sort((a, b) => Number(a === 'identity') - Number(b === 'identity')))
      await admin.query(`drop database if exists ${escapeIdentifier(`${prefix}_${name}`)} with (force)`);
    return true;
  } finally {
    await admin.end();
  }
}
