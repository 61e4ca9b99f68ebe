import type { ErrorCode, InputReason } from '@miaoben/schema';
import type { CombinedError } from '@urql/core';

/** What went wrong, as the screens see it: a code of the closed list, or `OFFLINE` when no answer came at all. */
export interface Problem {
  code: ErrorCode | 'OFFLINE';
  /** Path of the input field at fault. */
  field?: string;
  /** 1-based row of a file or list. */
  row?: number;
  reason?: InputReason;
  /** Ids of what the value may be the same as. */
  candidates?: readonly string[];
  /** Endings of the files that are taken, where one is of another kind. */
  allowed?: readonly string[];
  /** Instant at which a locked account opens again. */
  until?: string;
  /** Names the fault in the server's log. */
  incident?: string;
}

interface WireError {
  extensions?: Record<string, unknown> | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The first of the server's errors, in the closed list; an answer without a code counts as a fault of ours. */
export function problemOfErrors(errors: readonly WireError[]): Problem {
  const extensions = errors[0]?.extensions ?? {};
  const problem: Problem = { code: (text(extensions.code) as ErrorCode | undefined) ?? 'INTERNAL' };
  const field = text(extensions.field);
  const reason = text(extensions.reason) as InputReason | undefined;
  const until = text(extensions.until);
  const incident = text(extensions.incident);
  if (field) problem.field = field;
  if (reason) problem.reason = reason;
  if (until) problem.until = until;
  if (incident) problem.incident = incident;
  if (Array.isArray(extensions.allowed)) problem.allowed = extensions.allowed.filter((of) => typeof of === 'string');
  if (Array.isArray(extensions.candidates)) problem.candidates = extensions.candidates as string[];
  if (typeof extensions.row === 'number') problem.row = extensions.row;
  return problem;
}

/** An urql error as a problem: the server's own code where it answered, else by the HTTP status, else `OFFLINE`. */
export function problemOf(error: CombinedError): Problem {
  if (error.graphQLErrors.length > 0) return problemOfErrors(error.graphQLErrors);
  const status = (error.response as Response | undefined)?.status;
  return { code: status ? codeOfStatus(status) : 'OFFLINE' };
}

/** For answers that are no GraphQL answer (a proxy's page, a refused upload). */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 413) return 'PAYLOAD_TOO_LARGE';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 500 ? 'UNAVAILABLE' : 'BAD_REQUEST';
}
