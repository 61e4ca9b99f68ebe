import * as v from 'valibot';

/** Why an outside system gave no answer of use: a sentence without personal data. */
export interface Failure {
  readonly failure: string;
}
interface Call {
  /** default: POST with a body, GET without */
  method?: string;
  body?: object;
  /** ms it may take */
  patience?: number;
}

const PATIENCE_MS = 5_000;

/** One call of an outside system that speaks JSON. Never throws. */
export async function callPort(
  at: URL,
  { method, body, patience = PATIENCE_MS }: Call = {},
): Promise<Response | Failure> {
  try {
    return await fetch(at, {
      method: method ?? (body ? 'POST' : 'GET'),
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    return { failure: 'no answer' };
  }
}

/** What an answer says, when it is what was agreed. Never throws. */
export async function readPort<T>(answer: Response, schema: v.GenericSchema<unknown, T>): Promise<T | Failure> {
  const told = v.safeParse(schema, await answer.json().catch(() => null));
  return told.success ? told.output : { failure: 'answer not understood' };
}

/** The failure an answer stands for that is not one of success. */
export const statusOf = (answer: Response): Failure => ({ failure: `status ${answer.status}` });
