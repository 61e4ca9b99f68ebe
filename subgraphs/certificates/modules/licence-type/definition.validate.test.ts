import { describe, expect, it } from 'vitest';
import { faceOf } from '../licence/licence.face.ts';
import { definitionOf, ROW } from './definition.test-kit.ts';
import { validateRow } from './definition.validate.ts';

const TODAY = '2026-11-28';

describe('validating a row', () => {
  const d = definitionOf('nurse_practice_certificate');
  const check = (change: Record<string, unknown>) => validateRow(d, { ...ROW, ...change }, TODAY).findings;

  it('J-47 gives dates, codes and lists their one spelling', () => {
    const { values, findings } = validateRow(d, ROW, TODAY);
    expect(findings).toEqual([]);
    expect(values).toMatchObject({
      validTo: '2029-01-01',
      sex: '2',
      licenceState: '1',
      education: ['2024年继续教育25学分', '2025年继续教育27学分'],
    });
  });

  it('J-47 reads a unified social credit code by its rule', () => {
    const label = { zh: '统一社会信用代码', en: 'Credit code' };
    const fields = [{ key: 'code', label, type: 'credit_code' as const, required: true, personal: false }];
    const read = (code: string) => validateRow({ ...d, fields, rules: [] }, { code }, TODAY);
    expect(read(' 91350100m000100y43 ')).toMatchObject({ values: { code: '91350100M000100Y43' }, findings: [] });
    expect(read('91350100M000100Y44').findings).toEqual([{ field: 'code', code: 'check_digit' }]);
    expect(read('91350100M000100I43').findings).toEqual([{ field: 'code', code: 'format' }]);
    expect(read('350100M000100Y43').findings).toEqual([{ field: 'code', code: 'format' }]);
  });

  it('J-46 J-47 names the field and what is wrong with it', () => {
    expect(check({ place: '' })).toEqual([{ field: 'place', code: 'required' }]);
    expect(check({ idNumber: '630121198512120020' })).toEqual([{ field: 'idNumber', code: 'check_digit' }]);
    expect(check({ sex: '男' })).toEqual([{ field: 'sex', code: 'sex_differs_from_id' }]);
    expect(check({ validTo: '2023-01-01' })).toEqual([{ field: 'validTo', code: 'date_order' }]);
    expect(check({ validTo: '20/3/1' })).toEqual([{ field: 'validTo', code: 'format' }]);
    expect(check({ issueDate: '2027-01-01' })).toEqual([{ field: 'issueDate', code: 'date_in_future' }]);
    expect(check({ category: '护'.repeat(51) })).toEqual([{ field: 'category', code: 'too_long' }]);
    expect(check({ licenceState: '作废' })).toEqual([{ field: 'licenceState', code: 'unknown_code' }]);
    expect(check({ holderName: '马\u202e秀英' })).toEqual([{ field: 'holderName', code: 'suspicious_characters' }]);
    expect(check({ nobody: 1 })).toEqual([{ field: 'nobody', code: 'unknown_field' }]);
  });

  it('J-43 reads its own spelling again without a change', () => {
    const { values } = validateRow(d, ROW, TODAY);
    expect(validateRow(d, { ...values }, TODAY)).toEqual({ values, findings: [] });
  });

  it('masks what is personal unless the reader may see it', () => {
    const { values } = validateRow(d, ROW, TODAY);
    const shown = (full: boolean) =>
      Object.fromEntries(
        faceOf(d, values, full)
          .flatMap((g) => g.fields)
          .map((f) => [f.key, f.value]),
      );
    expect(shown(false)).toMatchObject({ holderName: '马*英', idNumber: '6301**********0024', licenceState: '有效' });
    expect(shown(true)).toMatchObject({ holderName: '马秀英', idNumber: '630121198512120024' });
  });
});
