import { describe, expect, it } from 'vitest';
import type { Definition, DefinitionField } from './definition.ts';
import { addField, changeField, removeField } from './edit.ts';
import { allow, canAllow, changeApplication, givable, toggleGiven } from './edit-applications.ts';

const field = (key: string, type: DefinitionField['type'] = 'text'): DefinitionField => ({
  ...{ key, type, label: { zh: key, en: key } },
  ...{ required: true, personal: false, maxLength: 20 },
});
const definition: Definition = {
  ...{ name: { zh: '证', en: 'Licence' }, holder: 'person', primaryKey: ['number'], businessDate: 'end' },
  fields: [
    field('number'),
    field('name'),
    field('end', 'date'),
    field('photo', 'image'),
    field('place'),
    field('log', 'list'),
  ],
  core: { number: 'number', holderName: 'name', issuerName: 'issuer', validTo: 'end' },
  ...{ listColumns: [], filters: [], managementColumns: [], rules: [], metadata: {} },
  face: { qr: true, groups: [{ title: null, fields: [] }] },
};
const kinds = ({ applications }: Definition) =>
  applications?.map(({ kind, fields }) => `${kind} ${fields.join(' ')}`.trim());

describe('what holders of a type may apply for', () => {
  it('J-39 J-55 is allowed kind by kind in one order; none at all is left out', () => {
    const both = allow(allow(definition, 'replacement', true), 'change', true);
    expect(kinds(both)).toEqual(['change name', 'replacement']);
    expect(kinds(toggleGiven(both, 'change', 'log'))).toEqual(['change name log', 'replacement']);
    expect(kinds(toggleGiven(toggleGiven(both, 'change', 'place'), 'change', 'name'))).toEqual([
      'change place',
      'replacement',
    ]);
    expect('applications' in allow(allow(both, 'change', false), 'replacement', false)).toBe(false);
  });

  it('J-39 J-55 offers no field that tells the licence, its end or a picture, and no extension of what has no end', () => {
    expect(givable(definition).map(({ key }) => key)).toEqual(['name', 'place', 'log']);
    const { validTo: _, ...core } = definition.core;
    expect([canAllow(definition, 'extension'), canAllow({ ...definition, core }, 'extension')]).toEqual([true, false]);
  });

  it('J-39 J-55 follows a field that is renamed and loses one that goes, a change of nothing with it', () => {
    const made = changeApplication(
      toggleGiven(allow(definition, 'change', true), 'change', 'place'),
      'change',
      (one) => ({
        ...one,
        sets: { place: 'A' },
        record: 'log',
      }),
    );
    const edit = { definition: made, hints: {} };
    const renamed = changeField(changeField(edit, 4, field('site')), 5, field('notes', 'list'));
    expect(renamed.definition.applications).toEqual([
      { kind: 'change', fields: ['name', 'site'], sets: { site: 'A' }, record: 'notes' },
    ]);
    const less = removeField(removeField(renamed, 'site'), 'notes');
    expect(less.definition.applications).toEqual([{ kind: 'change', fields: ['name'] }]);
    expect(removeField(less, 'name').definition.applications).toEqual([]);
    expect(addField({ definition, hints: {} }, field('more'), '').definition.applications).toBeUndefined();
  });
});
