import { describe, expect, it } from 'vitest';
import { idNumber } from '../../id-number.test-kit.ts';
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
    expect(Object.values(fields).map(({ value }) => value)).toEqual(['甘小雨', 'F', '2024-03-08', NUMBER, '女儿']);
    expect(fields.household_relation).toMatchObject({ isSure: true });
    expect(read('household_register', '姓名 甘小雨 户主或与户主关系 玄').household_relation).toMatchObject({
      isSure: false,
    });
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

  it('of a booklet are its child, its own number, and of each row that names a vaccine and a day the dose (Q-05)', () => {
    const fields = fieldsOf(
      'vaccination_booklet',
      {
        lines: linesOf(
          '儿童姓名 甘小雨 性别 女',
          '接种证编号630121202403080061',
          '疫苗名称 剂次 接种日期 疫苗批号 接种单位',
          '乙肝疫苗 1 2024-03-08 202312045 大通县人民医院',
          '百白破疫苗~55 1 2024年6月10日 a202403027',
          '百白破疫苗 2 2027-01-01 202403028 桥头镇中心卫生院',
          '脊灰疫苗 2',
        ),
      },
      TODAY,
    );
    expect(fields.map(({ dose, field, value, isSure }) => [dose, field, value, isSure])).toEqual([
      [null, 'name', '甘小雨', true],
      [null, 'sex', 'F', true],
      // Eighteen digits that are not the number of an ID card.
      [null, 'barcode', '630121202403080061', true],
      [1, 'vaccine', '乙肝疫苗', true],
      [1, 'dose_date', '2024-03-08', true],
      [1, 'lot_number', '202312045', true],
      [1, 'unit', '大通县人民医院', true],
      [2, 'vaccine', '百白破疫苗', false],
      [2, 'dose_date', '2024-06-10', true],
      [2, 'lot_number', 'A202403027', true],
      [3, 'vaccine', '百白破疫苗', true],
      [3, 'dose_date', '2027-01-01', false],
      [3, 'lot_number', '202403028', true],
      [3, 'unit', '桥头镇中心卫生院', true],
    ]);
  });
});
