import { ERROR_CODES } from '@miaoben/schema';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { badInput, formatError, MiaobenError, retried, stepFailed } from './errors.ts';

const lines: string[] = [];
const format = formatError(pino({}, { write: (line: string) => void lines.push(line) }));
const shown = (error: GraphQLError) => format({ ...error.toJSON(), message: error.message }, error);

describe('an error as the caller sees it', () => {
  it('keeps code, field, row and reason of the closed list', () => {
    const error = badInput('input.birthDate', 'date_in_future', { row: 7 });
    expect(shown(error)).toEqual({
      message: ERROR_CODES.BAD_INPUT,
      extensions: { code: 'BAD_INPUT', field: 'input.birthDate', reason: 'date_in_future', row: 7 },
    });
  });

  it('says nothing of a fault but its number, under which the log has the cause', () => {
    const cause = new Error('duplicate key (phone)=(13997110001) in /srv/people.ts:7');
    const fault = new GraphQLError(cause.message, {
      originalError: cause,
      path: ['person'],
      extensions: { stacktrace: ['at people.ts:7'], parameters: ['张伟'] },
    });
    const seen = shown(fault);
    expect(seen).toEqual({
      message: ERROR_CODES.INTERNAL,
      path: ['person'],
      extensions: { code: 'INTERNAL', incident: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(lines.at(-1)).toContain(String(seen.extensions?.incident));
  });

  it('takes a code outside the closed list for a fault', () => {
    for (const code of ['CUSTOM', 'toString', 'INTERNAL_SERVER_ERROR'])
      expect(shown(new GraphQLError('x', { extensions: { code } })).extensions).toMatchObject({ code: 'INTERNAL' });
  });

  it('never repeats a value that was sent', () => {
    const error = new GraphQLError('Variable "$x" got invalid value "63012119900307452X"', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(shown(error)).toEqual({ message: ERROR_CODES.BAD_INPUT, extensions: { code: 'BAD_INPUT' } });
  });

  it('tells a document that is wrong from one that is too large', () => {
    const invalid = (message: string) =>
      shown(new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['x'] } }));
    expect(invalid('Cannot query field "nobody" on type "Query".')).toEqual({
      message: 'Cannot query field "nobody" on type "Query".',
      extensions: { code: 'BAD_REQUEST' },
    });
    expect(invalid('Syntax Error: Query depth limit of 12 exceeded, found 50.').extensions).toEqual({
      code: 'QUERY_TOO_COMPLEX',
    });
    expect(invalid('x'.repeat(1_000)).message).toHaveLength(300);
  });
});

it('carries the sentence of its code', () => {
  for (const code of Object.keys(ERROR_CODES) as (keyof typeof ERROR_CODES)[])
    expect(new MiaobenError(code)).toMatchObject({ message: ERROR_CODES[code], extensions: { code } });
});

describe('a step of background work that failed', () => {
  it('is a warning while the database restarts, and an error of ours otherwise, without what its message says', () => {
    lines.length = 0;
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    stepFailed(log, Object.assign(new Error('terminating connection'), { code: '57P01' }), {}, 'not done');
    stepFailed(log, new Error('Connection terminated unexpectedly'), {}, 'not done');
    stepFailed(log, new TypeError('张伟 is no date'), { work: 'moves' }, 'not done');
    const said = lines.map((line) => JSON.parse(line) as { level: number; error?: string; work?: string });
    expect(said.map(({ level }) => level)).toEqual([40, 40, 50]);
    expect(said[2]).toMatchObject({ error: 'TypeError', work: 'moves' });
    expect(lines[2]).not.toContain('张伟');
  });

  it('is a warning with its code until it fails on and on, and starts anew once the work was done', async () => {
    lines.length = 0;
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    let fault: Error | undefined = Object.assign(new Error('the database system is starting up'), { code: '57P03' });
    const work = retried(log, 'anchoring failed', async () => {
      if (fault) throw fault;
    });
    const levels = () => lines.map((line) => (JSON.parse(line) as { level: number }).level);
    for (let i = 0; i < 3; i += 1) await work();
    expect(levels()).toEqual([40, 40, 50]);
    expect(JSON.parse(lines[0]!)).toMatchObject({ code: '57P03', msg: 'anchoring failed' });
    const away = fault;
    fault = undefined;
    await work();
    fault = away;
    await work();
    fault = new MiaobenError('UNAVAILABLE', { part: 'people' });
    await work();
    fault = new TypeError('ours');
    await work();
    expect(levels()).toEqual([40, 40, 50, 40, 40, 50]);
  });
});
