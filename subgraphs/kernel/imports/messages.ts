import type { IdentifierError, IdentifierErrorCode } from '@miaoben/identifiers';
import type { InputReason } from '@miaoben/schema';
import { reasonOf } from '../reasons.ts';
import type { CellFinding, Finding, RowDraft } from './define.ts';

/** Sentences of findings, zh-CN: they stand on the screen and in the returned file. */
const BY_REASON: Partial<Record<InputReason, string>> = {
  required: '必填项为空',
  too_long: '内容过长',
  format: '格式不正确',
  check_digit: '身份证号校验位不正确，请核对每一位',
  date_impossible: '日期不存在',
  date_in_future: '日期晚于今天',
  date_before_birth: '日期早于出生日期',
  sex_differs_from_id: '性别与身份证号不一致',
  birth_date_differs_from_id: '出生日期与身份证号不一致',
  unknown_code: '不在可选范围内',
  suspicious_characters: '含有不可见或易混淆的字符',
  duplicate: '系统中已有相同记录',
  duplicate_in_file: '与本文件中其他行重复',
  possible_duplicate: '系统中有相似的记录，请选择',
  swapped_columns: '两列内容可能填反',
  recalled: '该批号已召回停用',
  digits_lost: '数字被电子表格截断，请将单元格设为文本后重新填写',
  out_of_range: '超出合理范围',
  no_match: '未找到对应的档案',
};
const BY_IDENTIFIER_CODE: Partial<Record<IdentifierErrorCode, string>> = {
  ID_LENGTH: '身份证号应为18位',
  ID_CHARACTERS: '身份证号只能由数字和末位X组成',
  ID_BIRTH_DATE: '身份证号中的出生日期不存在',
  ID_BIRTH_DATE_FUTURE: '身份证号中的出生日期晚于今天',
  ID_DIVISION: '身份证号前两位不是有效的地区',
  ID_SEQUENCE: '身份证号顺序码不正确',
  ID_WRONG_TYPE: '号码与证件类型不符',
  DOCUMENT_TYPE_UNKNOWN: '未知的证件类型',
  DOCUMENT_FORMAT: '证件号码格式与证件类型不符',
  NAME_CHARACTERS: '姓名含有不应出现的字符',
  PHONE_FORMAT: '不是有效的电话号码',
  DATE_FORMAT: '无法识别的日期，请写成2024-03-01',
  DATE_AMBIGUOUS: '日期有两种读法，请写成2024-03-01',
  DATE_TWO_DIGIT_YEAR: '年份应为4位，请写成2024-03-01',
  DATE_TOO_EARLY: '日期过早',
};

export const messageOf = (reason: InputReason): string => BY_REASON[reason] ?? '内容不正确';

/** The finding of an identifier that was refused. */
export function identifierFinding(error: IdentifierError): CellFinding {
  const code = reasonOf(error.code);
  const message = BY_IDENTIFIER_CODE[error.code] ?? messageOf(code);
  return { code, message: code === 'suspicious_characters' && error.detail ? `${message}：${error.detail}` : message };
}

/** Adds a finding to a row. */
export function addFinding(
  row: Pick<RowDraft<unknown>, 'findings'>,
  column: string | null,
  finding: CellFinding,
): void {
  const { code, message = messageOf(code), suggestion = null, severity = 'error' } = finding;
  row.findings.push({ column, code, message, suggestion, severity } satisfies Finding);
}
