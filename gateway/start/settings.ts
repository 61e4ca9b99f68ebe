import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnv } from '@miaoben/kernel/env';
import * as v from 'valibot';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the operator can set for `npm start`; README lists them. */
export interface Settings {
  /** one line of JSON on standard output when ready */
  json: boolean;
  /** each subgraph and the gateway as a process of its own */
  split: boolean;
  port: number;
  host: string;
  /** administrator's login of another PostgreSQL server, else the embedded one */
  databaseUrl: string | undefined;
  postgresPort: number;
  dataDir: string;
  /** prefix of database and role names, so that several deployments share a server */
  databasePrefix: string;
  today: string | undefined;
  demo: boolean;
  logLevel: string;
  /** when the command was typed, ms since 1970 */
  startedAt: number;
}

export function readSettings(argv: readonly string[]): Settings {
  const whole = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.toNumber(), v.maxValue(65_535));
  const e = readEnv({
    PORT: v.optional(whole, '4000'),
    HOST: v.optional(v.string(), '127.0.0.1'),
    DATABASE_URL: v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//))),
    MIAOBEN_POSTGRES_PORT: v.optional(whole, '0'),
    MIAOBEN_DATA: v.optional(v.string()),
    MIAOBEN_DATABASE_PREFIX: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,30}$/)), 'miaoben'),
    MIAOBEN_TODAY: v.optional(v.pipe(v.string(), v.isoDate())),
    MIAOBEN_DEMO: v.optional(v.picklist(['on', 'off']), 'on'),
    MIAOBEN_LOG_LEVEL: v.optional(v.picklist(['debug', 'info', 'warn', 'error']), 'warn'),
    MIAOBEN_STARTED: v.optional(v.pipe(v.string(), v.toNumber())),
  });
  return {
    json: argv.includes('--json'),
    split: argv.includes('--split'),
    port: e.PORT,
    host: e.HOST,
    databaseUrl: e.DATABASE_URL,
    postgresPort: e.MIAOBEN_POSTGRES_PORT,
    dataDir: e.MIAOBEN_DATA ?? join(root, '.miaoben'),
    databasePrefix: e.MIAOBEN_DATABASE_PREFIX,
    today: e.MIAOBEN_TODAY,
    demo: e.MIAOBEN_DEMO === 'on',
    logLevel: e.MIAOBEN_LOG_LEVEL,
    startedAt: e.MIAOBEN_STARTED ?? Date.now(),
  };
}
