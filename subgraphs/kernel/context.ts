import type { Scope, SubgraphName } from '@miaoben/schema';
import type { Claims } from './claims.ts';
import type { Clock } from './clock.ts';
import type { SubgraphConfig } from './config.ts';
import type { EventConsumer } from './consumer.ts';
import type { Keyring } from './crypto.ts';
import type { Em, Orm } from './db.ts';
import type { FileStore } from './files.ts';
import type { Logger } from './log.ts';
import type { PeerClient } from './peers.ts';

/** What lives as long as the process. */
export interface Services {
  name: SubgraphName;
  config: SubgraphConfig;
  orm: Orm;
  clock: Clock;
  log: Logger;
  keyring: Keyring;
  files: FileStore;
  peers: PeerClient;
  consumer: EventConsumer;
}

/** What lives as long as one request. `L` are the loaders of the subgraph. */
export interface Ctx<L = unknown> extends Services {
  claims: Claims;
  em: Em;
  requestId: string;
  loaders: L;
  /** `Set-Cookie` lines of the answer (identity's refresh token) */
  setCookies: string[];
  /** value of a request cookie, passed on by the gateway to identity only */
  cookie: (name: string) => string | undefined;
  clientAddress: string | undefined;
  userAgent: string | undefined;
  /** the policy's scope of an operation for the caller, undefined when denied */
  scopeOf: (operation: string) => Scope | undefined;
}
