import fc from 'fast-check';
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DateScalar, DateTimeScalar, isCalendarDate } from './scalars.ts';

const badInput = (reason: string) =>
  expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_INPUT', reason }) });

describe('Date', () => {
  it('takes every day of the calendar as it is', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (instant) => {
          const text = instant.toISOString().slice(0, 10);
          expect(DateScalar.parseValue(text)).toBe(text);
          expect(DateScalar.serialize(text)).toBe(text);
        },
      ),
    );
    expect(isCalendarDate('2024-02-29')).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    '2026/01/01',
    '２０２６-01-01',
    '',
    20260101,
    null,
    {},
  ])('refuses %j', (value) => {
    expect(() => DateScalar.parseValue(value)).toThrow(badInput('date_impossible'));
  });

  it('refuses a literal that is no text', () => {
    expect(() => DateScalar.parseLiteral({ kind: Kind.INT, value: '20260101' }, {})).toThrow(
      badInput('date_impossible'),
    );
    expect(DateScalar.parseLiteral({ kind: Kind.STRING, value: '2026-01-01' }, {})).toBe('2026-01-01');
  });

  it('gives out no instant as a date: the day would depend on a zone', () => {
    expect(() => DateScalar.serialize(new Date())).toThrow(TypeError);
  });
});

describe('DateTime', () => {
  it('is UTC, whatever zone it was written in', () => {
    expect(DateTimeScalar.serialize(DateTimeScalar.parseValue('2026-11-21T08:00:00+08:00'))).toBe(
      '2026-11-21T00:00:00.000Z',
    );
    expect(DateTimeScalar.serialize('2026-11-21 08:00:00.123+08')).toBe('2026-11-21T00:00:00.123Z');
  });

  it.each(['yesterday', '', '2026-13-01T00:00:00Z', 1_795_000_000, null])('refuses %j', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(badInput('format'));
  });
});
