import { describe, expect, it } from 'vitest';
import { type Compared, completest } from './completest.ts';

const file = (more: Partial<Compared> = {}): Compared => ({
  name: '马晓明',
  sex: 'M',
  documentType: 'RESIDENT_ID',
  documentNumber: '630121202403010013',
  phone: '13897000001',
  updatedAt: '2026-01-01T00:00:00Z',
  guardians: [{}],
  doses: [],
  ...more,
});

describe('the proposal of a merge', () => {
  it('J-08 keeps the fuller file and takes each field from where it says more', () => {
    const ward = file({ name: '李娜之子', documentType: 'BIRTH_CERTIFICATE', documentNumber: 'U630000001' });
    expect(completest(ward, file({ phone: null }))).toEqual({
      ...{ kept: 'other', name: 'other', document: 'other', born: 'other', sex: 'other', phone: 'this' },
    });
    expect(completest(file(), ward)).toMatchObject({ kept: 'this', name: 'this', document: 'this' });
  });

  it('J-08 of two alike it keeps the one with more doses, then the newer one', () => {
    const given = file({ doses: [{ state: 'given' }, { state: 'voided' }] });
    expect(completest(file(), given).kept).toBe('other');
    expect(completest(file(), file({ updatedAt: '2026-05-01T00:00:00Z' })).kept).toBe('other');
    expect(completest(file({ doses: [{ state: 'voided' }] }), file()).kept).toBe('this');
  });

  it('J-08 lets birth date and sex go with the document that carries them', () => {
    const unknown = file({ documentNumber: null, phone: null, guardians: [] });
    expect(completest(unknown, file({ sex: 'F' }))).toMatchObject({ document: 'other', born: 'other', sex: 'other' });
    const none = { documentNumber: null };
    expect(completest(file({ ...none, sex: 'U' }), file({ ...none, phone: null }))).toMatchObject({
      sex: 'other',
      born: 'this',
    });
  });
});
