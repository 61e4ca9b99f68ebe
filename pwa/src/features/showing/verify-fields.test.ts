import type { FieldType } from '@miaoben/schema/licence-definition.ts';
import { describe, expect, it } from 'vitest';
import type { Definition } from '../licence-type/definition.ts';
import { asksFor, firstField, givenOf } from './verify-fields.ts';

const field = (key: string, type: FieldType) => ({
  key,
  label: { zh: key, en: key },
  type,
  required: false,
  personal: false,
});
const definition = (core: Record<string, string>): Pick<Definition, 'fields' | 'core'> => ({
  fields: [
    field('holderName', 'text'),
    field('idCard', 'document'),
    field('photo', 'image'),
    field('certificateCode', 'text'),
    field('scopes', 'list'),
    field('validTo', 'date'),
  ],
  core,
});

describe('fields a school may give', () => {
  it('Q-59 the number comes first, and neither pictures, lists nor the holder’s document are asked for again', () => {
    const health = definition({ number: 'certificateCode', holderDocument: 'idCard' });
    expect(asksFor(health).map(({ key }) => key)).toEqual(['holderName', 'certificateCode', 'validTo']);
    expect(firstField(health)).toBe('certificateCode');
    expect(firstField(definition({}))).toBe('holderName');
  });

  it('Q-59 sends what was filled in, trimmed, and nothing else', () => {
    expect(givenOf(['number', 'issuer', 'validTo'], { number: ' A1 ', issuer: '  ', other: 'x' })).toEqual([
      { field: 'number', value: 'A1' },
    ]);
  });
});
