import type { SubgraphName } from '@miaoben/schema';
import * as v from 'valibot';
import { readEnv } from './env.ts';

/** Everything a subgraph process needs to know; the launcher builds it, a process of its own reads it from the environment. */
export interface SubgraphConfig {
  name: SubgraphName;
  host: string;
  port: number;
  /** login of the application role */
  databaseUrl: string;
  /** login of the role that owns the tables; used for migrations only */
  migratorUrl: string;
  /** static secret that the router sends in `x-miaoben-router` (design section 5) */
  routerSecret: string;
  /** signs the tokens subgraphs use towards each other */
  serviceSecret: string;
  /** JSON of `KeyringData`: data encryption and blind index keys */
  keyring: string;
  /** base addresses of the other subgraphs */
  peers: Record<SubgraphName, string>;
  /** folder for uploaded files */
  filesDir: string;
  /** public address of the gateway, for upload and download addresses */
  publicUrl: string;
  /** fixed date of a demo, else the real one */
  today: string | undefined;
  logLevel: string;
  /** addresses of the SMS and real-name services (identity only) */
  smsUrl: string;
  realNameUrl: string;
  /** address of the licence platform (certificates only); empty: nothing is submitted */
  licencePlatformUrl: string;
  /** address of the exchange with the platforms of other provinces (people only); empty: no file moves to another province */
  provincesUrl: string;
  /** address of the platform of e-health records (people only); empty: none can be linked */
  healthRecordsUrl: string;
  /** address of the maternal-child system (people only); empty: no newborns are fetched */
  maternalUrl: string;
}

const peerEntries = {
  MIAOBEN_URL_IDENTITY: v.pipe(v.string(), v.url()),
  MIAOBEN_URL_PEOPLE: v.pipe(v.string(), v.url()),
  MIAOBEN_URL_VACCINES: v.pipe(v.string(), v.url()),
  MIAOBEN_URL_CERTIFICATES: v.pipe(v.string(), v.url()),
  MIAOBEN_URL_STATISTICS: v.pipe(v.string(), v.url()),
};

/** Configuration of one subgraph process from its environment (split mode); the variables are listed in the README of the kernel. */
export function configFromEnv(name: SubgraphName): SubgraphConfig {
  const e = readEnv({
    ...peerEntries,
    HOST: v.optional(v.string(), '127.0.0.1'),
    PORT: v.pipe(v.string(), v.toNumber(), v.integer()),
    MIAOBEN_DATABASE_URL: v.pipe(v.string(), v.minLength(1)),
    MIAOBEN_MIGRATOR_URL: v.pipe(v.string(), v.minLength(1)),
    MIAOBEN_ROUTER_SECRET: v.pipe(v.string(), v.minLength(16)),
    MIAOBEN_SERVICE_SECRET: v.pipe(v.string(), v.minLength(16)),
    MIAOBEN_KEYRING: v.pipe(v.string(), v.minLength(16)),
    MIAOBEN_FILES: v.pipe(v.string(), v.minLength(1)),
    MIAOBEN_PUBLIC_URL: v.pipe(v.string(), v.url()),
    MIAOBEN_TODAY: v.optional(v.pipe(v.string(), v.isoDate())),
    MIAOBEN_LOG_LEVEL: v.optional(v.string(), 'info'),
    MIAOBEN_SMS_URL: v.optional(v.string(), ''),
    MIAOBEN_REAL_NAME_URL: v.optional(v.string(), ''),
    MIAOBEN_LICENCE_PLATFORM_URL: v.optional(v.string(), ''),
    MIAOBEN_PROVINCES_URL: v.optional(v.string(), ''),
    MIAOBEN_HEALTH_RECORDS_URL: v.optional(v.string(), ''),
    MIAOBEN_MATERNAL_URL: v.optional(v.string(), ''),
  });
  return {
    name,
    host: e.HOST,
    port: e.PORT,
    databaseUrl: e.MIAOBEN_DATABASE_URL,
    migratorUrl: e.MIAOBEN_MIGRATOR_URL,
    routerSecret: e.MIAOBEN_ROUTER_SECRET,
    serviceSecret: e.MIAOBEN_SERVICE_SECRET,
    keyring: e.MIAOBEN_KEYRING,
    peers: {
      identity: e.MIAOBEN_URL_IDENTITY,
      people: e.MIAOBEN_URL_PEOPLE,
      vaccines: e.MIAOBEN_URL_VACCINES,
      certificates: e.MIAOBEN_URL_CERTIFICATES,
      statistics: e.MIAOBEN_URL_STATISTICS,
    },
    filesDir: e.MIAOBEN_FILES,
    publicUrl: e.MIAOBEN_PUBLIC_URL,
    today: e.MIAOBEN_TODAY,
    logLevel: e.MIAOBEN_LOG_LEVEL,
    smsUrl: e.MIAOBEN_SMS_URL,
    realNameUrl: e.MIAOBEN_REAL_NAME_URL,
    licencePlatformUrl: e.MIAOBEN_LICENCE_PLATFORM_URL,
    provincesUrl: e.MIAOBEN_PROVINCES_URL,
    healthRecordsUrl: e.MIAOBEN_HEALTH_RECORDS_URL,
    maternalUrl: e.MIAOBEN_MATERNAL_URL,
  };
}
