import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesOf, upgradeSteps } from './definition.difference.ts';
import { readDefinition } from './definition.read.ts';
import { copy, definitionOf, ROW } from './definition.test-kit.ts';
import { upgradeRow } from './definition.upgrade.ts';
import { validateRow } from './definition.validate.ts';

const TODAY = '2026-11-28';

describe('the upgrade of stored licences', () => {
  const before = definitionOf('nurse_practice_certificate');
  const { values } = validateRow(before, ROW, TODAY);

  it('J-40 marks the differences and makes the script: add, rename, drop to archive, narrow, code list', () => {
    const after = copy(before);
    const place = after.fields.find((f) => f.key === 'place')!;
    place.maxLength = 8;
    after.fields = after.fields.filter((f) => f.key !== 'education');
    after.face.groups = after.face.groups.slice(0, 2);
    after.fields.push({
      key: 'region',
      label: { zh: '执业地区', en: 'Region' },
      type: 'text',
      required: true,
      personal: false,
      maxLength: 20,
    });
    const category = after.fields.find((f) => f.key === 'category')!;
    category.key = 'kind';
    after.face.groups[1]!.fields = after.face.groups[1]!.fields.map((k) => (k === 'category' ? 'kind' : k));
    const state = after.fields.find((f) => f.key === 'licenceState')!;
    state.codes = [{ code: 'A', zh: '有效', en: 'Valid' }, ...state.codes!.slice(1)];
    after.applications = [{ kind: 'change', fields: ['place', 'kind'], sets: { licenceState: 'A' } }];
    expect(readDefinition(after).ok).toBe(true);
    const hints = {
      renamed: { category: 'kind' },
      defaults: { region: '青海' },
      codes: { licenceState: { '1': 'A' } },
    };
    expect(differencesOf(before, after, hints).map((d) => `${d.what} ${d.field ?? ''}`.trim())).toEqual([
      'field_removed education',
      'field_length place',
      'field_renamed kind',
      'field_codes licenceState',
      'field_added region',
      'face',
      'applications',
    ]);
    const steps = upgradeSteps(before, after, hints);
    expect(steps.map((s) => s.step)).toEqual(['archive', 'length', 'rename', 'codes', 'add', 'reindex']);
    const carried = upgradeRow(after, steps, values, {}, TODAY);
    expect(carried.findings).toEqual([{ field: 'place', code: 'too_long' }]);
    place.maxLength = 200;
    const fits = upgradeRow(after, upgradeSteps(before, after, hints), values, {}, TODAY);
    expect(fits.findings).toEqual([]);
    expect(fits.values).toMatchObject({ kind: '临床护理', region: '青海', licenceState: 'A' });
    expect(fits.archived).toEqual({ education: values.education });
  });

  it('J-39 tells changes of holder, core, face, rules and metadata in words, before and after', () => {
    const after = copy(before);
    after.holder = 'organisation';
    const [first] = after.face.groups;
    first!.fields = [...first!.fields].reverse();
    after.face.qr = !before.face.qr;
    // The database keeps members in an order of its own.
    after.rules = [{ later: 'validTo', earlier: 'issueDate', kind: 'date_order' }];
    after.metadata = { ZZHM: 'number', CZZT: 'holderName' };
    after.core = { ...before.core, validFrom: 'issueDate' };
    after.applications = [
      { kind: 'extension', fields: ['place'], daysBefore: 30, sets: { licenceState: '1' }, record: 'education' },
    ];
    expect(readDefinition(after).ok).toBe(true);
    const told = new Map(differencesOf(before, after).map((d) => [d.what, d]));
    expect([...told.keys()]).toEqual(['holder', 'core', 'face', 'rules', 'metadata', 'applications']);
    expect(told.get('applications')?.after).toBe(
      '延续或复核 执业地点(place)，到期前 30 日起，证照状态(licenceState) 记为 1，记入 继续教育记录(education)',
    );
    expect(told.get('rules')?.after).toBe('日期先后 核发日期(issueDate) → 证照有效期限（止）(validTo)');
    expect(told.get('rules')?.before).toMatch(/与身份证号一致 [^；]+\(idNumber\) → 性别\(sex\)/);
    expect(told.get('metadata')?.after).toMatch(/^CZZT .+\(holderName\)；ZZHM .+\(number\)$/);
    expect(told.get('core')?.after).toContain('validFrom 核发日期(issueDate)');
    const [was, is] = [told.get('face')?.before ?? '', told.get('face')?.after ?? ''];
    expect(is.split('；')).toHaveLength(before.face.groups.length + 1);
    expect(was).not.toBe(is);
    for (const words of [was, is]) expect(words).not.toMatch(/[{}"]/);

    // A new label changes none of them, though they are told by it.
    const renamed = copy(before);
    renamed.fields.find((f) => f.key === 'issueDate')!.label.zh = '颁发日期';
    expect(differencesOf(before, renamed).map((d) => d.what)).toEqual(['field_label']);
  });

  it('J-40 loses nothing: what is carried over and what is archived is all there was, or the row is reported', () => {
    const change = fc.record({
      drop: fc.subarray(['education', 'registrationDate']),
      rename: fc.subarray(['category', 'place']),
      length: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(
        change,
        fc.string({ unit: fc.constantFrom('护', '理', '急', '诊'), minLength: 1, maxLength: 40 }),
        ({ drop, rename, length }, text) => {
          const after = copy(before);
          after.fields = after.fields.filter((f) => !drop.includes(f.key as 'education'));
          const renamed: Record<string, string> = {};
          for (const f of after.fields) {
            if (f.key === 'scope') continue;
            if (f.key === 'category') f.maxLength = length;
            if (rename.includes(f.key as 'place')) {
              renamed[f.key] = `${f.key}Now`;
              f.key = `${f.key}Now`;
            }
          }
          const row = { ...values, category: text };
          const {
            values: now,
            archived,
            findings,
          } = upgradeRow(after, upgradeSteps(before, after, { renamed }), row, {}, TODAY);
          if (Array.from(text).length > length) {
            expect(findings).toEqual([{ field: renamed.category ?? 'category', code: 'too_long' }]);
            return;
          }
          expect(findings).toEqual([]);
          const back = Object.fromEntries(
            Object.entries(now).map(([key, value]) => [
              Object.entries(renamed).find(([, to]) => to === key)?.[0] ?? key,
              value,
            ]),
          );
          expect({ ...back, ...archived }).toEqual(row);
        },
      ),
    );
  });
});
