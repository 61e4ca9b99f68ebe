import { describe, expect, it } from 'vitest';
import { idNumber } from '../../people.test-kit.ts';
import { fieldsOf, type PaperKind } from './fields.rules.ts';
import type { Word } from './page.types.ts';

const TODAY = '2026-11-21';
const NUMBER = idNumber('2024-03-08', 61, 'F');

/** Lines of words, read with 92 unless `text~60` says otherwise. */
const linesOf = (...lines: string[]): Word[][] =>
  lines.map((line, row) =>
    line.split(' ').map((word, column) => {
      const [text = '', confidence = '92'] = word.split('~');
      return { text, confidence: Number(confidence), box: { x: column / 10, y: row / 10, width: 0.08, height: 0.05 } };
    }),
  );
const read = (kind: PaperKind, ...lines: string[]) =>
  Object.fromEntries(fieldsOf(kind, { lines: linesOf(...lines) }, TODAY).map((f) => [f.field, f]));

describe('J-10 the fields of a paper', () => {
  it('are found in a household register between the labels of its columns', () => {
    const fields = read(
      'household_register',
      '姓名 甘小雨 户主或与户主关系 女儿',
      '性别 女 民族 汉',
      '出生日期 2024 年 3 月 8 日',
      `公民身份证件编号 ${NUMBER}`,
    );
    expect(Object.values(fields).map(({ value }) => value)).toEqual(['甘小雨', 'F', '2024-03-08', NUMBER]);
    expect([fields.name?.box.x, fields.name?.box.y]).toEqual([0.1, 0]);
  });

  it('are marked when one character of them was hardly read', () => {
    const { name } = read('id_card', '姓名 甘 小~41 雨');
    expect(name).toMatchObject({ value: '甘小雨', confidence: 41, isSure: false });
  });

  it('are marked when a number fails GB 11643, or number, birth date and sex contradict each other', () => {
    const wrong = `${NUMBER.slice(0, 17)}${NUMBER.endsWith('1') ? '2' : '1'}`;
    expect(read('id_card', `公民身份号码 ${wrong}`).document_number).toMatchObject({ value: wrong, isSure: false });
    const fields = read('id_card', '性别 男', '出生 2024 年 3 月 8 日', `公民身份号码 ${NUMBER}`);
    expect(fields).toMatchObject({
      sex: { isSure: false },
      birth_date: { isSure: true },
      document_number: { isSure: false },
    });
    expect(read('id_card', '出生 2031 年 3 月 8 日').birth_date).toMatchObject({ isSure: false });
    expect(read('id_card', '出生 2024 年 2 月 31 日').birth_date).toMatchObject({ isSure: false });
  });

  it('are sure again when the number confirms what was read poorly', () => {
    const fields = read('id_card', '性别 女~55', '出生 2024~60 年 3 月 8 日', `公民身份号码 ${NUMBER}`);
    expect(fields).toMatchObject({ sex: { isSure: true }, birth_date: { isSure: true } });
  });

  it('give each parent the number that stands below its name, and none to one who has none', () => {
    const mother = idNumber('1993-05-06', 12, 'F');
    const fields = read(
      'birth_certificate',
      '母亲姓名 马海兰 年龄 31',
      `有效身份证件号码 ${mother}`,
      '父亲姓名 甘文广',
    );
    expect(fields.mother_number?.value).toBe(mother);
    expect(fields.father_name?.value).toBe('甘文广');
    expect(fields.father_number).toBeUndefined();
  });

  it('that are not there are left out', () => {
    expect(read('id_card', '出生医学证明', '住址')).toEqual({});
  });
});
