import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { EVENT_TYPES, type EventType, type SubgraphName } from '@miaoben/schema';
import { auditHead, sealAuditLines } from './audit-chain.ts';
import { type Claims, createServiceTokens, createTokenVerifier } from './claims.ts';
import { type Clock, createClock } from './clock.ts';
import type { SubgraphConfig } from './config.ts';
import { EventConsumer, type Subscription } from './consumer.ts';
import type { Ctx, Services } from './context.ts';
import { Keyring } from './crypto.ts';
import { type DatabaseDefinition, type Em, migrate, openDatabase, query } from './db.ts';
import { formatError, MiaobenError, toMiaobenError } from './errors.ts';
import { FileStore } from './files.ts';
import { parseJsonObject, readBody, sameSecret, sendError, sendJson } from './http.ts';
import { newId } from './ids.ts';
import { documentLimits, MAX_BODY_BYTES } from './limits.ts';
import { createLogger } from './log.ts';
import { createMetrics, requestKind } from './metrics.ts';
import { readEvents, settle } from './outbox.ts';
import { PeerClient } from './peers.ts';
import { enforcePolicy, type Masks, scopeFor } from './policy.ts';
import { surviveRejections } from './process-faults.ts';
import { federatedSchema, type SchemaDefinition } from './schema.ts';
import { withStatementCount } from './statement-count.ts';
import { inServerSpan } from './telemetry.ts';

/** A background work of a subgraph: started after the server listens, stopped before the database closes. */
export interface BackgroundWork {
  stop(): Promise<void>;
}

/** What makes one subgraph different from the others; the kernel does the rest. */
export interface SubgraphDefinition<L> {
  name: SubgraphName;
  schema: SchemaDefinition;
  database: DatabaseDefinition;
  masks: Masks;
  /** loaders of one request */
  loaders: (ctx: Omit<Ctx, 'loaders'>) => L;
  subscriptions?: (services: Omit<Services, 'consumer'>) => Subscription[];
  /** further HTTP paths, behind the router secret like all others; returns false when the path is not its own */
  http?: (request: IncomingMessage, response: ServerResponse, services: Services) => Promise<boolean>;
  /** HTTP paths that answer without the router secret: what anybody may read, e.g. public keys */
  publicHttp?: (request: IncomingMessage, response: ServerResponse, services: Services) => Promise<boolean>;
  background?: (services: Services) => Promise<BackgroundWork>;
}

export interface RunningSubgraph {
  url: string;
  services: Services;
  stop(): Promise<void>;
}

const SEAL_MS = 5_000;
const TIDY_MS = 60 * 60_000;

async function claimsOf(
  request: IncomingMessage,
  verify: ReturnType<typeof createTokenVerifier>,
  services: ReturnType<typeof createServiceTokens>,
): Promise<Claims> {
  const service = request.headers['x-miaoben-service'];
  return typeof service === 'string' ? services.verify(service) : verify(request.headers.authorization);
}

