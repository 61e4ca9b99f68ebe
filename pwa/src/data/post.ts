import { boundedFetch } from './network.ts';
import type { Operation } from './operation.ts';
import { persistedQuery } from './operation.ts';
import { codeOfStatus, type Problem, problemOfErrors } from './problem.ts';

export type Answer<Data> = { ok: true; data: Data } | { ok: false; problem: Problem };

/**
 * Sends one operation without urql: for what runs before a session exists (sign-in, registration, a short code).
 * Never throws; no answer within 20 s is the problem `OFFLINE`.
 */
export async function post<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  token?: string,
): Promise<Answer<Data>> {
  let response: Response;
  try {
    response = await boundedFetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ operationName: operation.name, variables, extensions: persistedQuery(operation.hash) }),
    });
  } catch {
    return { ok: false, problem: { code: 'OFFLINE' } };
  }
  const body = (await response.json().catch(() => null)) as {
    data?: Data | null;
    errors?: { extensions?: Record<string, unknown> }[];
  } | null;
  if (body?.errors?.length) return { ok: false, problem: problemOfErrors(body.errors) };
  if (!body?.data) return { ok: false, problem: { code: codeOfStatus(response.status) } };
  return { ok: true, data: body.data };
}
