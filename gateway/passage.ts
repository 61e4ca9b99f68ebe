import type { IncomingMessage, ServerResponse } from 'node:http';
import { MiaobenError } from '@miaoben/kernel';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { Pool } from 'undici';

const PASSED_ON = [
  'content-type',
  'content-length',
  'authorization',
  'if-none-match',
  'accept',
  'accept-language',
  'user-agent',
] as const;
const PASSED_BACK = [
  'content-type',
  'content-length',
  'content-disposition',
  'etag',
  'cache-control',
  'last-modified',
  'www-authenticate',
  'pragma',
  // only what subgraphs mean for pages of others: the keys of travel cards
  'access-control-allow-origin',
] as const;

/** Where readers of SMART Health Cards look for keys and revocations. */
const TRAVEL_KEYS = /^\/\.well-known\/(jwks\.json|crl\/[A-Za-z0-9_-]+\.json)$/;

/** Paths outside GraphQL that belong to a subgraph: files, partners' tokens, trust and status lists, the licence platform's push. */
export function ownerOf(path: string): SubgraphName | undefined {
  if (path === '/oauth/token' || path === '/jwks') return 'identity';
  if (path.startsWith('/trust/') || TRAVEL_KEYS.test(path)) return 'certificates';
  if (path === '/licence-platform/changed') return 'certificates';
  const name = /^\/files\/(\w+)\//.exec(path)?.[1];
  return SUBGRAPHS.find((s) => s === name);
}

/** Streams a request to the subgraph that owns its path, and the answer back; nothing is kept in memory. */
export class Passage {
  readonly #pools: Record<string, Pool>;
  readonly #routerSecret: string;

  constructor(urls: Record<SubgraphName, string>, routerSecret: string) {
    this.#routerSecret = routerSecret;
    this.#pools = Object.fromEntries(
      SUBGRAPHS.map((n) => [
        n,
        new Pool(new URL(urls[n]).origin, { connections: 16, headersTimeout: 60_000, bodyTimeout: 60_000 }),
      ]),
    );
  }

  /** @param target of the request, normalised: the path that decided who the owner is, is the one the owner gets */
  async through(owner: SubgraphName, request: IncomingMessage, target: URL, response: ServerResponse): Promise<void> {
    const headers: Record<string, string> = { 'x-miaoben-router': this.#routerSecret };
    const clientAddress = request.socket.remoteAddress;
    if (clientAddress) headers['x-forwarded-for'] = clientAddress;
    for (const name of PASSED_ON) {
      const value = request.headers[name];
      if (typeof value === 'string') headers[name] = value;
    }
    const hasBody = request.method === 'PUT' || request.method === 'POST';
    try {
      await this.#pools[owner]!.stream(
        {
          method: (request.method ?? 'GET') as 'GET',
          path: target.pathname + target.search,
          headers,
          ...(hasBody && { body: request }),
        },
        ({ statusCode, headers: answered }) => {
          for (const name of PASSED_BACK) {
            const value = answered[name];
            if (value !== undefined) response.setHeader(name, value);
          }
          response.statusCode = statusCode;
          return response;
        },
      );
    } catch {
      // An upload cut off by the browser ends here too: then nobody is left to answer.
      if (!response.headersSent && !request.destroyed) throw new MiaobenError('UNAVAILABLE', { part: owner });
      response.destroy();
    }
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((p) => p.destroy()));
  }
}
