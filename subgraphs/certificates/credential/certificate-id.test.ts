import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import data from '../../../tests/data/certificate-id-vectors.json' with { type: 'json' };
import { formatCertificateId, isCertificateId, parseCertificateId } from './certificate-id.ts';
import { CredentialError } from './errors.ts';

const characters = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const text = (min: number, max: number) => fc.string({ unit: characters, minLength: min, maxLength: max });

describe('电子证照标识', () => {
  it.each(data.valid)('Q-51 accepts %s and makes the same again', (id) => {
    expect(isCertificateId(id)).toBe(true);
    expect(formatCertificateId(parseCertificateId(id)!)).toBe(id);
  });

  it.each(data.invalid)('Q-51 refuses $id: $why', ({ id }) => {
    expect(isCertificateId(id)).toBe(false);
  });

  it('shows the right check character of a foreign identifier that was computed wrongly', () => {
    const parsed = parseCertificateId(data.invalid[0]!.id);
    expect(parsed).toMatchObject({ check: 'M', expectedCheck: 'D' });
  });

  it('detects every single wrong character (ISO 7064 hybrid system)', () => {
    const arbitrary = fc.record({
      typeCode: fc.tuple(text(18, 18), fc.integer({ min: 100, max: 999 })).map(([code, n]) => `${code}${n}`),
      issuerCode: text(18, 18),
      serial: text(1, 20),
      version: fc.integer({ min: 1, max: 999 }),
    });
    fc.assert(
      fc.property(arbitrary, fc.nat(), characters, (parts, position, other) => {
        const id = formatCertificateId(parts);
        expect(parseCertificateId(id)).toMatchObject(parts);
        const at = id.indexOf(parts.serial, 37) + (position % parts.serial.length);
        if (id[at] === other) return;
        expect(isCertificateId(id.slice(0, at) + other + id.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('detects nearly every swap of neighbours: the hybrid system misses 72 of 45,360', () => {
    const good = parseCertificateId(data.valid[0]!)!;
    const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const pairs = alphabet.flatMap((a) => alphabet.filter((b) => b !== a).map((b) => [a, b] as const));
    const missed = pairs.filter(([a, b]) => {
      const id = formatCertificateId({ ...good, serial: a + b });
      return isCertificateId(id.replace(`.${a}${b}.`, `.${b}${a}.`));
    });
    expect(missed.length / pairs.length).toBeLessThan(0.005);
  });

  it('refuses to make one of ill-shaped parts', () => {
    const good = parseCertificateId(data.valid[0]!)!;
    for (const bad of [{ serial: '' }, { serial: 'a' }, { version: 0 }, { version: 1000 }, { typeCode: '1' }]) {
      expect(() => formatCertificateId({ ...good, ...bad })).toThrow(CredentialError);
    }
  });
});
