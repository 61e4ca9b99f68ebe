import type { Measure } from './certificate-parts.rules.ts';

export interface ReportColumn {
  readonly measure: Measure;
  /** zh-CN, as the sheet has it */
  readonly name: string;
  /** what is counted */
  readonly definition: string;
}
export interface ReportDefinition {
  readonly name: string;
  readonly columns: readonly ReportColumn[];
  readonly source: string;
}

const GENERATED = {
  measure: 'generated',
  name: '生成数',
  definition: '签发日期在期间内的电子预防接种证（每次签发计一件）',
} as const;
const SEALED = { measure: 'sealed', name: '签章数', definition: '签章日期在期间内的电子预防接种证' } as const;
const RENEWED = {
  measure: 'renewed',
  name: '其中换发数',
  definition: '签发日期在期间内、替换原证的电子预防接种证',
} as const;

/** The reports: what each counts. Adding one is adding it here and to the enum. */
export const REPORTS = {
  issuance: {
    name: '发证统计',
    columns: [
      { measure: 'applied', name: '申领数', definition: '申领日期在期间内的申领（含审核中、撤回）' },
      { measure: 'approved', name: '通过数', definition: '审核日期在期间内、审核通过的申领' },
      { measure: 'refused', name: '未通过数', definition: '审核日期在期间内、审核未通过的申领' },
      { ...GENERATED, name: '发证数' },
    ],
    source: '需求 2.3.12 发证统计（按时间、地区、人群分类）',
  },
  use: {
    name: '单位用证统计',
    columns: [
      { measure: 'used', name: '用证合计', definition: '使用时间在期间内的用证次数；没有单位的为持证人本人使用' },
      { measure: 'verified', name: '核验', definition: '扫码或输入短码核验' },
      { measure: 'shown', name: '出示', definition: '持证人出示，每次出示计一次' },
      { measure: 'fetched', name: '调取', definition: '单位或系统经授权调取' },
      { measure: 'downloaded', name: '下载', definition: '下载证照文件' },
      { measure: 'printed', name: '打印', definition: '打印证照' },
    ],
    source: '需求 2.3.12 单位用证统计（按时间、地区、人群分类）',
  },
  total: {
    name: '电子证照总体统计',
    columns: [
      GENERATED,
      SEALED,
      RENEWED,
      { measure: 'revoked', name: '失效数', definition: '失效日期在期间内的电子预防接种证（含作废、注销、换发）' },
    ],
    source: '需求 2.3.12 电子证照总体统计；2.3.8 电子印章统计',
  },
  voided: {
    name: '电子证照作废量统计',
    columns: [
      { measure: 'revoked', name: '失效合计', definition: '失效日期在期间内的电子预防接种证' },
      { measure: 'revoked_issuer', name: '签发单位作废', definition: '签发单位作废的' },
      { measure: 'revoked_holder', name: '持证人注销', definition: '持证人申请注销的' },
      { measure: 'revoked_replaced', name: '换发失效', definition: '因重新签发、接种记录或个人信息变更由新证替换的' },
      { measure: 'revoked_other', name: '其他', definition: '因档案关闭或合并、疫苗批号召回、签名密钥停用失效的' },
    ],
    source: '需求 2.3.12 电子证照作废量统计（按机构）',
  },
  newborn: {
    name: '新生儿电子证照统计',
    columns: [GENERATED, SEALED, RENEWED],
    source: '需求 2.3.12 新生儿电子证照统计：签发日不足出生 28 天者。原文沿用"作废"字样，按其标题计新生儿证照数',
  },
  school: {
    name: '入托入学查验统计',
    columns: [
      { measure: 'checked', name: '查验人数', definition: '查验日期在期间内的在册学生' },
      { measure: 'certificate_seen', name: '持证人数', definition: '查验时见到预防接种证的' },
      { measure: 'complete', name: '已完成', definition: '查验结论为完成接种的' },
      { measure: 'missing_doses', name: '需补种', definition: '查验结论为需补种的' },
      { measure: 'no_file', name: '无档案', definition: '没有找到接种档案的' },
      { measure: 'postponed', name: '禁忌或暂缓', definition: '查验结论为禁忌或暂缓的' },
      { measure: 'not_yet_due', name: '未到月龄', definition: '查验结论为未到接种时间的' },
      { measure: 'rechecked', name: '复验人数', definition: '复验日期在期间内的' },
    ],
    source: '需求 2.3.12 入托入学查验统计（按机构）。原文沿用"作废"字样，按其标题计查验人数',
  },
} as const satisfies Record<string, ReportDefinition>;
export type ReportKind = keyof typeof REPORTS;

export const isReportKind = (kind: string): kind is ReportKind => Object.hasOwn(REPORTS, kind);
