import { loadSchedule } from '@miaoben/schedule';
import { describe, expect, it } from 'vitest';
import { referenceRows } from '../../../../seeds/load/reference.ts';
import { TODAY } from '../../test-kit.ts';
import { VaccineNames } from './vaccine-names.ts';

const { schedule: document, vaccines, products } = referenceRows();
const schedule = loadSchedule(document, { asOf: TODAY });
const names = new VaccineNames({
  vaccines: new Map(vaccines.map((v) => [v.code, v])),
  products: new Map(products.map((p) => [p.id, p])),
  programme: new Set(),
  schedule,
  documentId: '',
});

describe('Q-11 vaccines as people write them', () => {
  it('each vaccine by its code and by its name, brackets and width aside', () => {
    for (const { code, name } of vaccines) {
      expect(names.read(code)).toEqual({ kind: 'code', code });
      const sameName = vaccines.filter((v) => v.name === name).map((v) => v.code);
      expect(names.read(name)).toEqual({ kind: sameName.length > 1 ? 'class' : 'code', code: sameName[0] });
    }
    expect(names.read('重组乙型肝炎疫苗(酿酒酵母) ')).toEqual({ kind: 'code', code: '0202' });
    expect(names.read('０２０２')).toEqual({ kind: 'code', code: '0202' });
  });

  it('a code that lost its first zero in the spreadsheet', () => {
    expect(names.read('202')).toEqual({ kind: 'code', code: '0202' });
  });

  it('a class is taken as what the programme gives of it, and said to be a class', () => {
    expect(names.read('乙肝疫苗')).toMatchObject({ kind: 'class', code: expect.stringMatching(/^02/) });
    expect(names.read('麻腮风')).toMatchObject({ code: '1201' });
    expect(names.read('百白破')).toMatchObject({ code: '0402' });
  });

  it('an unknown one comes with the names that are nearest', () => {
    const match = names.read('麻腮凤联合减毒疫苗');
    expect(match).toMatchObject({ kind: 'unknown' });
    expect(match.kind === 'unknown' && match.nearest[0]).toBe('麻腮风联合减毒活疫苗');
    expect(names.read('xyz')).toEqual({ kind: 'unknown', nearest: [] });
  });
});
