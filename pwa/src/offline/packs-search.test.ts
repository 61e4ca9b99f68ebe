import { personCode, spacedPersonCode } from '@miaoben/identifiers';
import { describe, expect, it } from 'vitest';
import type { PackPerson } from './packs-rows.ts';
import { indexPersons, searchPack } from './packs-search.ts';

const person = (n: number, more: Partial<PackPerson>): PackPerson => ({
  id: `person-${n}`,
  name: '张伟',
  initials: 'zw',
  pinyin: 'zhangwei',
  sex: 'M',
  birthDate: '2024-01-01',
  barcode: `63012120245${String(n).padStart(7, '0')}`,
  residence: '630121100',
  guardians: [],
  conditions: [],
  registrationState: 'active',
  managingOrg: 'clinic',
  version: 1,
  ...more,
});

const children = [
  person(1, {}),
  person(2, { name: '张伟民', initials: 'zwm', pinyin: 'zhangweimin', birthDate: '2023-05-06' }),
  person(3, { name: '才让卓玛', initials: 'crzm', pinyin: 'cairangzhuoma', sex: 'F', birthDate: '2022-03-04' }),
];
const index = indexPersons(children);
const found = (text: string) => searchPack(index, text).map((p) => p.id);

describe('search on the device', () => {
  it('Q-08 finds by the beginning of a name, 全角 and spaces notwithstanding', () => {
    expect(found('张 伟')).toEqual(['person-1', 'person-2']);
    expect(found('张伟民')).toEqual(['person-2']);
  });

  it('Q-08 tells two of one name apart by the birth date behind it', () => {
    expect(found('张伟 2023-05-06')).toEqual(['person-2']);
    expect(found('zw20240101')).toEqual(['person-1']);
    expect(found('张伟 2020-01-01')).toEqual([]);
  });

  it('finds by initials and by pinyin', () => {
    expect(found('CRZM')).toEqual(['person-3']);
    expect(found('zhangweim')).toEqual(['person-2']);
  });

  it('H-20 finds by the barcode of the booklet', () => {
    expect(found(children[1]!.barcode)).toEqual(['person-2']);
  });

  it('H-01 finds by the code of the person, by that of a file merged since, and by none that was misread', () => {
    const [first, second] = children as [PackPerson, PackPerson];
    const old = '630121202450000099';
    const merged = indexPersons([first, { ...second, formerBarcodes: [old] }]);
    const by = (text: string) => searchPack(merged, text).map((p) => p.id);
    expect(by(personCode(second.barcode))).toEqual(['person-2']);
    expect(by(spacedPersonCode(first.barcode).toLowerCase())).toEqual(['person-1']);
    expect([by(personCode(old)), by(old)]).toEqual([['person-2'], ['person-2']]);
    expect(by(personCode(second.barcode).replace('JZ6', 'JZ7'))).toEqual([]);
    expect(by(personCode('630121202450000555'))).toEqual([]);
  });

  it('narrows an ID number, which is not on the device, to birth date and sex', () => {
    expect(found('630121202203040022')).toEqual([]);
    // 17 digits of a girl born 2022-03-04 with their check digit.
    expect(found('63012120220304002X').length + found('630121202203040028').length).toBeLessThanOrEqual(1);
  });

  it('finds nothing for nothing', () => {
    expect(found('  ')).toEqual([]);
    expect(found('·')).toEqual([]);
  });

  it('answers within 50 ms on 3,000 files', () => {
    const surnames = [...'李王张刘陈杨赵黄周吴马祁'];
    const many = indexPersons(
      Array.from({ length: 3_000 }, (_, n) =>
        person(n, { name: `${surnames[n % 12]}${'生莲秀兰才让'[n % 6]}${'花成'[n % 2]}` }),
      ),
    );
    const texts = ['张', 'zw', '祁生', '630121202450000123', '不存在的人'];
    searchPack(many, '李');
    const start = performance.now();
    for (const text of texts) searchPack(many, text);
    expect((performance.now() - start) / texts.length).toBeLessThan(50);
  });
});
