import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadDateOptions, readDate } from './index.ts';

const read = (cell: string | number | Date, options?: ReadDateOptions): string => {
  const result = readDate(cell, options);
  return result.ok ? result.value : result.code;
};

describe('Q-09, Q-11 dates as people write them into spreadsheets', () => {
  it.each([
    '2020-03-01',
    '2020-3-1',
    '2020/3/1',
    '2020.3.1',
    '20200301',
    '2020年3月1日',
    '2020年03月01号',
    '２０２０／３／１',
    ' 2020-03-01 08:30 ',
    '2020-03-01T00:00:00.000Z',
    '2020年3月1日 08时30分',
    '2020 - 3 - 1',
    '43891',
    '43891.5',
  ])('%s is 1 March 2020', (text) => expect(read(text)).toBe('2020-03-01'));

  it('reads serial numbers of both date systems', () => {
    expect(read(43_891)).toBe('2020-03-01');
    expect(read(43_891.75)).toBe('2020-03-01');
    expect(read(42_429, { date1904: true })).toBe('2020-03-01');
    expect(read(20_200_301)).toBe('2020-03-01');
    expect(read(new Date(Date.UTC(2020, 2, 1)))).toBe('2020-03-01');
  });

  it('knows that 29 February 1900 never was', () => {
    expect(read(59, {})).toBe('1900-02-28');
    expect(read(60)).toBe('DATE_IMPOSSIBLE');
    expect(read(61)).toBe('1900-03-01');
    expect(read(0)).toBe('DATE_IMPOSSIBLE');
    expect(read(0, { date1904: true })).toBe('1904-01-01');
  });

  it('refuses what cannot be, and what has two readings', () => {
    expect(read('2023-02-29')).toBe('DATE_IMPOSSIBLE');
    expect(read('20201301')).toBe('DATE_IMPOSSIBLE');
    expect(read('3/1/2020')).toBe('DATE_AMBIGUOUS');
    expect(read('20/3/1')).toBe('DATE_TWO_DIGIT_YEAR');
    expect(read('2020-03/01')).toBe('DATE_FORMAT');
    expect(read('三月一日')).toBe('DATE_FORMAT');
    expect(read(Number.NaN)).toBe('DATE_FORMAT');
    expect(read(new Date(Number.NaN))).toBe('DATE_IMPOSSIBLE');
    expect(read(' ')).toBe('EMPTY');
    expect(read('2020-03\u200B-01')).toBe('TEXT_SUSPICIOUS');
  });

  it('keeps to the bounds it is given', () => {
    expect(read('2026-11-21', { latest: '2026-11-20' })).toBe('DATE_FUTURE');
    expect(read('1899-12-31')).toBe('DATE_TOO_EARLY');
    expect(read('2019-12-31', { earliest: '2020-01-01' })).toBe('DATE_TOO_EARLY');
  });

  it('reads every spelling of every day alike', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1928-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }), (day) => {
        const iso = day.toISOString().slice(0, 10);
        const [y, m, d] = iso.split('-').map(Number);
        const serial = Math.floor(day.getTime() / 86_400_000) + 25_569;
        for (const cell of [
          iso,
          `${y}/${m}/${d}`,
          `${y}年${m}月${d}日`,
          iso.replaceAll('-', ''),
          serial,
          `${serial}`,
        ]) {
          expect(read(cell)).toBe(iso);
        }
        expect(read(serial - 1_462, { date1904: true })).toBe(iso);
      }),
    );
  });
});
