import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDefinition } from './definition.read.ts';
import { copy, definitionOf } from './definition.test-kit.ts';

describe('reading a definition', () => {
  it('J-37 refuses a member it does not know, with its path', () => {
    const d = { ...copy(definitionOf('health_certificate')), colour: 'red' };
    Object.assign(d.fields[3]!, { size: 1 });
    expect(readDefinition(d)).toEqual({
      ok: false,
      findings: [
        { code: 'unknown_member', path: 'fields.3.size' },
        { code: 'unknown_member', path: 'colour' },
      ],
    });
  });

  it('J-37 refuses names that lead nowhere and types that do not fit', () => {
    const d = copy(definitionOf('health_certificate'));
    d.filters.push('nobody');
    d.businessDate = 'holderName';
    d.primaryKey = ['mobile'];
    const code = d.fields.find((f) => f.type === 'code');
    if (code) code.codes = undefined;
    expect(readDefinition(d)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        { code: 'unknown_field', path: `filters.${d.filters.length - 1}` },
        { code: 'wrong_type', path: 'businessDate' },
        { code: 'not_required', path: 'primaryKey.0' },
        { code: 'missing_codes', path: 'fields.2.codes' },
      ]),
    });
  });

  it('J-37 never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readDefinition(value)));
  });
});
