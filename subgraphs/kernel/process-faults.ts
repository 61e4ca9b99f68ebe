/**
 * A promise nobody waited for must not take the whole product down: it is written to standard error by name, code and
 * place, never by message, which may carry data, and the process goes on. An uncaught exception still ends it.
 */
export function surviveRejections(write: (line: string) => void): void {
  process.on('unhandledRejection', (reason) => write(describeFault(reason)));
}

/** `TypeError ECONNRESET at Desk.commit (…)`: what failed and where. */
export function describeFault(reason: unknown): string {
  if (!(reason instanceof Error)) return 'unhandled rejection of something that is no error';
  const code = (reason as { code?: unknown }).code;
  const frames = (reason.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => line.trim());
  return ['unhandled rejection:', reason.name, ...(typeof code === 'string' ? [code] : []), ...frames].join(' ');
}
