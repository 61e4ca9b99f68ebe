import { readEnv } from '@miaoben/kernel/env';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import * as v from 'valibot';

/** What the gateway needs to know; the launcher builds it, a process of its own reads it from the environment. */
export interface GatewayConfig {
  host: string;
  port: number;
  routerSecret: string;
  /** base addresses of the subgraphs */
  subgraphs: Record<SubgraphName, string>;
  /** folder of the built PWA */
  pwaDir: string;
  logLevel: string;
}

const url = v.pipe(v.string(), v.url());

/** Configuration of a gateway process of its own (split mode). */
export function gatewayConfigFromEnv(): GatewayConfig {
  const e = readEnv({
    HOST: v.optional(v.string(), '127.0.0.1'),
    PORT: v.pipe(v.string(), v.toNumber(), v.integer()),
    MIAOBEN_ROUTER_SECRET: v.pipe(v.string(), v.minLength(16)),
    MIAOBEN_PWA: v.pipe(v.string(), v.minLength(1)),
    MIAOBEN_LOG_LEVEL: v.optional(v.string(), 'info'),
    MIAOBEN_URL_IDENTITY: url,
    MIAOBEN_URL_PEOPLE: url,
    MIAOBEN_URL_VACCINES: url,
    MIAOBEN_URL_CERTIFICATES: url,
    MIAOBEN_URL_STATISTICS: url,
  });
  return {
    host: e.HOST,
    port: e.PORT,
    routerSecret: e.MIAOBEN_ROUTER_SECRET,
    subgraphs: Object.fromEntries(
      SUBGRAPHS.map((n) => [n, e[`MIAOBEN_URL_${n.toUpperCase() as Uppercase<SubgraphName>}`]]),
    ) as Record<SubgraphName, string>,
    pwaDir: e.MIAOBEN_PWA,
    logLevel: e.MIAOBEN_LOG_LEVEL,
  };
}
