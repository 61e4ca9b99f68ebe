import { badInput } from './errors.ts';

export const MAX_PAGE = 500;

/** Keyset page (no OFFSET, no count): fetch `limit` rows, one more than asked for, after `key`. */
export interface PageRequest {
  first: number;
  limit: number;
  /** key values of the last row seen, or undefined for the first page */
  key: (string | number)[] | undefined;
}
export interface Page<T> {
  nodes: T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const encode = (key: (string | number)[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

/** @param keyLength number of columns of the order */
export function pageRequest(
  first: number,
  after: string | null | undefined,
  keyLength: number,
  field = 'after',
): PageRequest {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE)
    throw badInput('first', 'out_of_range', { max: MAX_PAGE });
  if (!after) return { first, limit: first + 1, key: undefined };
  try {
    const key: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === keyLength &&
      key.every((k) => typeof k === 'string' || typeof k === 'number')
    ) {
      return { first, limit: first + 1, key };
    }
  } catch {
    // falls through: a cursor that is no JSON is as wrong as one of another list
  }
  throw badInput(field, 'format');
}

export function toPage<R, T>(
  rows: R[],
  request: PageRequest,
  key: (row: R) => (string | number)[],
  shape: (row: R) => T,
): Page<T> {
  const hasNextPage = rows.length > request.first;
  const kept = hasNextPage ? rows.slice(0, request.first) : rows;
  const last = kept.at(-1);
  return {
    nodes: kept.map(shape),
    pageInfo: { hasNextPage, endCursor: last === undefined ? null : encode(key(last)) },
  };
}
