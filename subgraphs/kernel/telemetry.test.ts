import { context, propagation, SpanStatusCode, type TextMapPropagator, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MiaobenError } from './errors.ts';
import { inClientSpan, inServerSpan } from './telemetry.ts';

const spans: { name: string; status?: { code: number; message?: string } }[] = [];

beforeAll(() => {
  trace.setGlobalTracerProvider({
    getTracer: () => ({
      startSpan: () => trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }),
      startActiveSpan: ((name: string, _options: unknown, _parent: unknown, work: (span: unknown) => unknown) => {
        const seen: (typeof spans)[number] = { name };
        spans.push(seen);
        const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
        span.setStatus = (status) => {
          seen.status = status;
          return span;
        };
        return work(span);
      }) as never,
    }),
  });
  const propagator: TextMapPropagator = {
    inject: (ctx, carrier, setter) =>
      setter.set(carrier, 'traceparent', `00-${trace.getSpanContext(ctx)?.traceId}-x-01`),
    extract: (ctx) => ctx,
    fields: () => ['traceparent'],
  };
  propagation.setGlobalPropagator(propagator);
});
afterAll(() => {
  trace.disable();
  propagation.disable();
  context.disable();
});

it('hands the trace on to the next server', async () => {
  const headers = await inClientSpan('subgraph people', async (h) => h);
  expect(headers.traceparent).toContain('1'.repeat(32));
});

it('notes a failure by its code, never by its message', async () => {
  const failing = inServerSpan('graphql', {}, async () => {
    throw new MiaobenError('CONFLICT', { reason: 'duplicate' });
  });
  await expect(failing).rejects.toThrow(MiaobenError);
  expect(spans.at(-1)).toEqual({ name: 'graphql', status: { code: SpanStatusCode.ERROR, message: 'CONFLICT' } });
});
