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
    const incident = newId();
    log.error({ incident, err: error }, 'unexpected error');
    return {
      message: ERROR_CODES.INTERNAL,
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'INTERNAL', incident },
    };
  };
}
