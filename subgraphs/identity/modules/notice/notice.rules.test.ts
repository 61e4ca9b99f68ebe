import { NOTICE_KINDS, type NoticeKind } from '@miaoben/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedAt, MAX_ATTEMPTS, nextTry } from './notice.rules.ts';
import { smsText } from './notice.sentences.ts';

const NIGHT = { from: 22 * 60, to: 8 * 60 };
const inShanghai = (time: string) => new Date(`2026-11-29T${time}+08:00`);

describe('quiet hours', () => {
  it.each([
    ['12:00:00', '2026-11-29T12:00:00+08:00'],
    ['21:59:59', '2026-11-29T21:59:59+08:00'],
    ['22:00:00', '2026-11-30T08:00:00+08:00'],
    ['23:30:00', '2026-11-30T08:00:00+08:00'],
    ['00:10:00', '2026-11-29T08:00:00+08:00'],
    ['07:59:59', '2026-11-29T08:00:00+08:00'],
    ['08:00:00', '2026-11-29T08:00:00+08:00'],
  ])('sends what is ready at %s at %s', (at, then) => {
    expect(allowedAt(inShanghai(at), NIGHT)).toEqual(new Date(then));
  });

  it('know a window within one day, and none at all', () => {
    const noon = { from: 12 * 60, to: 14 * 60 };
    expect(allowedAt(inShanghai('13:00:00'), noon)).toEqual(inShanghai('14:00:00'));
    expect(allowedAt(inShanghai('14:00:00'), noon)).toEqual(inShanghai('14:00:00'));
    expect(allowedAt(inShanghai('23:00:00'), { from: 480, to: 480 })).toEqual(inShanghai('23:00:00'));
  });

  it('never hold a message back for longer than they last, and release it outside of them', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.nat(1439), fc.nat(1439), (seconds, from, to) => {
        const at = new Date(seconds * 1_000);
        const then = allowedAt(at, { from, to });
        const length = ((to - from + 1_440) % 1_440) * 60_000;
        expect(then.getTime() - at.getTime()).toBeGreaterThanOrEqual(0);
        expect(then.getTime() - at.getTime()).toBeLessThanOrEqual(length);
        expect(allowedAt(then, { from, to })).toEqual(then);
      }),
    );
  });
});

describe('tries', () => {
  it('wait longer each time and end after the sixth', () => {
    const now = new Date('2026-11-29T02:00:00Z');
    const pauses = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, i) => Number(nextTry(i + 1, now)) - now.getTime());
    expect(pauses).toEqual([10_000, 60_000, 300_000, 1_800_000, 7_200_000]);
    expect(nextTry(MAX_ATTEMPTS, now)).toBeNull();
  });
});

describe('sentences', () => {
  it('fill every parameter their kind names, and stay within what the SMS service takes', () => {
    for (const [kind, { sms, params }] of Object.entries(NOTICE_KINDS)) {
      const values = Object.fromEntries(params.map((name) => [name, `<${name}>`]));
      const text = smsText(kind as NoticeKind, values);
      expect(text !== null, kind).toBe(sms);
      if (text === null) continue;
      for (const name of params) expect(text, kind).toContain(`<${name}>`);
      expect(text).not.toMatch(/[{}]/);
      expect(smsText(kind as NoticeKind, { name: '字'.repeat(900) })!.length).toBeLessThanOrEqual(500);
    }
  });
});
