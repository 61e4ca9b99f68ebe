import * as v from 'valibot';

/**
 * Reads the environment once, against a schema; the only place of the servers that touches `process.env`.
 * @throws {Error} one line per variable that is missing or wrong; values are not repeated, they may be secrets
 */
export function readEnv<const T extends v.ObjectEntries>(entries: T): v.InferOutput<v.ObjectSchema<T, undefined>> {
  const result = v.safeParse(v.object(entries), process.env);
  if (result.success) return result.output;
  const lines = result.issues.map(
    (i) => `${v.getDotPath(i) ?? 'environment'}: expected ${i.expected ?? 'another value'}`,
  );
  throw new Error(`The environment is not complete:\n  ${lines.join('\n  ')}`);
}
