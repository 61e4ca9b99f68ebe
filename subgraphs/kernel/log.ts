import { type DestinationStream, type Logger, pino, type SerializedError, stdSerializers } from 'pino';

export type { Logger };

/** Messages of the database repeat values: names are no ASCII, numbers of documents and phones are long. */
const withoutValues = (text: string): string => text.replace(/[^\n\x20-\x7e]+/g, '…').replace(/\d{6,}[Xx]?/g, '…');

function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code, extensions } = stdSerializers.err(error) as SerializedError & {
    extensions?: { code?: unknown };
  };
  return {
    type,
    message: withoutValues(message),
    stack: withoutValues(stack),
    ...((code ?? extensions?.code) !== undefined && { code: code ?? extensions?.code }),
  };
}

/** Structured log; what could carry personal data (bodies, variables, headers with tokens) is never passed to it, and removed if it is. */
export function createLogger(
  name: string,
  level: string,
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      redact: {
        paths: ['*.authorization', '*.cookie', '*.password', '*.variables', '*.body'],
        remove: true,
      },
      serializers: {
        err: shownError,
        reason: (reason: unknown) => (typeof reason === 'string' ? withoutValues(reason) : reason),
      },
    },
    destination,
  );
}
