import { CombinedError } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { codeOfStatus, problemOf, problemOfErrors } from './problem.ts';

describe('problems from answers', () => {
  it('takes code and place from the first error, and nothing it does not know', () => {
    const extensions = { code: 'BAD_INPUT', field: 'input.birthDate', reason: 'date_in_future', row: 3, secret: 'x' };
    expect(problemOfErrors([{ extensions }])).toEqual({
      code: 'BAD_INPUT',
      field: 'input.birthDate',
      reason: 'date_in_future',
      row: 3,
    });
  });

  it('an error without a code is a fault of ours', () => {
    expect(problemOfErrors([{}])).toEqual({ code: 'INTERNAL' });
  });

  it('no answer at all is OFFLINE; an answer that is none of ours goes by its status', () => {
    expect(problemOf(new CombinedError({ networkError: new TypeError('Failed to fetch') })).code).toBe('OFFLINE');
    const response = new Response('<html>', { status: 502 });
    expect(problemOf(new CombinedError({ networkError: new Error('x'), response })).code).toBe('UNAVAILABLE');
    expect([401, 403, 413, 429, 400].map(codeOfStatus)).toEqual([
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'PAYLOAD_TOO_LARGE',
      'RATE_LIMITED',
      'BAD_REQUEST',
    ]);
  });
});
