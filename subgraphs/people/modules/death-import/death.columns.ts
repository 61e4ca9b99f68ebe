import type { IsoDate } from '@miaoben/identifiers';
import {
  looksLikeDate,
  looksLikeHanName,
  looksLikeResidentId,
  readChoiceCell,
  readDateCell,
  readNameCell,
  readTextCell,
} from '@miaoben/kernel/imports/cells';
import type { ImportColumn } from '@miaoben/kernel/imports/define';
import type { DeathSource } from '../death/death.enums.ts';
import type { Sex } from '../person/person.enums.ts';
import { type RawDocument, readDocumentNumber, SEXES } from '../recipient-import/recipient.columns.ts';

const SOURCES = new Map<string, `${DeathSource}`>([
  ...(['公安注销户籍', '公安', '户籍注销'] as const).map((w) => [w, 'police'] as const),
  ...(['医院死亡医学证明', '医院', '死亡医学证明', '死因监测'] as const).map((w) => [w, 'hospital'] as const),
  ...(['民政殡葬', '民政', '殡葬', '火化'] as const).map((w) => [w, 'civil_affairs'] as const),
  ...(['社区上报', '社区', '村委会', '居委会'] as const).map((w) => [w, 'community'] as const),
]);
const SOURCE_CHOICES = ['公安注销户籍', '医院死亡医学证明', '民政殡葬', '社区上报'];

const column = <V>(c: ImportColumn<V>): ImportColumn<V> => c;

/** Columns of the template 死亡人口信息 (J-13), in order. */
export const deathColumns = {
  name: column<string>({
    header: '姓名',
    synonyms: ['死者姓名', '死亡人姓名'],
    required: true,
    width: 12,
    looksLike: looksLikeHanName,
    read: readNameCell,
  }),
  sex: column<`${Sex}`>({
    header: '性别',
    required: true,
    width: 8,
    choices: ['男', '女'],
    read: readChoiceCell(SEXES, ['男', '女']),
  }),
  birthDate: column<IsoDate>({
    header: '出生日期',
    synonyms: ['生日', '出生年月日'],
    required: true,
    note: '如 2024-03-01',
    looksLike: looksLikeDate,
    read: readDateCell,
  }),
  documentNumber: column<RawDocument>({
    header: '证件号码',
    synonyms: ['身份证号', '身份证号码', '证件号'],
    width: 22,
    note: '文本格式；数字格式会丢失末几位',
    looksLike: looksLikeResidentId,
    read: readDocumentNumber,
  }),
  diedOn: column<IsoDate>({
    header: '死亡日期',
    synonyms: ['死亡时间'],
    required: true,
    note: '如 2026-03-01',
    looksLike: looksLikeDate,
    read: readDateCell,
  }),
  source: column<`${DeathSource}`>({
    header: '来源',
    synonyms: ['信息来源', '数据来源'],
    required: true,
    width: 18,
    choices: SOURCE_CHOICES,
    read: readChoiceCell(SOURCES, SOURCE_CHOICES),
  }),
  certificateNumber: column<string>({
    header: '来源文号',
    synonyms: ['证明编号', '死亡证明编号', '文号'],
    required: true,
    width: 22,
    note: '死亡医学证明、户籍注销或火化证明的编号',
    read: readTextCell(40),
  }),
  residence: column<string>({
    header: '现居住地',
    synonyms: ['居住地', '现住址'],
    width: 18,
    note: '乡镇（街道）名称或9位代码',
    read: readTextCell(60),
  }),
  household: column<string>({
    header: '户籍地',
    synonyms: ['户籍地址', '户口所在地'],
    width: 18,
    note: '乡镇（街道）名称或9位代码',
    read: readTextCell(60),
  }),
};
export type DeathColumns = typeof deathColumns;
