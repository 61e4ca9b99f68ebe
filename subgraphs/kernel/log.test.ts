import { expect, it } from 'vitest';
import { createLogger } from './log.ts';

function logged(bindings: Record<string, unknown>): Record<string, unknown> {
  const lines: string[] = [];
  createLogger('people', 'info', { write: (line) => void lines.push(line) }).error(bindings, 'request failed');
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}

it('keeps the values that the database repeats in its messages out of the log', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "祁秀兰 63012119900307452X"'), {
    code: '22P02',
    detail: 'Key (phone)=(13997110001) already exists.',
    parameters: ['祁秀兰'],
    where: 'COPY person, line 7',
  });
  const { err } = logged({ err: error }) as { err: { code: string; message: string; stack: string } };
  expect(err).toMatchObject({ code: '22P02', message: 'invalid input syntax for type uuid: "… …"' });
  expect(err.stack).toContain('log.test.ts');
  expect(JSON.stringify(err)).not.toMatch(/祁秀兰|6301211990|13997110001/);
  expect(logged({ reason: '祁秀兰 13997110001' }).reason).toBe('… …');
});

it('removes what should never have been handed to it', () => {
  const line = logged({
    request: { authorization: 'Bearer x', cookie: 'y', body: 'z', variables: {}, password: 'p', path: '/graphql' },
  });
  expect(line.request).toEqual({ path: '/graphql' });
});
