import type { IncomingHttpHeaders } from 'node:http';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('miaoben');

async function inSpan<T>(
  name: string,
  kind: SpanKind,
  parent: ReturnType<typeof context.active>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      // The code alone: a message may carry what a user typed.
      span.setStatus({ code: SpanStatusCode.ERROR, message: String((error as { code?: unknown }).code ?? 'INTERNAL') });
      throw error;
    } finally {
      span.end();
    }
  });
}

/**
 * OpenTelemetry spans around requests; without an SDK they cost nothing. An SDK is preloaded by the operator
 * (`NODE_OPTIONS=--import …`), so that none is forced on anybody. Spans carry no ids of people and no documents.
 */
export const inServerSpan = <T>(name: string, headers: IncomingHttpHeaders, work: () => Promise<T>): Promise<T> =>
  inSpan(name, SpanKind.SERVER, propagation.extract(context.active(), headers), work);

/** As `inServerSpan`, for a call to another server; `headers` carry the trace on. */
export const inClientSpan = <T>(name: string, work: (headers: Record<string, string>) => Promise<T>): Promise<T> =>
  inSpan(name, SpanKind.CLIENT, context.active(), (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(trace.setSpan(context.active(), span), headers);
    return work(headers);
  });
