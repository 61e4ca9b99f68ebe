import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { MiaobenError } from '@miaoben/kernel';
import type { Logger } from '@miaoben/kernel/log';
import { inClientSpan } from '@miaoben/kernel/telemetry';
import type { SubgraphName } from '@miaoben/schema';
import { Pool } from 'undici';
import type { GatewayContext } from './context.ts';
import { asksForEntities, type EntityRequest, mergeRequests, partOf } from './entity-batch.ts';

/**
 * Names of places, units and accounts: every screen shows some, and no other subgraph is asked with what it answers.
 * So it is asked last, once for the whole request.
 */
const DIRECTORY: SubgraphName = 'identity';

/** Those that limit what one address may try without an account. */
const TOLD_THE_ADDRESS: ReadonlySet<SubgraphName> = new Set(['identity', 'certificates']);

type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;
interface Waiting {
  request: EntityRequest;
  settle: (answer: Promise<Answer>) => void;
}

/**
 * Sends sub-requests to one subgraph over kept-alive connections. In place of the stock data source because that builds two
 * fetch objects per sub-request, which is most of the gateway's own cost (docs/adr/0004-gateway-data-source.md).
 */
export class SubgraphSource implements GraphQLDataSource<GatewayContext> {
  readonly #pool: Pool;
  readonly #name: SubgraphName;
  readonly #routerSecret: string;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #waiting = new WeakMap<GatewayContext, Waiting[]>();

  constructor(name: SubgraphName, url: string, routerSecret: string, log: Pick<Logger, 'warn'>) {
    this.#log = log;
    this.#name = name;
    this.#routerSecret = routerSecret;
    this.#pool = new Pool(new URL(url).origin, {
      connections: 64,
      pipelining: 1,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
    });
  }

  process({ request, context }: GraphQLDataSourceProcessOptions<GatewayContext>): Promise<Answer> {
    const ctx = context as GatewayContext;
    const asked = { query: request.query ?? '', variables: request.variables ?? {} };
    if (!asksForEntities(asked.query)) return this.#send(asked, ctx);
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(ctx);
      const one = { request: asked, settle: resolve };
      if (waiting) {
        waiting.push(one);
        return;
      }
      this.#waiting.set(ctx, [one]);
      // The plan's parallel sub-requests come in one turn of the loop.
      const go = () => this.#sendTogether(ctx);
      setImmediate(this.#name === DIRECTORY ? () => ctx.flight.whenQuiet(go) : go);
    });
  }

  /** What a request asks of this subgraph at the same time goes in one round, and is loaded there in one round. */
  #sendTogether(ctx: GatewayContext): void {
    const all = this.#waiting.get(ctx) ?? [];
    this.#waiting.delete(ctx);
    const merged = all.length > 1 ? mergeRequests(all.map((w) => w.request)) : undefined;
    const together = merged && this.#send(merged, ctx);
    for (const [index, { request, settle }] of all.entries()) {
      // One part that fails as a whole takes the data of all: then each is asked alone.
      const answer = together?.then((a) => (a.data ? partOf(a, index) : this.#send(request, ctx)));
      settle(answer ?? this.#send(request, ctx));
    }
  }

  #send(request: EntityRequest, ctx: GatewayContext): Promise<Answer> {
    const answer = inClientSpan(`subgraph ${this.#name}`, (trace) => this.#ask(request, ctx, trace));
    return this.#name === DIRECTORY ? answer : ctx.flight.during(answer);
  }

  async #ask(request: EntityRequest, ctx: GatewayContext, trace: Record<string, string>): Promise<Answer> {
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { ...this.#headers(ctx), ...trace },
        body: JSON.stringify(request),
      });
      const payload = (await body.json()) as Answer;
      ctx.tally.fetches += 1;
      ctx.tally.statements += Number(headers['x-miaoben-sql'] ?? 0);
      // Only identity speaks to the browser's cookie jar.
      if (this.#name === 'identity' && headers['set-cookie']) ctx.setCookies.push(...[headers['set-cookie']].flat());
      if (statusCode >= 500 && !payload.errors) throw new Error(`status ${statusCode}`);
      return payload;
    } catch (error) {
      // The caller learns that a part does not answer, not how.
      this.#log.warn({ subgraph: this.#name, reason: (error as Error).message }, 'a subgraph did not answer');
      throw new MiaobenError('UNAVAILABLE', { part: this.#name });
    }
  }

  #headers(ctx: GatewayContext): Record<string, string> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-miaoben-router': this.#routerSecret,
      'x-request-id': ctx.requestId,
    };
    if (ctx.authorization) headers.authorization = ctx.authorization;
    if (ctx.acceptLanguage) headers['accept-language'] = ctx.acceptLanguage;
    if (ctx.clientAddress && TOLD_THE_ADDRESS.has(this.#name)) headers['x-forwarded-for'] = ctx.clientAddress;
    if (this.#name === 'identity') {
      if (ctx.cookie) headers.cookie = ctx.cookie;
      if (ctx.userAgent) headers['user-agent'] = ctx.userAgent;
    }
    return headers;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
