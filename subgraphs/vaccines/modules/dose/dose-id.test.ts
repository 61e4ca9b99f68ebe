import { newId } from '@miaoben/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDoseId, encodeDoseId } from './dose-id.ts';

describe('the federated id of a dose', () => {
  it('carries person, birth date and dose, whatever they are', () => {
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, (birthDate) => {
        const key = { personId: newId(), birthDate, doseId: newId() };
        expect(decodeDoseId(encodeDoseId(key))).toEqual(key);
      }),
    );
  });

  it('is not read out of anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => decodeDoseId(text) === null));
    const right = encodeDoseId({ personId: newId(), birthDate: '2024-02-29', doseId: newId() });
    expect(decodeDoseId(right)).not.toBeNull();
    expect(decodeDoseId(Buffer.from(`${newId()}/2023-02-29/${newId()}`).toString('base64url'))).toBeNull();
    expect(decodeDoseId(`${right}L3g`)).toBeNull();
  });
});
