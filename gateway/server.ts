import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { MiaobenError, newId, parseJsonObject, readBody, sendJson } from '@miaoben/kernel';
import { ANONYMOUS, type Claims, createTokenVerifier } from '@miaoben/kernel/claims';
import { toMiaobenError } from '@miaoben/kernel/errors';
import { sendError } from '@miaoben/kernel/http';
import { MAX_BODY_BYTES } from '@miaoben/kernel/limits';
import { createLogger } from '@miaoben/kernel/log';
import { createMetrics, requestKind } from '@miaoben/kernel/metrics';
import { inServerSpan } from '@miaoben/kernel/telemetry';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import sirv from 'sirv';
import { request as undiciRequest } from 'undici';
import { bodyFor } from './compression.ts';
import type { GatewayConfig } from './config.ts';
import { Flight, type GatewayContext } from './context.ts';
import { EndedTokens } from './ended-tokens.ts';
import { GraphExecution } from './execution.ts';
import { securityHeaders } from './headers.ts';
import { Operations } from './operations.ts';
import { ownerOf, Passage } from './passage.ts';
import { SubgraphSource } from './subgraph-source.ts';

const inSchema = (path: string) => fileURLToPath(new URL(`../schema/${path}`, import.meta.url));

export interface RunningGateway {
  url: string;
  stop(): Promise<void>;
}

/** The one origin of the product: `/graphql`, `/files`, tokens, trust lists and the PWA. No business rule. */
export async function startGateway(config: GatewayConfig): Promise<RunningGateway> {
  const log = createLogger('gateway', config.logLevel);
  const metrics = createMetrics('gateway');
  const operations = Operations.fromFolder(inSchema('operations'));
  const sources = new Map<string, SubgraphSource>();
  const execution = await GraphExecution.load(
    readFileSync(inSchema('supergraph.graphql'), 'utf8'),
    (name) => {
      const source = new SubgraphSource(
        name as SubgraphName,
        config.subgraphs[name as SubgraphName],
        config.routerSecret,
        log,
      );
      sources.set(name, source);
      return source;
    },
    log,
  );
  const verifyToken = createTokenVerifier(config.subgraphs.identity);
  const endedTokens = new EndedTokens(config.subgraphs.identity, config.routerSecret, log);
  const passage = new Passage(config.subgraphs, config.routerSecret);
  const pwa = sirv(config.pwaDir, { etag: true, gzip: true, brotli: true, dotfiles: false, setHeaders: cacheRule });

  /** Whose token a request carries. @throws UNAUTHENTICATED for one that is not valid, or ended before its time */
  async function holderOf({ headers: { authorization } }: IncomingMessage): Promise<Claims> {
    if (!authorization) return ANONYMOUS;
    const claims = await verifyToken(authorization);
    await endedTokens.check(claims);
    return claims;
  }

  async function graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw new MiaobenError('BAD_REQUEST', { reason: 'format' });
    // A page of another origin can send a form, but not this type without asking first.
    if (!/^application\/(graphql-response\+)?json\b/.test(request.headers['content-type'] ?? ''))
      throw new MiaobenError('BAD_REQUEST', { reason: 'format' });
    const claims = await holderOf(request);
    const body = parseJsonObject(await readBody(request, MAX_BODY_BYTES));
    const query = operations.resolve(body, claims);
    const context = contextOf(request, claims);
    const { refused, ...answer } = await execution.run(query, body.variables, body.operationName, context);
    metrics.statements.observe(context.tally.statements);
    const { body: sent, headers } = await bodyFor(request, JSON.stringify(answer));
    response.writeHead(refused ? 400 : 200, {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': context.requestId,
      'server-timing': `fetches;desc="${context.tally.fetches}", sql;desc="${context.tally.statements}"`,
      ...(context.setCookies.length > 0 && { 'set-cookie': context.setCookies }),
    });
    response.end(sent);
  }

  async function ready(response: ServerResponse): Promise<void> {
    const parts = await Promise.all(
      SUBGRAPHS.map(async (name) => {
        const answers = await undiciRequest(`${config.subgraphs[name]}/health/ready`, { headersTimeout: 3_000 }).then(
          async (r) => {
            await r.body.dump();
            return r.statusCode === 200;
          },
          () => false,
        );
        return [name, answers] as const;
      }),
    );
    const all = parts.every(([, works]) => works);
    sendJson(response, all ? 200 : 503, { ready: all, parts: Object.fromEntries(parts) });
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = targetOf(request);
    const path = target.pathname;
    if (path === '/graphql') return inServerSpan('graphql', request.headers, () => graphql(request, response));
    const owner = ownerOf(path);
    if (owner) {
      // The address of a file is a right of its own; a token sent with it must be good all the same. What else passes takes no token:
      // partners name themselves at `/oauth/token` by their secret.
      if (path.startsWith('/files/')) await holderOf(request);
      return passage.through(owner, request, target, response);
    }
    if (path === '/health/live') return sendJson(response, 200, { live: true });
    if (path === '/health/ready') return ready(response);
    if (path === '/metrics') {
      response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(await metrics.registry.metrics());
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new MiaobenError('NOT_FOUND');
    for (const [name, value] of Object.entries(securityHeaders(path))) response.setHeader(name, value);
    pwa(request, response, () => sendError(response, new MiaobenError('NOT_FOUND')));
  }

  const server = createServer((request, response) => {
    const started = process.hrtime.bigint();
    response.on('close', () => {
      metrics.requests.observe(
        { kind: requestKind(request.url), status: response.statusCode },
        Number(process.hrtime.bigint() - started) / 1e9,
      );
    });
    route(request, response).catch((error: unknown) => {
      const known = toMiaobenError(error, log);
      metrics.errors.inc({ code: known.code });
      sendError(response, known);
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as { port: number };
  log.info({ port }, 'ready');

  return {
    url: `http://${config.host}:${port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), 3_000);
      await closed;
      clearTimeout(impatience);
      await execution.stop();
      await passage.close();
      await Promise.all([...sources.values()].map((s) => s.close()));
      log.info('stopped');
    },
  };
}

/**
 * The path as every part reads it: with `..` taken out. Were it handed on as written, a path that begins like a file's could end at
 * another door of the subgraph, with the router secret. @throws BAD_REQUEST for no path at all
 */
function targetOf(request: IncomingMessage): URL {
  const target = URL.parse(request.url ?? '/', 'http://x');
  if (!target) throw new MiaobenError('BAD_REQUEST');
  return target;
}

/** Files with a hash in their name never change; everything else is asked for again. */
function cacheRule(response: ServerResponse, path: string): void {
  response.setHeader('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function contextOf(request: IncomingMessage, claims: Claims): GatewayContext {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    claims,
    authorization: header('authorization'),
    cookie: header('cookie'),
    requestId: newId(),
    clientAddress: request.socket.remoteAddress,
    userAgent: header('user-agent'),
    acceptLanguage: header('accept-language'),
    setCookies: [],
    tally: { fetches: 0, statements: 0 },
    flight: new Flight(),
  };
}
