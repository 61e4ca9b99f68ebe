import type { EventType, SubgraphName } from '@miaoben/schema';
import { Pool } from 'undici';
import type { AuditHead } from './audit-chain.ts';
import type { ServiceTokens } from './claims.ts';
import type { SubgraphConfig } from './config.ts';
import { MiaobenError } from './errors.ts';
import type { Logger } from './log.ts';
import type { EventCursor, StoredEvent } from './outbox.ts';

/** How a subgraph asks another one: its graph and its outbox, never its tables. */
export class PeerClient {
  readonly #pools = new Map<SubgraphName, Pool>();
  readonly #config: SubgraphConfig;
  readonly #tokens: ServiceTokens;
  readonly #log: Logger;

  constructor(config: SubgraphConfig, tokens: ServiceTokens, log: Logger) {
    this.#log = log;
    this.#config = config;
    this.#tokens = tokens;
  }

  #pool(peer: SubgraphName): Pool {
    let pool = this.#pools.get(peer);
    if (!pool) {
      pool = new Pool(new URL(this.#config.peers[peer]).origin, {
        connections: 8,
        bodyTimeout: 30_000,
        headersTimeout: 30_000,
      });
      this.#pools.set(peer, pool);
    }
    return pool;
  }

  async #request(
    peer: SubgraphName,
    method: 'GET' | 'POST',
    path: string,
    purpose: string,
    body?: unknown,
  ): Promise<unknown> {
    let status: number;
    let payload: unknown;
    try {
      const answer = await this.#pool(peer).request({
        method,
        path,
        headers: {
          'content-type': 'application/json',
          'x-miaoben-router': this.#config.routerSecret,
          'x-miaoben-service': await this.#tokens.issue(purpose),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      status = answer.statusCode;
      payload = await answer.body.json();
    } catch (error) {
      this.#log.warn({ peer, reason: (error as Error).message }, 'a subgraph did not answer');
      throw new MiaobenError('UNAVAILABLE', { part: peer });
    }
    if (status !== 200) throw new MiaobenError('UNAVAILABLE', { part: peer });
    return payload;
  }

  /** Runs a document against the peer's own graph as this service. @throws the peer's first error, with its code */
  async graph<T>(
    peer: SubgraphName,
    purpose: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<T> {
    const answer = (await this.#request(peer, 'POST', '/graphql', purpose, { query: document, variables })) as {
      data?: T;
      errors?: { extensions?: { code?: string } }[];
    };
    const error = answer.errors?.[0];
    if (error || !answer.data) {
      throw new MiaobenError(error?.extensions?.code === 'BAD_INPUT' ? 'BAD_INPUT' : 'UNAVAILABLE', { part: peer });
    }
    return answer.data;
  }

  async events(
    peer: SubgraphName,
    after: EventCursor,
    types: readonly EventType[],
    limit: number,
    settled = false,
  ): Promise<StoredEvent[]> {
    const path = `/events?tx=${after.tx}&seq=${after.seq}&limit=${limit}&types=${types.join(',')}${settled ? '&settled=1' : ''}`;
    return (await this.#request(peer, 'GET', path, 'events')) as StoredEvent[];
  }

  /** Head of the peer's audit chain, or null while nothing is sealed there. */
  async auditHead(peer: SubgraphName): Promise<AuditHead | null> {
    return (await this.#request(peer, 'GET', '/audit/head', 'audit')) as AuditHead | null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((p) => p.destroy()));
  }
}
