import { describe, expect, it } from 'vitest';
import { DerError, parseDer, timeOf } from './der-read.ts';
import { isStrictDer } from './der-strict.ts';

const GENERALIZED = 0x18;
const UTC = 0x17;
const timeAs = (tag: number, text: string) => () =>
  timeOf(parseDer(Uint8Array.of(tag, text.length, ...new TextEncoder().encode(text))));
const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

describe('times', () => {
  it.each([
    [GENERALIZED, '20260901020000Z', '2026-09-01T02:00:00.000Z'],
    [GENERALIZED, '20520228235959Z', '2052-02-28T23:59:59.000Z'],
    [UTC, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [UTC, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  ])('Q-51 tag %i with %s is %s', (tag, text, iso) => {
    expect(new Date(timeAs(tag, text)()).toISOString()).toBe(iso);
  });

  it.each([
    '20260901T100000Z',
    '20260901020000',
    '20260901020000+0000',
    '20260901020000.5Z',
    '202609010200Z',
    '20260231020000Z',
    '20270229235959Z',
    '20260901250000Z',
    '20260901020060Z',
    '00000101000000',
    '',
  ])('Q-51 refuses the loose time %j', (text) => {
    expect(timeAs(GENERALIZED, text)).toThrow(DerError);
  });
});

describe('the distinguished encoding', () => {
  it.each(['0500', '0101ff', '020100', '020200ff', '0201ff', '3000', '030200ff', '030206c0', 'a003020102'])(
    'takes %s',
    (text) => {
      expect(isStrictDer(hex(text))).toBe(true);
    },
  );

  it.each([
    ['', 'nothing'],
    ['05', 'no length'],
    ['0500ff', 'a byte behind'],
    ['050100', 'a null with content'],
    ['010101', 'a true that is not FF'],
    ['02020001', 'a padded positive integer'],
    ['0202ffff', 'a padded negative integer'],
    ['0200', 'an empty integer'],
    ['02810101', 'a long length for a short value'],
    ['0282000101', 'a length with a zero in front'],
    ['30800201010000', 'an endless length'],
    ['0300', 'a bit string without its count'],
    ['030108', 'eight unused bits'],
    ['2403040100', 'a string in pieces'],
    ['100102', 'a sequence that is primitive'],
    ['1f810100', 'a high tag'],
    ['300302010205', 'an element cut off'],
    ['0285ffffffffff', 'a length beyond reason'],
  ])('refuses %s, %s', (text) => {
    expect(isStrictDer(hex(text))).toBe(false);
    expect(() => parseDer(hex(text))).toThrow(DerError);
  });

  it('refuses nesting without end, without running out of stack', () => {
    let nested = hex('0500');
    for (let i = 0; i < 100; i++)
      nested = Uint8Array.of(0x30, ...(nested.length < 128 ? [nested.length] : [0x81, nested.length]), ...nested);
    expect(isStrictDer(nested)).toBe(false);
    expect(isStrictDer(Uint8Array.from(Array(2_000_000).fill(0x30)))).toBe(false);
  });
});
