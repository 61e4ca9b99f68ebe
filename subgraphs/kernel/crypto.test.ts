import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keyring, newKeyring } from './crypto.ts';

const data = newKeyring();
const keyring = new Keyring(JSON.stringify(data));
const fresh = () => newKeyring().data['1']!;

describe('sealed fields', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
        expect(keyring.open(keyring.seal(plain, context), context)).toBe(plain);
      }),
    );
  });

  it('differ each time, so that equal values do not show', () => {
    expect(keyring.seal('63012119900307452X', 'person.document')).not.toBe(
      keyring.seal('63012119900307452X', 'person.document'),
    );
  });

  it('do not open in another column', () => {
    const sealed = keyring.seal('13997110001', 'person.phone');
    expect(() => keyring.open(sealed, 'guardian.phone')).toThrow();
  });

  it('do not open when any byte was altered', () => {
    const sealed = keyring.seal('祁秀兰', 'person.name');
    fc.assert(
      fc.property(fc.nat(Buffer.from(sealed, 'base64url').length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = Buffer.from(sealed, 'base64url');
        bytes[at]! ^= by;
        expect(() => keyring.open(bytes.toString('base64url'), 'person.name')).toThrow();
      }),
    );
    for (const broken of ['', 'AA', sealed.slice(0, 30)]) expect(() => keyring.open(broken, 'person.name')).toThrow();
  });

  it('J-87 open after the key was rotated, and are written with the new key', () => {
    const before = keyring.seal('祁秀兰', 'person.name');
    const second = fresh();
    const rotated = new Keyring(JSON.stringify({ ...data, data: { ...data.data, '2': second } }));
    expect(rotated.open(before, 'person.name')).toBe('祁秀兰');
    const after = rotated.seal('祁秀兰', 'person.name');
    const withoutOld = new Keyring(JSON.stringify({ ...data, data: { '2': second } }));
    expect(withoutOld.open(after, 'person.name')).toBe('祁秀兰');
    expect(() => withoutOld.open(before, 'person.name')).toThrow('data key 1 is not in the keyring');
  });

  it('need a key of the right size and number', () => {
    for (const wrong of [
      {},
      { ...data, data: {} },
      { ...data, blind: 'z'.repeat(64) },
      { ...data, data: { '1': 'xy'.repeat(32) } },
      { ...data, data: { '256': fresh() } },
      { ...data, data: { one: fresh() } },
    ]) {
      expect(() => new Keyring(JSON.stringify(wrong))).toThrow();
    }
  });
});

describe('blind indexes', () => {
  it('J-87 stay the same over time and over a rotation of the data keys', () => {
    const fixed = new Keyring(JSON.stringify({ data: { '1': '00'.repeat(32) }, blind: '11'.repeat(32) }));
    expect(fixed.blind('document', '63012119900307452X')).toBe('0a84aa613a4c3726c576e266b603e2f6');
    const rotated = new Keyring(JSON.stringify({ data: { '2': '22'.repeat(32) }, blind: '11'.repeat(32) }));
    expect(rotated.blind('document', '63012119900307452X')).toBe(fixed.blind('document', '63012119900307452X'));
  });

  it('differ by kind, by value and by deployment', () => {
    const other = new Keyring(JSON.stringify(newKeyring()));
    const index = keyring.blind('phone', '13997110001');
    expect(keyring.blind('document', '13997110001')).not.toBe(index);
    expect(keyring.blind('phone', '13997110002')).not.toBe(index);
    expect(other.blind('phone', '13997110001')).not.toBe(index);
    // 'a' + 'bc' is not 'ab' + 'c'
    expect(keyring.blind('a', 'bc')).not.toBe(keyring.blind('ab', 'c'));
  });

  it('give derived secrets that differ by purpose', () => {
    expect(keyring.derive('file addresses')).toEqual(keyring.derive('file addresses'));
    expect(keyring.derive('file addresses')).not.toEqual(keyring.derive('tickets'));
  });
});