/** Migrates, opens and serves one subgraph. @returns once it listens */
export async function startSubgraph<L>(
  definition: SubgraphDefinition<L>,
  config: SubgraphConfig,
): Promise<RunningSubgraph> {
  const { name } = definition;
  const log = createLogger(name, config.logLevel);
  const clock: Clock = createClock(config.today);
  await migrate(config.migratorUrl, definition.database, new URL(config.databaseUrl).username);
  await mkdir(config.filesDir, { recursive: true });
  const orm = await openDatabase(config.databaseUrl, definition.database);
  const keyring = new Keyring(config.keyring);
  const serviceTokens = createServiceTokens(config.serviceSecret, name);
  const verifyToken = createTokenVerifier(config.peers.identity);
  const peers = new PeerClient(config, serviceTokens, log);
  const files = new FileStore(name, config.filesDir, keyring, orm);
  const base = { name, config, orm, clock, log, keyring, files, peers };
  const consumer = new EventConsumer(orm, peers, log, definition.subscriptions?.(base) ?? []);
  const services: Services = { ...base, consumer };
  const metrics = createMetrics(name);

  const { schema } = await federatedSchema(definition.schema);
  const limits = documentLimits();
  const apollo = new ApolloServer<Ctx<L>>({
    schema: enforcePolicy(name, schema, definition.masks),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: formatError(log),
    validationRules: limits.validationRules,
    allowBatchedHttpRequests: false,
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    plugins: [
      ...limits.plugins,
      // Would watch every field for hints that nobody gives.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  apollo.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();

  function contextOf(request: IncomingMessage, claims: Claims): Ctx<L> {
    const cookies = new Map(
      (request.headers.cookie ?? '').split(';').map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
      }),
    );
    const header = (key: string) => {
      const value = request.headers[key];
      return typeof value === 'string' ? value : undefined;
    };
    const partial = {
      ...services,
      claims,
      em: orm.em.fork() as Em,
      requestId: header('x-request-id') ?? newId(),
      setCookies: [] as string[],
      cookie: (key: string) => cookies.get(key),
      clientAddress: header('x-forwarded-for'),
      userAgent: header('user-agent'),
      scopeOf: (operation: string) => scopeFor(name, operation, claims),
    };
    return { ...partial, loaders: definition.loaders(partial) };
  }

  async function graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const claims = await claimsOf(request, verifyToken, serviceTokens);
    const body = parseJsonObject(await readBody(request, MAX_BODY_BYTES));
    const ctx = contextOf(request, claims);
    const tally = { statements: 0 };
    const headers = new HeaderMap();
    for (const [key, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(key, value);
    const result = await withStatementCount(tally, () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, search: '', body },
        context: async () => ctx,
      }),
    );
    metrics.statements.observe(tally.statements);
    if (result.body.kind !== 'complete') throw new MiaobenError('BAD_REQUEST');
    response.writeHead(result.status ?? 200, {
      'content-type': 'application/json; charset=utf-8',
      'x-miaoben-sql': String(tally.statements),
      ...(ctx.setCookies.length > 0 && { 'set-cookie': ctx.setCookies }),
    });
    response.end(result.body.string);
  }

  async function ready(response: ServerResponse): Promise<void> {
    const works = await query(orm.em.fork() as Em, 'select 1').then(
      () => true,
      () => false,
    );
    sendJson(response, works ? 200 : 503, { ready: works });
  }

  async function events(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const claims = await claimsOf(request, verifyToken, serviceTokens);
    if (claims.role !== 'service') throw new MiaobenError('FORBIDDEN');
    const tx = url.searchParams.get('tx') ?? '0';
    const seq = url.searchParams.get('seq') ?? '0';
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 500), 1_000);
    const types = (url.searchParams.get('types') ?? '')
      .split(',')
      .filter((t): t is EventType => (EVENT_TYPES as readonly string[]).includes(t));
    if (!/^\d{1,20}$/.test(tx) || !/^\d{1,19}$/.test(seq) || !(limit > 0)) throw new MiaobenError('BAD_REQUEST');
    const em = orm.em.fork() as Em;
    if (url.searchParams.has('settled')) await settle(em, { tx, seq }, types);
    sendJson(response, 200, await readEvents(em, { tx, seq }, types, limit));
  }

  async function head(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const claims = await claimsOf(request, verifyToken, serviceTokens);
    if (claims.role !== 'service') throw new MiaobenError('FORBIDDEN');
    sendJson(response, 200, (await auditHead(orm.em.fork() as Em)) ?? null);
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname === '/health/live') return sendJson(response, 200, { live: true });
    if (url.pathname === '/health/ready') return ready(response);
    if (await definition.publicHttp?.(request, response, services)) return;
    if (!sameSecret(request.headers['x-miaoben-router'], config.routerSecret)) throw new MiaobenError('FORBIDDEN');
    if (url.pathname === '/graphql' && request.method === 'POST') {
      return inServerSpan(`graphql ${name}`, request.headers, () => graphql(request, response));
    }
    if (url.pathname === '/events' && request.method === 'GET') return events(request, response, url);
    if (url.pathname === '/audit/head' && request.method === 'GET') return head(request, response);
    if (url.pathname.startsWith(`/files/${name}/`)) return files.serve(request, response);
    if (url.pathname === '/metrics') {
      response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(await metrics.registry.metrics());
      return;
    }
    if (await definition.http?.(request, response, services)) return;
    throw new MiaobenError('NOT_FOUND');
  }

  const server: Server = createServer((request, response) => {
    const started = process.hrtime.bigint();
    response.on('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      metrics.requests.observe({ kind: requestKind(request.url), status: response.statusCode }, seconds);
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

  consumer.start();
  const sealing = setInterval(() => {
    sealAuditLines(orm.em as Em).catch((error: unknown) => log.warn({ err: error }, 'audit lines could not be sealed'));
  }, SEAL_MS);
  const tidy = () =>
    void files.removeOrphans().then(
      (count) => count > 0 && log.info({ count }, 'what interrupted uploads left was removed'),
      (error: unknown) => log.warn({ err: error }, 'what interrupted uploads left could not be removed'),
    );
  tidy();
  const tidying = setInterval(tidy, TIDY_MS);
  const background = await definition.background?.(services);
  log.info({ port: config.port }, 'ready');

  return {
    url: `http://${config.host}:${config.port}`,
    services,
    async stop() {
      clearInterval(sealing);
      clearInterval(tidying);
      server.closeIdleConnections();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Requests under way have five seconds to end.
      const impatience = setTimeout(() => server.closeAllConnections(), 5_000);
      await consumer.stop();
      await background?.stop();
      await closed;
      clearTimeout(impatience);
      await apollo.stop();
      await peers.close();
      await orm.close();
      log.info('stopped');
    },
  };
}

/** Start of a server as a process of its own: stops on SIGTERM and SIGINT, ends with 1 and one sentence when it cannot start. */
export async function runServer(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  surviveRejections((line) => process.stderr.write(`${line}\n`));
  try {
    const running = await start();
    const stop = () => void running.stop().then(() => process.exit(0));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    // A launcher that was killed leaves no server behind; without a launcher there is no channel to lose.
    process.once('disconnect', stop);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
