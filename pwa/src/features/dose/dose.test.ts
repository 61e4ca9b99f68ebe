import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeOf, siteOf } from './giving.ts';
import { lotsFor } from './lots.ts';
import { readTraceCode } from './trace-code.ts';

interface SeriesDocument {
  id: string;
  codes: string[];
  route?: string;
  doses?: { product?: string; route?: string }[];
}
const document = JSON.parse(
  readFileSync(new URL('../../../../seeds/reference/nip-schedule.json', import.meta.url), 'utf8'),
) as { series: SeriesDocument[]; nonNip: SeriesDocument[] };

describe('how a dose is given', () => {
  it('Q-18 follows the route the reference data name for each series', () => {
    const polio = new Set(['Polio']);
    for (const { id, codes, route, doses } of [...document.series, ...document.nonNip]) {
      if (polio.has(id)) continue;
      const named = route ?? doses?.[0]?.route;
      // The intranasal influenza vaccine stands among the injected ones there.
      for (const code of named ? codes.filter((c) => c !== '2109') : [])
        expect(`${code} ${routeOf(code)}`).toBe(`${code} ${named}`);
    }
    expect(['0303', '0306', '0311', '0312'].map(routeOf)).toEqual(['IM', 'IM', 'PO', 'PO']);
  });

  it('keeps two injections of one visit apart', () => {
    expect(siteOf('0402', '2026-09-01', '2026-11-21', [])).toBe('left_thigh');
    expect(siteOf('0402', '2026-09-01', '2026-11-21', ['left_thigh'])).toBe('right_thigh');
    expect(siteOf('1201', '2025-03-01', '2026-11-21', ['left_upper_arm'])).toBe('right_upper_arm');
    expect(siteOf('0311', '2026-07-01', '2026-11-21', [])).toBe('oral');
  });
});

describe('lots on hand', () => {
  const product = (id: string, code: string) => ({
    id,
    vaccine: { code },
    genericName: id,
    brandName: null,
    manufacturer: 'maker',
    presentation: null,
    doseVolumeMl: 0.5,
    dosesPerContainer: 1,
    openMinutes: null,
  });
  const lot = (number: string, of: string, expiresOn: string) => ({
    id: number,
    number,
    expiresOn,
    dosesOnHand: 5,
    product: { id: of },
  });
  const codes = {
    products: [product('A', '0201'), product('B', '0202'), product('C', '0101')],
    lotsOnHand: [
      lot('late', 'A', '2027-12-31'),
      lot('gone', 'A', '2026-11-20'),
      lot('soon', 'A', '2026-12-31'),
      lot('other', 'B', '2026-11-30'),
      lot('bcg', 'C', '2027-01-01'),
    ],
  };

  it('come first-expiry-first within the preferred vaccine, expired ones last and shut', () => {
    const choices = lotsFor(['0201', '0202'], codes, '2026-11-21');
    expect(choices.map((c) => c.lot.number)).toEqual(['soon', 'late', 'other', 'gone']);
    expect(choices.map((c) => c.isExpired)).toEqual([false, false, false, true]);
  });
});

describe('trace codes', () => {
  it('Q-18 are read bare, spaced, 全角 or inside an address', () => {
    const code = '81234567890123456789';
    for (const text of [
      code,
      `${code.slice(0, 4)} ${code.slice(4)}`,
      `http://www.mashangfangxin.com?code=${code}`,
      '８１２３４５６７８９０１２３４５６７８９',
    ])
      expect(readTraceCode(text)).toBe(code);
    for (const text of ['', '8123', `${code}1`, `${code} x ${code.replace('8', '9')}`])
      expect(readTraceCode(text)).toBeNull();
  });
});
