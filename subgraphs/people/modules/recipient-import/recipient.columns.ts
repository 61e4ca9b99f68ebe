import {
  type DocumentType,
  ethnicityNames,
  ethnicityWords,
  type IsoDate,
  normaliseText,
  parseDocument,
  parseResidentId,
} from '@miaoben/identifiers';
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
import type { ImportColumn, Reading } from '@miaoben/kernel/imports/define';
import { identifierFinding } from '@miaoben/kernel/imports/messages';
import type { HouseholdType, MaritalStatus, PersonType } from '../details/details.enums.ts';
import type { GuardianRelation, Sex } from '../person/person.enums.ts';
import { BIRTH_WEIGHT_G } from '../person/person.rules.ts';

/** 性别 as it is written in lists. */
export const SEXES = new Map<string, `${Sex}`>([
  ...(['男', '男性', 'm', 'male', '1'] as const).map((w) => [w, 'M'] as const),
  ...(['女', '女性', 'f', 'female', '2'] as const).map((w) => [w, 'F'] as const),
  ...(['未知', '未知的性别', '未说明', '0', '9'] as const).map((w) => [w, 'U'] as const),
]);
const RELATIONS = new Map<string, `${GuardianRelation}`>([
  ...(['母亲', '母', '妈妈', '母子', '母女', 'mother'] as const).map((w) => [w, 'mother'] as const),
  ...(['父亲', '父', '爸爸', '父子', '父女', 'father'] as const).map((w) => [w, 'father'] as const),
  ...(
    [
      '其他',
      '祖父',
      '祖母',
      '爷爷',
      '奶奶',
      '外祖父',
      '外祖母',
      '外公',
      '外婆',
      '姥姥',
      '姥爷',
      '监护人',
      'other',
    ] as const
  ).map((w) => [w, 'other'] as const),
]);
/** 母亲HBsAg → condition of the schedule; null: negative, nothing to note. */
const HBSAG = new Map<string, string | null>([
  ...(['阳性', '阳', '+', '(+)', 'positive', '1'] as const).map((w) => [w, 'HBSAG_POS_MOTHER'] as const),
  ...(['不详', '未知', '未查', 'unknown', '9'] as const).map((w) => [w, 'HBSAG_UNKNOWN_MOTHER'] as const),
  ...(['阴性', '阴', '-', '(-)', 'negative', '0', '2'] as const).map((w) => [w, null] as const),
]);

/** A document number as typed: which rule it must meet is known only with its type, in `check`. */
export interface RawDocument {
  text: string | number;
}
export function readDocumentNumber(cell: string | number | boolean): Reading<RawDocument> {
  if (typeof cell === 'boolean') return { finding: { code: 'format' } };
  // A number beyond 15 digits has lost some on the way through the spreadsheet; nothing brings them back.
  if (typeof cell === 'number' && cell > 999_999_999_999_999) return { finding: { code: 'digits_lost' } };
  const { text } = normaliseText(String(cell));
  if (looksLikeHanName(text)) return { finding: { code: 'format', message: '不是证件号码' } };
  return { value: { text: typeof cell === 'number' ? String(cell) : cell } };
}

function readWeight(cell: string | number | boolean): Reading<number> {
  const text = cellText(cell).replace(/(?:克|g)$/iu, '');
  const kilograms = /^\d{1,2}(?:\.\d{1,3})?(?:kg|千克|公斤)?$/iu.test(text) && Number.parseFloat(text) < 20;
  const grams = kilograms ? Math.round(Number.parseFloat(text) * 1_000) : Number(text);
  if (!Number.isInteger(grams)) return { finding: { code: 'format', message: '出生体重应为克数' } };
  if (grams < BIRTH_WEIGHT_G.min || grams > BIRTH_WEIGHT_G.max) return { finding: { code: 'out_of_range' } };
  return kilograms
    ? { value: grams, finding: { code: 'out_of_range', message: `按千克读作${grams}克`, severity: 'warning' } }
    : { value: grams };
}

