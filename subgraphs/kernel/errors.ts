import { ERROR_CODES, type ErrorCode, type InputReason } from '@miaoben/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { newId } from './ids.ts';
import type { Logger } from './log.ts';

export interface ErrorDetails {
  /** path of the input field, in GraphQL terms */
  field?: string;
  /** 1-based row of a file or list */
  row?: number;
  reason?: InputReason;
  [key: string]: unknown;
}

/** An error the user may see: a code of the closed list and where it lies. Never put personal data into the details. */
export class MiaobenError extends GraphQLError {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(ERROR_CODES[code], { extensions: { ...details, code } });
    this.code = code;
  }
}

export const badInput = (field: string, reason: InputReason, more: ErrorDetails = {}) =>
  new MiaobenError('BAD_INPUT', { ...more, field, reason });
/** A file of a kind that is not taken. @param allowed endings that are, without the dot */
export const wrongFileType = (field: string, allowed: readonly string[]) => badInput(field, 'file_type', { allowed });
export const forbidden = () => new MiaobenError('FORBIDDEN');
/** For single objects: outside the scope and not there are the same answer. */
export const notFound = () => new MiaobenError('NOT_FOUND');

const APOLLO_CODES: Record<string, ErrorCode> = {
  GRAPHQL_PARSE_FAILED: 'BAD_REQUEST',
  GRAPHQL_VALIDATION_FAILED: 'BAD_REQUEST',
  BAD_REQUEST: 'BAD_REQUEST',
  BAD_USER_INPUT: 'BAD_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_REQUEST',
  OPERATION_RESOLUTION_FAILURE: 'BAD_REQUEST',
};

/** SQLSTATE classes and system codes of a database that is away, starting, stopping or out of resources. */
const DATABASE_AWAY = /^(08\w{3}|53\w{3}|57P0\w|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What the driver throws without a code. */
const CONNECTION_LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|driver has already been destroyed)/;

/** SQLSTATE class 22, data exception: a value that is no date, number, id or text; only a made-up cursor or a hostile text carries one here. */
const NO_VALUE = /^22\w{3}$/;

/** The error and what caused it. */
function causes(error: unknown): (Error & { code?: unknown })[] {
  const found = [];
  for (let at = error; at instanceof Error; at = at.cause ?? (at as GraphQLError).originalError) found.push(at);
  return found;
}
const hasCode = (error: unknown, pattern: RegExp): boolean =>
  causes(error).some(({ code }) => typeof code === 'string' && pattern.test(code));

/** True for faults that pass when the database is back: the caller may send the same again. */
export const isDatabaseAway = (error: unknown): boolean =>
  hasCode(error, DATABASE_AWAY) || causes(error).some((at) => CONNECTION_LOST.test(at.message));

/** Failures one after the other from which on a part that is away has not passed by itself. */
const PERSISTS = 3;
const isPassing = (error: unknown): boolean =>
  isDatabaseAway(error) || (error instanceof MiaobenError && error.code === 'UNAVAILABLE');

/**
 * Tells of a step of background work that failed and is taken again. A database that restarts, or another part that is away, passes by
 * itself: a warning, unless it fails on and on; anything else is a fault of ours.
 * @param failures one after the other, this one included
 */
export function stepFailed(
  log: Logger,
  error: Error,
  fields: Record<string, unknown>,
  text: string,
  failures = 1,
): void {
  const code = causes(error).find((at) => typeof at.code === 'string')?.code;
  const said = { ...fields, ...(code !== undefined && { code }) };
  if (isPassing(error) && failures < PERSISTS) log.warn({ ...said, reason: error.message }, text);
  else log.error({ ...said, error: error.name }, text);
}

/** Work that is done again by the clock, whatever became of it: a failure is told by `stepFailed`, and never thrown. */
export function retried(log: Logger, text: string, work: () => Promise<unknown>): () => Promise<void> {
  let failures = 0;
  return async () => {
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures += 1;
      stepFailed(log, error as Error, {}, text, failures);
    }
  };
}

/** The error of a request outside GraphQL execution; unknown ones are logged under their incident number. */
export function toMiaobenError(error: unknown, log: Logger): MiaobenError {
  if (error instanceof MiaobenError) return error;
  if (isDatabaseAway(error)) {
    log.warn({ reason: (error as Error).message }, 'the database does not answer');
    return new MiaobenError('UNAVAILABLE');
  }
  if (hasCode(error, NO_VALUE)) {
    log.warn({ err: error }, 'the database was given a value that is none');
    return new MiaobenError('BAD_INPUT', { reason: 'format' });
  }
  const incident = newId();
  log.error({ incident, err: error }, 'unexpected error');
  return new MiaobenError('INTERNAL', { incident });
}

/** Maps every error to the closed list. Unknown ones become INTERNAL with an incident number; the cause goes to the log only. */
export function formatError(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { stacktrace: _stack, ...extensions } = formatted.extensions ?? {};
    const code = extensions.code as string | undefined;
    if (code && Object.hasOwn(ERROR_CODES, code)) {
      return { message: formatted.message, ...(formatted.path && { path: formatted.path }), extensions };
    }
    const known = code && Object.hasOwn(APOLLO_CODES, code) && APOLLO_CODES[code];
    if (known) {
      const tooComplex = /limit of|Max depth|exceeded|more tha[nt] \d+ tokens|Too many/i.test(formatted.message);
      return {
        // A validation message may repeat the offending value, and the value may be personal: only document errors keep their text.
        message: known === 'BAD_INPUT' ? ERROR_CODES.BAD_INPUT : formatted.message.slice(0, 300),
        ...(formatted.locations && { locations: formatted.locations }),
        extensions: { code: tooComplex ? 'QUERY_TOO_COMPLEX' : known },
      };
    }
    const { message, extensions: shown } = toMiaobenError(error, log);
    return { message, ...(formatted.path && { path: formatted.path }), extensions: shown };
  };
}
