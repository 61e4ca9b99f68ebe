import { parseDocument, parseResidentId } from '@miaoben/identifiers';
import {
  cellText,
  looksLikeDate,
  looksLikeHanName,
  looksLikeResidentId,
  readChoiceCell,
  readDateCell,
  reading,
  readNameCell,
  readTextCell,
} from '@miaoben/kernel/imports/cells';
import type { Columns, ImportColumn, Reading } from '@miaoben/kernel/imports/define';
import type { InjectionSite, Route } from '../dose/dose.type.ts';

const SITE_WORDS: Record<InjectionSite, readonly string[]> = {
  left_upper_arm: ['左上臂', '左臂', '左上臂三角肌', '1'],
  right_upper_arm: ['右上臂', '右臂', '右上臂三角肌', '2'],
  left_thigh: ['左大腿', '左腿', '左大腿前外侧', '3'],
  right_thigh: ['右大腿', '右腿', '右大腿前外侧', '4'],
  oral: ['口服', '5'],
  other: ['其他', '6'],
};
const ROUTE_WORDS: Record<Route, readonly string[]> = {
  IM: ['肌内注射', '肌肉注射', '肌注', 'im'],
  SC: ['皮下注射', '皮下', 'sc'],
  ID: ['皮内注射', '皮内', 'id'],
  PO: ['口服', 'po'],
  IN: ['鼻喷', '鼻腔喷雾', 'in'],
};

function choice<V extends string>(words: Record<V, readonly string[]>) {
  const entries = Object.entries(words) as [V, readonly string[]][];
  const choices = entries.map(([, [first = '']]) => first);
  const read = readChoiceCell(
    new Map(entries.flatMap(([value, all]) => all.map((word) => [word.toLowerCase(), value] as const))),
    choices,
  );
  // A site or route nobody can read is no reason to lose the dose.
  const lenient = (cell: string | number | boolean): Reading<V> => {
    const { value, finding } = read(cell);
    return finding ? { finding: { ...finding, severity: 'warning' } } : { ...(value !== undefined && { value }) };
  };
  return { read: lenient, choices };
}

/** A document number of a resident, or of a newborn's birth certificate. */
function readDocumentCell(cell: string | number | boolean): Reading<string> {
  const written = typeof cell === 'boolean' ? String(cell) : cell;
  const certificate = parseDocument('BIRTH_CERTIFICATE', written);
  if (certificate.ok) return { value: certificate.value.number };
  const id = parseResidentId(written);
  return reading(id.ok ? { ok: true, value: id.value.number } : id);
}

const text = (header: string, max: number, more: Partial<ImportColumn<string>> = {}): ImportColumn<string> => ({
  header,
  read: readTextCell(max),
  ...more,
});

const site = choice(SITE_WORDS);
const route = choice(ROUTE_WORDS);

/** Columns of the file of historic doses (补录, Q-11). */
export const columns = {
  name: {
    header: '姓名',
    synonyms: ['儿童姓名', '受种者姓名'],
    required: true,
    looksLike: looksLikeHanName,
    read: readNameCell,
  } satisfies ImportColumn<string>,
  documentNumber: {
    header: '证件号码',
    synonyms: ['身份证号', '身份证号码', '证件号', '出生医学证明编号'],
    note: '有证件号码时可不填出生日期；单元格请设为文本',
    width: 22,
    looksLike: looksLikeResidentId,
    read: readDocumentCell,
  } satisfies ImportColumn<string>,
  birthDate: {
    header: '出生日期',
    synonyms: ['生日', '出生年月日'],
    note: '没有证件号码时必填',
    width: 12,
    read: readDateCell,
  } satisfies ImportColumn<string>,
  vaccine: text('疫苗名称', 60, {
    synonyms: ['疫苗', '疫苗编码', '疫苗名称或编码', '接种疫苗'],
    required: true,
    note: '全称、简称或4位编码',
    width: 28,
  }),
  date: {
    header: '接种日期',
    synonyms: ['接种时间', '注射日期'],
    required: true,
    width: 12,
    looksLike: looksLikeDate,
    read: readDateCell,
  } satisfies ImportColumn<string>,
  lot: text('批号', 40, { synonyms: ['疫苗批号', '生产批号'], width: 14 }),
  clinic: text('接种单位', 100, { synonyms: ['接种地点', '接种机构', '单位'], width: 24 }),
  doseNumber: {
    header: '剂次',
    synonyms: ['第几剂', '针次'],
    note: '仅供核对，系统自行推算',
    read: (cell): Reading<number> => {
      const digits = /\d{1,2}/.exec(cellText(cell))?.[0];
      return digits === undefined ? { finding: { code: 'format', severity: 'warning' } } : { value: Number(digits) };
    },
  } satisfies ImportColumn<number>,
  site: {
    header: '接种部位',
    synonyms: ['部位'],
    ...site,
  } satisfies ImportColumn<InjectionSite>,
  route: {
    header: '接种途径',
    synonyms: ['途径'],
    ...route,
  } satisfies ImportColumn<Route>,
} satisfies Columns;
