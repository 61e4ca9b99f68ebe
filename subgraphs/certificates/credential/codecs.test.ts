import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.ts';
import { fromBase64url, fromHex, toBase64url, toHex, utf8 } from './bytes.ts';
import { decodeStrict } from './cbor.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { codeLink, codeText, readCodeText } from './code-text.ts';
import { readSign1, toBeSigned } from './cose.ts';
import { calendarDate, dayNumber } from './days.ts';
import { CredentialError } from './errors.ts';
import { makeShortCode, readShortCode } from './short-code.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

describe('base45', () => {
  it('agrees with the examples of RFC 9285', () => {
    for (const [plain, encoded] of [
      ['AB', 'BB8'],
      ['Hello!!', '%69 VD92EX0'],
      ['base-45', 'UJCLQE7W581'],
      ['ietf!', 'QED8WEX0'],
      ['', ''],
    ] as const) {
      expect(encodeBase45(utf8(plain))).toBe(encoded);
      expect(decodeBase45(encoded)).toEqual(utf8(plain));
    }
  });

  it('round-trips any bytes', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(decodeBase45(encodeBase45(value))).toEqual(value);
      }),
    );
  });

  it('attack 19: refuses text that is not the one encoding of its bytes', () => {
    for (const text of ['A', ':::', '::', 'bb8', 'BB8\n', ' BB8', 'İB8', 'BB8A', 'BB8\u0000', 'GGX', 'é4']) {
      expect(() => decodeBase45(text), JSON.stringify(text)).toThrow(CredentialError);
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 12, unit: 'binary' }), (text) => {
        let decoded: Uint8Array;
        try {
          decoded = decodeBase45(text);
        } catch (error) {
          return error instanceof CredentialError;
        }
        return encodeBase45(decoded) === text;
      }),
    );
  });
});

describe('text forms', () => {
  it('round-trips base64url and hex, and refuses loose ones', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromBase64url(toBase64url(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromHex(toHex(value))).toEqual(value);
      }),
    );
    for (const loose of ['A', 'AB', 'AA==', 'A+/A', 'AAA A']) {
      expect(() => fromBase64url(loose), loose).toThrow(CredentialError);
    }
    expect(() => fromHex('0g')).toThrow(CredentialError);
    expect(() => fromHex('012')).toThrow(CredentialError);
  });

  it('takes a code through text and link to the same bytes', () => {
    const full = fc.uint8Array({ minLength: 1, maxLength: 512 });
    fc.assert(
      fc.property(full, (value) => {
        expect(readCodeText(codeText(value))).toEqual({ form: 'code', bytes: value });
        const link = codeLink(value, 'https://ymt.example.gov.cn/v/');
        expect(readCodeText(link)).toEqual({ form: 'code', bytes: value });
      }),
    );
    expect(() => codeLink(new Uint8Array(3), 'http://plain.example/')).toThrow(CredentialError);
  });

  it('counts days as the calendar does', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('2020-02-29')).toBe(18_321);
    fc.assert(fc.property(fc.integer({ min: -30_000, max: 70_000 }), (day) => dayNumber(calendarDate(day)) === day));
    for (const wrong of ['2021-02-29', '2021-2-1', '20210201', '', '2021-13-01']) {
      expect(() => dayNumber(wrong), wrong).toThrow(CredentialError);
    }
  });

  it('makes and reads the 16 characters of a typed code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
        const code = makeShortCode((target) => {
          target.set(random);
          return target;
        });
        expect(code).toHaveLength(16);
        expect(readShortCode(code)).toBe(code);
        expect(readShortCode(` ${code.toLowerCase().replace(/(.{4})/g, '$1-')}`)).toBe(code);
      }),
    );
    expect(readShortCode('oiIL-0000-0000-0000')).toBe('0111000000000000');
    for (const wrong of ['', '123', 'U'.repeat(16), '0'.repeat(17), '-'.repeat(100)]) {
      expect(readShortCode(wrong)).toBeNull();
    }
    expect(new Set(Array.from({ length: 200 }, () => makeShortCode())).size).toBe(200);
  });
});

describe('strict CBOR', () => {
  it('round-trips what we write', () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), bytes);
    const value = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('node'), { maxLength: 4 }), tie('map')),
      map: fc.uniqueArray(fc.tuple(fc.integer(), tie('node')), { selector: ([key]) => key }).map((e) => new Map(e)),
    })).node;
    fc.assert(
      fc.property(value, (item) => {
        expect(decodeStrict(encodeDeterministic(item))).toEqual(item);
      }),
    );
  });

  it('attack 18: refuses duplicate keys, long lengths, indefinite items, trailing bytes, foreign tags, deep nests', () => {
    const refused = {
      'duplicate key 4': 'a204010402',
      'trailing byte': '0100',
      'integer longer than needed': '1800',
      '64-bit length of a short byte string': '5b000000000000000101',
      '32-bit length of a short text': '7a0000000161',
      'array length longer than needed': '9800',
      'map length longer than needed': 'b800',
      'tag longer than needed': 'd81201',
      'indefinite array': '9fff',
      'indefinite bytes': '5f4101ff',
      undefined: 'f7',
      'not a number': 'f97e00',
      infinity: 'f97c00',
      'integer beyond 2^53': '1bffffffffffffffff',
      'foreign tag': 'c100',
      'promised more than there is': '5b7fffffffffffffff00',
      'array that promises 2^32 items': '9affffffff00',
      empty: '',
      'text that ends early': '62c3',
    };
    for (const [why, hex] of Object.entries(refused)) {
      expect(() => decodeStrict(fromHex(hex)), why).toThrow(CredentialError);
    }
    const deep = new Uint8Array(2801).fill(0x81);
    deep[2800] = 0;
    expect(() => readSign1(deep, 512)).toThrow('too_long');
    const deeper = new Uint8Array(65_000).fill(0x81);
    deeper[64_999] = 0;
    expect(() => decodeStrict(deeper)).toThrow(CredentialError);
  });

  it('never throws anything but its own error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        try {
          decodeStrict(value);
          readSign1(value, 512);
        } catch (error) {
          expect(error).toBeInstanceOf(CredentialError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('writes the Sig_structure exactly as an encoder would, at every length class', () => {
    for (const size of [0, 1, 23, 24, 255, 256, 65_535, 65_536, 70_000]) {
      const header = new Uint8Array(Math.min(size, 300)).fill(1);
      const payload = new Uint8Array(size).fill(2);
      const expected = encode(['Signature1', header, new Uint8Array(), payload]);
      expect(toHex(toBeSigned(header, payload))).toBe(toHex(expected));
    }
  });
});
