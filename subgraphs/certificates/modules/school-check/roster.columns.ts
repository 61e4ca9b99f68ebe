import type { Sex } from '@miaoben/identifiers';
import {
  cellText,
  documentTypeChoices,
  documentTypeWords,
  looksLikeDate,
  looksLikeHanName,
  looksLikePhone,
  looksLikeResidentId,
  readChoiceCell,
  readDateCell,
  readNameCell,
  readPhoneCell,
  readTextCell,
} from '@miaoben/kernel/imports/cells';
import type { ImportColumn, Reading, Values } from '@miaoben/kernel/imports/define';
import { messageOf } from '@miaoben/kernel/imports/messages';

const SEXES: ReadonlyMap<string, Sex> = new Map([
  ['男', 'M'],
  ['男性', 'M'],
  ['m', 'M'],
  ['1', 'M'],
  ['女', 'F'],
  ['女性', 'F'],
  ['f', 'F'],
  ['2', 'F'],
]);
const ENTRY_TYPES = ['入托', '入园', '入学', '转学', '插班'];
/** Digits a spreadsheet keeps of a number. */
const EXACT_DIGITS = 15;

/** A number of more than 15 digits has lost its last ones in the spreadsheet. */
function readNumberAsTyped(cell: string | number | boolean): Reading<string> {
  if (typeof cell === 'number' && String(Math.trunc(Math.abs(cell))).length > EXACT_DIGITS)
    return { finding: { code: 'digits_lost', message: messageOf('digits_lost') } };
  return { value: cellText(cell) };
}

/** Columns of a class list. */
export const rosterColumns = {
  serial: {
    header: '序号',
    synonyms: ['编号', '行号'],
    width: 6,
    read: readTextCell(20),
  } satisfies ImportColumn<string>,
  studentNumber: {
    header: '学籍号',
    synonyms: ['学号', '学籍辅号', '全国学籍号'],
    width: 22,
    read: readNumberAsTyped,
  } satisfies ImportColumn<string>,
  name: {
    header: '姓名',
    synonyms: ['学生姓名', '儿童姓名', '幼儿姓名', '名字'],
    required: true,
    looksLike: looksLikeHanName,
    read: readNameCell,
  } satisfies ImportColumn<string>,
  sex: {
    header: '性别',
    width: 6,
    choices: ['男', '女'],
    read: readChoiceCell(SEXES, ['男', '女']),
  } satisfies ImportColumn<Sex>,
  birthDate: {
    header: '出生日期',
    synonyms: ['出生年月日', '出生年月', '生日'],
    required: true,
    note: '如 2020-03-01',
    looksLike: looksLikeDate,
    read: readDateCell,
  } satisfies ImportColumn<string>,
  documentType: {
    header: '证件类型',
    synonyms: ['身份证件类型', '证件种类'],
    width: 18,
    choices: documentTypeChoices,
    read: readChoiceCell(documentTypeWords, documentTypeChoices),
  },
  documentNumber: {
    header: '证件号码',
    synonyms: ['身份证号', '身份证号码', '身份证件号码', '证件号', '公民身份号码'],
    width: 22,
    note: '单元格须为文本格式',
    looksLike: looksLikeResidentId,
    // A name here can only be in the wrong column; whether a number is right depends on its type.
    read: (cell) => (looksLikeHanName(cellText(cell)) ? { finding: { code: 'format' } } : readNumberAsTyped(cell)),
  } satisfies ImportColumn<string>,
  grade: { header: '年级', synonyms: ['所在年级'], width: 10, read: readTextCell(30) } satisfies ImportColumn<string>,
  className: {
    header: '班级',
    synonyms: ['所在班级', '班', '班别'],
    width: 10,
    read: readTextCell(30),
  } satisfies ImportColumn<string>,
  entryType: {
    header: '入学类型',
    synonyms: ['入托入学类型', '查验类型'],
    choices: ENTRY_TYPES,
    read: readChoiceCell(new Map(ENTRY_TYPES.map((t) => [t, t])), ENTRY_TYPES),
  } satisfies ImportColumn<string>,
  guardianPhone: {
    header: '监护人手机',
    synonyms: ['联系电话', '家长电话', '家长手机', '监护人电话', '手机号', '手机号码'],
    looksLike: looksLikePhone,
    read: readPhoneCell,
  } satisfies ImportColumn<string>,
};
export type RosterColumns = typeof rosterColumns;
export type RosterValues = Values<RosterColumns>;
