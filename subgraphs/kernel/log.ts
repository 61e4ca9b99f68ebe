import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured log; what could carry personal data (bodies, variables, headers with tokens) is never passed to it, and removed if it is. */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      redact: {
        paths: [
          '*.authorization',
          '*.cookie',
          '*.password',
          '*.variables',
          '*.body',
          'err.parameters',
          'err.detail',
          'err.where',
          'err.query',
          'err.sql',
        ],
        remove: true,
      },
    },
    pino.destination(2),
  );
}
