import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DOCUMENT_TYPES } from '@miaoben/identifiers';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';
import {
  cvxMappings,
  dictionaries,
  dictionary,
  divisions,
  fullDivisionName,
  nipSchedule,
  products,
  vaccines,
} from './index.ts';

describe('divisions of Qinghai', () => {
  const of = (level: string) => divisions().filter((d) => d.level === level);

  it('has 1 province, 8 prefectures, 45 county rows and 422 township rows, none twice', () => {
    expect(['province', 'prefecture', 'county', 'township'].map((level) => of(level).length)).toEqual([1, 8, 45, 422]);
    expect(new Set(divisions().map((d) => d.code)).size).toBe(476);
    expect(of('prefecture').map((d) => d.code)).toEqual([
      '6301',
      '6302',
      '6322',
      '6323',
      '6325',
      '6326',
      '6327',
      '6328',
    ]);
  });

  it('gives every division a parent that exists and every county a township', () => {
    const codes = new Set(divisions().map((d) => d.code));
    for (const d of divisions()) if (d.parentCode !== null) expect(codes).toContain(d.parentCode);
    for (const county of of('county')) expect(of('township').some((t) => t.parentCode === county.code)).toBe(true);
  });

  it('tells the 406 real townships from parks and farms by mark, not by code', () => {
    expect(of('township').filter((d) => !d.statisticsOnly)).toHaveLength(406);
    expect(of('county').filter((d) => !d.statisticsOnly)).toHaveLength(44);
    expect(divisions().find((d) => d.code === '632701400')).toMatchObject({ name: '哈秀乡', statisticsOnly: false });
  });

  it('names a township in full', () => {
    expect(fullDivisionName('630121100')).toBe('青海省西宁市大通回族土族自治县桥头镇');
    expect(() => fullDivisionName('630199')).toThrow('no division 630199');
  });
});

describe('national vaccine codes in CVX', () => {
  it('maps only what is sure, and says how sure', () => {
    expect(cvxMappings().size).toBe(89);
    expect(cvxMappings().get('1201')).toEqual({ code: '1201', cvx: '03', description: 'MMR', relation: 'equivalent' });
    expect(cvxMappings().get('0201')).toMatchObject({ cvx: '45', relation: 'wider' });
    expect(cvxMappings().has('5402')).toBe(false);
    for (const { description, relation } of cvxMappings().values()) {
      if (/unspecified/i.test(description)) expect(relation, description).toBe('wider');
    }
  });

  const external = resolve(join(import.meta.dirname, '../..'), process.env.MIAOBEN_EXTERNAL_DATA ?? '../shared');
  const path = join(external, 'cdsi/supporting-data/ScheduleSupportingData.json');
  it.skipIf(!existsSync(path))('calls each CVX code what the CDC calls it', () => {
    const { cvxMap } = JSON.parse(readFileSync(path, 'utf8')).scheduleSupportingData.cvxToAntigenMap;
    const names = new Map<string, string>(
      cvxMap.map((row: { cvx: string; shortDescription: string }) => [row.cvx, row.shortDescription]),
    );
    const wrong = [...cvxMappings().values()].filter(({ cvx, description }) => names.get(cvx) !== description);
    // The CDC's schedule does not use BCG, so that its supporting data leave it out.
    expect(wrong.map(({ code }) => code)).toEqual(['0101']);
  });
});

describe('vaccines and products', () => {
  it('has the 112 national codes', () => expect(vaccines()).toHaveLength(112));

  it('has 201 products and keeps their honesty marks', () => {
    expect(products()).toHaveLength(201);
    const marked = (mark: string) => products().filter((p) => p.verification === mark);
    expect(marked('A').length + marked('B').length + marked('C').length).toBe(201);
    for (const p of marked('A')) expect(p.approvalNo, p.productId).not.toBeNull();
    for (const p of products()) expect(p.source, p.productId).not.toBe('');
    expect(products().filter((p) => p.vaccineCode === null)).toHaveLength(8);
  });

  it('reads a quoted presentation with its commas', () => {
    expect(products().find((p) => p.productId === 'VP001')).toMatchObject({
      vaccineKey: 'BCG',
      vaccineCode: '0101',
      dosesPerContainer: 5,
      doseVolumeMl: 0.1,
      verification: 'C',
      brand: null,
    });
  });

  it('has a product for each programme vaccine given in Qinghai', () => {
    for (const code of ['0101', '0402', '0601', '1201', '1601', '1701', '1902', '5501']) {
      expect(
        products().some((p) => p.vaccineCode === code && p.programme === 'NIP-type'),
        code,
      ).toBe(true);
    }
  });

  it('has the schedule in its four dated versions', () => {
    expect(nipSchedule().scheduleVersions.map((v) => v.id)).toEqual([
      'NIP-2021',
      'NIP-2021-DTaP5',
      'NIP-2021-DTaP5-HPV',
      'NIP-2026',
    ]);
  });
});

describe('dictionaries', () => {
  it('has 56 peoples and the two other codes of GB/T 3304', () => {
    expect(dictionary('ethnicity')).toHaveLength(58);
    expect(dictionary('ethnicity').find((i) => i.code === '30')?.name).toBe('土族');
    expect(dictionary('ethnicity').find((i) => i.code === '35')?.name).toBe('撒拉族');
  });

  it('H-02 lists exactly the document types the identifiers package can check', () => {
    expect(
      dictionary('documentType')
        .map((i) => i.code)
        .sort(),
    ).toEqual([...DOCUMENT_TYPES].sort());
  });

  it('marks every list with standard and how well it is known', () => {
    for (const d of dictionaries()) {
      expect(d.items.length, d.id).toBeGreaterThan(1);
      expect(d.standard, d.id).not.toBe('');
      expect(['LIB', 'CLINIC', 'TABLE', 'REQ', 'DERIVED', 'GK'], d.id).toContain(d.mark);
    }
  });
});

describe('CSV', () => {
  it('reads quotes, commas, line ends and empty fields', () => {
    expect(parseCsv('a,b\r\n"x, ""y""",\n1,"2\n3"\n')).toEqual([
      { a: 'x, "y"', b: '' },
      { a: '1', b: '2\n3' },
    ]);
  });

  it('names a line with a wrong number of fields', () => expect(() => parseCsv('a,b\n1\n')).toThrow('CSV line 2'));
});
