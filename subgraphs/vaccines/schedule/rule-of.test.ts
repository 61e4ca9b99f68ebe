import { describe, expect, it } from 'vitest';
import { NOW } from '../../../tests/support/schedule-cases.ts';
import { ruleOf } from './index.ts';

describe('a rule by its id', () => {
  it('H-08 is found with the documents it is from', () => {
    expect(ruleOf(NOW, 'DTaP-5.minInterval')).toEqual({
      id: 'DTaP-5.minInterval',
      sources: [
        {
          mark: 'S26',
          title: '国家免疫规划疫苗儿童免疫程序及说明（2026年版）',
          docNo: '国疾控卫免发〔2026〕16号',
        },
      ],
      text: null,
    });
  });

  it('brings its words when the data hold them', () => {
    expect(ruleOf(NOW, 'TYPE2_RULE')?.text).toContain('at least 2 type-II-containing doses');
    expect(ruleOf(NOW, 'D02')?.text).toContain('blood product');
    expect(ruleOf(NOW, 'HPV.LABEL_COURSE')).toMatchObject({ sources: [{ mark: 'S29' }] });
  });

  it('says of general knowledge that it is', () => {
    expect(ruleOf(NOW, 'lot.expired')?.sources).toMatchObject([{ mark: 'GK', docNo: null }]);
    expect(ruleOf(NOW, 'DTaP-2.repeat')?.sources).toMatchObject([{ mark: 'GK' }]);
  });

  it('is null for an id nobody wrote', () => {
    expect(ruleOf(NOW, 'X-1.minAge')).toBeNull();
    expect(ruleOf(NOW, 'nonsense')).toBeNull();
  });
});
