import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one server; labels never carry ids or personal data. */
export function createMetrics(name: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service: name });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'miaoben_request_seconds',
      help: 'Time of requests by kind and outcome',
      labelNames: ['kind', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
      registers: [registry],
    }),
    statements: new Histogram({
      name: 'miaoben_sql_statements',
      help: 'SQL statements of one GraphQL request',
      buckets: [0, 1, 2, 4, 8, 12, 20, 50],
      registers: [registry],
    }),
    errors: new Counter({
      name: 'miaoben_errors_total',
      help: 'Errors by code',
      labelNames: ['code'] as const,
      registers: [registry],
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

const KINDS = new Set(['graphql', 'events', 'files', 'oauth', 'trust', 'jwks', 'audit', 'health', 'metrics']);

/** The first part of a path as a metric's label; unknown ones are one, or a stranger could fill the registry. */
export function requestKind(url: string | undefined): string {
  const kind = (url ?? '').split(/[/?]/, 2)[1] ?? '';
  return KINDS.has(kind) ? kind : 'other';
}