const column = <V>(c: ImportColumn<V>): ImportColumn<V> => c;

const basicColumns = {
  name: column<string>({
    header: '姓名',
    synonyms: ['儿童姓名', '受种者姓名', '宝宝姓名'],
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
    looksLike: (t) => SEXES.has(t.toLowerCase()) && !/^\d$/.test(t),
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
  documentType: column<DocumentType>({
    header: '证件类型',
    note: '不填按居民身份证处理',
    width: 18,
    choices: documentTypeChoices,
    looksLike: (t) => documentTypeWords.has(t.toLowerCase()) && !/^\d+$/.test(t),
    read: readChoiceCell(documentTypeWords, documentTypeChoices),
  }),
  documentNumber: column<RawDocument>({
    header: '证件号码',
    synonyms: ['身份证号', '身份证号码', '身份证', '证件号', '儿童身份证号'],
    width: 22,
    note: '文本格式；数字格式会丢失末几位',
    looksLike: looksLikeResidentId,
    read: readDocumentNumber,
  }),
  ethnicity: column<string>({
    header: '民族',
    width: 10,
    choices: ethnicityNames,
    looksLike: (t) => /族$/u.test(t) && ethnicityWords.has(t),
    read: readChoiceCell(ethnicityWords, ethnicityNames),
  }),
  guardianName: column<string>({
    header: '监护人姓名',
    synonyms: ['监护人', '家长姓名', '母亲姓名'],
    width: 12,
    looksLike: looksLikeHanName,
    read: readNameCell,
  }),
  guardianRelation: column<`${GuardianRelation}`>({
    header: '监护人关系',
    synonyms: ['与儿童关系', '关系'],
    width: 12,
    choices: ['母亲', '父亲', '其他'],
    looksLike: (t) => RELATIONS.has(t),
    read: readChoiceCell(RELATIONS, ['母亲', '父亲', '其他']),
  }),
  guardianPhone: column<string>({
    header: '监护人手机',
    synonyms: ['监护人电话', '联系电话', '手机', '手机号', '手机号码', '电话'],
    width: 16,
    looksLike: looksLikePhone,
    read: readPhoneCell,
  }),
  residence: column<string>({
    header: '现居住地',
    synonyms: ['居住地', '现住址', '乡镇', '居住乡镇'],
    required: true,
    width: 18,
    note: '乡镇（街道）名称或9位代码',
    looksLike: (t) => /[乡镇]$|街道|办事处$|^63\d{7}(?:\d{3})?$/u.test(t),
    read: readTextCell(60),
  }),
  address: column<string>({ header: '详细地址', synonyms: ['家庭住址', '地址'], width: 30, read: readTextCell(200) }),
  managingUnit: column<string>({
    header: '建档单位',
    synonyms: ['建档单位编码', '管理单位'],
    width: 18,
    note: '单位名称或12位编码；不填为本单位',
    read: readTextCell(100),
  }),
  birthWeight: column<number>({
    header: '出生体重',
    synonyms: ['出生体重克', '体重'],
    note: '克，如 3250',
    width: 10,
    read: readWeight,
  }),
  motherHbsag: column<string | null>({
    header: '母亲HBsAg',
    synonyms: ['母亲乙肝表面抗原', '母亲HBsAg结果'],
    width: 12,
    choices: ['阴性', '阳性', '不详'],
    read: readChoiceCell(HBSAG, ['阴性', '阳性', '不详']),
  }),
};
const words = <V extends string>(pairs: readonly (readonly [V, ...string[]])[]) =>
  new Map(pairs.flatMap(([value, ...named]) => named.map((word): [string, V] => [word, value])));
const MARITAL = words<`${MaritalStatus}`>([
  ['single', '未婚', '10', 'single'],
  ['married', '已婚', '20', '21', '22', '23', 'married'],
  ['widowed', '丧偶', '30', 'widowed'],
  ['divorced', '离婚', '离异', '40', 'divorced'],
]);
const PERSON_TYPES = words<`${PersonType}`>([
  ['resident', '常住', '常住人口', 'resident'],
  ['floating', '流动', '流动人口', 'floating'],
  ['temporary', '暂住', '临时', '临时居住', 'temporary'],
]);
const HOUSEHOLDS = words<`${HouseholdType}`>([
  ['local', '本县', '本地', '本区县', 'local'],
  ['other_county', '本省外县', '省内外县', '省内', 'other_county'],
  ['other_province', '外省', '省外', 'other_province'],
  ['outside', '境外', '港澳台及境外', 'outside'],
]);

/** 户籍、婚姻、出生和紧急联系人: optional, after the basic columns. */
const detailColumns = {
  householdType: column<`${HouseholdType}`>({
    header: '户籍类型',
    synonyms: ['户口类型'],
    width: 12,
    choices: ['本县', '本省外县', '外省', '境外'],
    note: '不填时按身份证号和现居住地识别',
    read: readChoiceCell(HOUSEHOLDS, ['本县', '本省外县', '外省', '境外']),
  }),
  personType: column<`${PersonType}`>({
    header: '人员类型',
    synonyms: ['居住类型'],
    width: 10,
    choices: ['常住', '流动', '暂住'],
    read: readChoiceCell(PERSON_TYPES, ['常住', '流动', '暂住']),
  }),
  maritalStatus: column<`${MaritalStatus}`>({
    header: '婚姻状况',
    width: 10,
    choices: ['未婚', '已婚', '丧偶', '离婚'],
    read: readChoiceCell(MARITAL, ['未婚', '已婚', '丧偶', '离婚']),
  }),
  birthHospital: column<string>({ header: '出生医院', width: 20, read: readTextCell(100) }),
  birthCertificate: column<string>({
    header: '出生医学证明编号',
    synonyms: ['出生证明号', '出生证编号'],
    width: 18,
    note: '字母加9位数字',
    read: readBirthCertificate,
  }),
  emergencyName: column<string>({ header: '紧急联系人', width: 12, read: readNameCell }),
  emergencyPhone: column<string>({ header: '紧急联系人电话', width: 16, read: readPhoneCell }),
};

function readBirthCertificate(cell: string | number | boolean): Reading<string> {
  const read = parseDocument('BIRTH_CERTIFICATE', typeof cell === 'boolean' ? '' : cell);
  return read.ok ? { value: read.value.number } : { finding: identifierFinding(read) };
}

/** Columns of the template 受种者, in order. */
export const recipientColumns = { ...basicColumns, ...detailColumns };
export type RecipientColumns = typeof recipientColumns;

/** The document of a row as it is stored, or what is wrong with it. */
export function readDocument(
  type: DocumentType | undefined,
  raw: RawDocument,
  today: IsoDate,
): Reading<{ type: DocumentType; number: string; birthDate?: IsoDate; sex?: string }> {
  // Without a type: an ID number, or the birth certificate of a newborn.
  const guess = /^[A-Za-z]\d{9}$/.test(String(raw.text).trim()) ? 'BIRTH_CERTIFICATE' : 'RESIDENT_ID';
  const parsed = parseDocument(type ?? guess, raw.text, today);
  if (parsed.ok) return { value: parsed.value };
  const finding = identifierFinding(parsed);
  const corrected = type === undefined || type === 'RESIDENT_ID' ? correctedId(String(raw.text), today) : undefined;
  return { finding: corrected === undefined ? finding : { ...finding, suggestion: corrected } };
}

/** An ID number typed with O for 0 or l for 1: the same number in digits, if that is right. */
function correctedId(text: string, today: IsoDate): string | undefined {
  const digits = normaliseText(text).text.replace(/[Oo]/g, '0').replace(/[lI|]/g, '1');
  const parsed = parseResidentId(digits, today);
  return parsed.ok ? parsed.value.number : undefined;
}
