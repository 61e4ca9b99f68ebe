import type { AnyVariables } from '@urql/core';
import { client } from './client.ts';
import type { Operation } from './operation.ts';
import { type Problem, problemOf } from './problem.ts';

/**
 * Fetches a file whose address a query gives out. Addresses live for five minutes, so each download asks for its own.
 * @returns what went wrong; null when the browser has taken the download over
 */
export async function download<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  urlOf: (data: Data) => string | null | undefined,
): Promise<Problem | null> {
  const result = await client.query(operation, variables).toPromise();
  if (result.error) return problemOf(result.error);
  const url = urlOf(result.data as Data);
  if (!url) return { code: 'NOT_FOUND' };
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
  return null;
}
