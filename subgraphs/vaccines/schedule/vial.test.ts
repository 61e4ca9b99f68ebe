import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextVialNumber, usableUntil, type VialFacts, vialAt, vialIdOf, warnsFrom } from './vial.ts';

const instant = fc
  .integer({ min: Date.parse('2026-11-20T00:00:00Z'), max: Date.parse('2026-11-23T00:00:00Z') })
  .map((ms) => new Date(ms).toISOString());
const facts: fc.Arbitrary<VialFacts> = fc.record({
  doses: fc.constantFrom(5, 20),
  minutes: fc.constantFrom(30, 60, null),
  openings: fc.array(instant, { minLength: 1, maxLength: 4 }),
  given: fc.integer({ min: 0, max: 22 }),
  isDiscarded: fc.boolean(),
});

describe('Q-22 the clock of an opened vial', () => {
  it('runs from the earliest opening, whatever order the tablets report it in', () => {
    fc.assert(
      fc.property(facts, instant, (vial, now) => {
        const standing = vialAt(vial, now)!;
        expect(vialAt({ ...vial, openings: vial.openings.toReversed() }, now)).toEqual(standing);
        for (const one of vial.openings) expect(standing.openedAt <= one).toBe(true);
        const later = new Date(Date.parse(standing.openedAt) + 1).toISOString();
        expect(vialAt({ ...vial, openings: [...vial.openings, later] }, now)).toEqual(standing);
      }),
    );
  });

  it('gives nothing more once the time is up, the vial is empty or its rest was thrown away', () => {
    fc.assert(
      fc.property(facts, instant, (vial, now) => {
        const { state, left, usableUntil: until } = vialAt(vial, now)!;
        expect(left > 0).toBe(state === 'open');
        if (state === 'open')
          expect([now <= until, vial.isDiscarded, left + vial.given]).toEqual([true, false, vial.doses]);
        const after = new Date(Date.parse(until) + 1).toISOString();
        expect(vialAt(vial, after)!.left).toBe(0);
        expect(vialAt({ ...vial, isDiscarded: true }, now)!.left).toBe(0);
      }),
    );
  });

  it('warns in the last sixth of its life, never longer than a quarter of an hour', () => {
    const openedAt = '2026-11-21T01:00:00.000Z';
    const from = (minutes: number | null) => warnsFrom({ openedAt, usableUntil: usableUntil(openedAt, minutes) });
    expect(from(30)).toBe('2026-11-21T01:25:00.000Z');
    expect(from(60)).toBe('2026-11-21T01:50:00.000Z');
    expect(from(null)).toBe('2026-11-21T15:44:59.999Z');
  });

  it('is 30 minutes, an hour, or the day it was opened on in China', () => {
    expect(usableUntil('2026-11-21T01:00:00.000Z', 30)).toBe('2026-11-21T01:30:00.000Z');
    expect(usableUntil('2026-11-21T01:00:00.000Z', null)).toBe('2026-11-21T15:59:59.999Z');
    expect(usableUntil('2026-11-21T16:00:00.000Z', null)).toBe('2026-11-22T15:59:59.999Z');
    expect(vialAt({ doses: 5, minutes: 30, openings: [], given: 0, isDiscarded: false }, '2026-11-21')).toBeNull();
  });
});

describe('Q-21 what names an opened vial', () => {
  it('is its trace code for every tablet that scans it, else the id of the tablet that opened it', () => {
    const digits = fc.stringMatching(/^\d{20}$/);
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        const id = vialIdOf({ traceCode: a })!;
        expect(id).toMatch(/^[\d]{8}-\d{4}-8\d{3}-8\d{3}-\d{12}$/);
        expect(id.replace(/^(.{8})-(.{4})-8(.{3})-8(.{3})-(..)0{10}$/, '$1$2$3$4$5')).toBe(a);
        expect(vialIdOf({ traceCode: b }) === id).toBe(a === b);
        expect(vialIdOf({ traceCode: a, vialId: 'x' })).toBe(id);
      }),
    );
    expect(vialIdOf({ vialId: 'x' })).toBe('x');
    expect(vialIdOf({})).toBeNull();
  });

  it('gets the next number of its lot, anew each day in China', () => {
    const vial = (number: number, openedAt: string, lotNumber = 'A') => ({
      number,
      productId: 'p',
      lotNumber,
      openedAt,
    });
    const vials = [
      vial(1, '2026-11-20T16:00:00.000Z'),
      vial(3, '2026-11-21T01:00:00.000Z'),
      vial(5, '2026-11-21T00:30:00.000Z', 'B'),
      vial(7, '2026-11-20T15:59:59.999Z'),
    ];
    const next = (lotNumber: string, openedAt: string) =>
      nextVialNumber(vials, { productId: 'p', lotNumber, openedAt });
    expect(next('A', '2026-11-21T02:00:00.000Z')).toBe(4);
    expect(next('B', '2026-11-21T02:00:00.000Z')).toBe(6);
    expect(next('C', '2026-11-21T02:00:00.000Z')).toBe(1);
    expect(next('A', '2026-11-20T15:00:00.000Z')).toBe(8);
    expect(next('A', '2026-11-21T16:00:00.000Z')).toBe(1);
  });
});
