import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResidentId, personCode, readPersonCode, spacedPersonCode, unifiedCodeKind } from './index.ts';

const BARCODE = '630121202650000017';
const barcodes = fc.stringMatching(/^[1-9]\d{17}$/);
const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Misread: told to be wrong, or not taken for a code of a person at all. */
const isNoticed = (text: string) => (readPersonCode(text)?.barcode ?? null) === null;

describe('the code of a person (接种码)', () => {
  it('H-01 is the number of the file between a prefix and a check character, for scanners and for eyes', () => {
    const code = personCode(BARCODE);
    expect(code).toMatch(/^JZ630121202650000017[\dX]$/);
    expect(spacedPersonCode(BARCODE)).toMatch(/^JZ 630121 2026 5000 0017 [\dX]$/);
    for (const text of [code, spacedPersonCode(BARCODE), code.toLowerCase(), ` ${code}\n`, code.replace('JZ', 'ＪＺ-')])
      expect(readPersonCode(text)).toEqual({ barcode: BARCODE });
  });

  it('H-01 is no document number, no trace code, no certificate and no identity code, nor are these codes of a person', () => {
    const code = personCode(BARCODE);
    expect(parseResidentId(code).ok).toBe(false);
    expect(unifiedCodeKind(code).ok).toBe(false);
    expect(code).not.toMatch(/\d{20}/);
    for (const other of [
      BARCODE,
      '11010519491231002X',
      '81234567890123456789',
      'VT1:ABC',
      'VX1:ABC',
      'B20261122X',
      'jz',
      '江卓',
    ])
      expect(readPersonCode(other)).toBeNull();
  });

  it('H-01 notices any one changed character', () => {
    fc.assert(
      fc.property(barcodes, fc.nat(20), fc.constantFrom(...CHARACTERS), (barcode, at, character) => {
        const code = personCode(barcode);
        fc.pre(code.charAt(at) !== character);
        return isNoticed(code.slice(0, at) + character + code.slice(at + 1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('H-01 notices any two swapped neighbours, and a character lost or doubled', () => {
    fc.assert(
      fc.property(barcodes, fc.nat(19), (barcode, at) => {
        const code = personCode(barcode);
        const [a, b] = [code.charAt(at), code.charAt(at + 1)];
        const swapped = code.slice(0, at) + b + a + code.slice(at + 2);
        const lost = code.slice(0, at) + code.slice(at + 1);
        const doubled = code.slice(0, at) + a + code.slice(at);
        return (a === b || isNoticed(swapped)) && isNoticed(lost) && isNoticed(doubled);
      }),
      { numRuns: 2_000 },
    );
  });
});
