import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { vaccines } from '@miaoben/seeds/reference/vaccines';
import { REPORT_SLOTS } from '../coverage/coverage.measures.ts';
import type { Household } from './recipient.rules.ts';

export const REPORT_KINDS = ['caught_up', 'by_birth_year', 'household_share'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export const GROUPINGS = ['division', 'period', 'birth_year', 'household', 'vaccine'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface ReportColumn {
  readonly key: string;
  /** zh-CN, as the sheet has it */
  readonly name: string;
  /** what is counted */
  readonly definition: string;
}
export interface ReportDefinition {
  readonly name: string;
  readonly source: string;
  /** what its rows may stand for */
  readonly by: readonly Grouping[];
}

export const REPORTS: Readonly<Record<ReportKind, ReportDefinition>> = {
  caught_up: {
    name: '分年度分地区查漏补种统计',
    source: '需求 2.2.3 分年度分地区查漏补种统计；应种月龄按免疫规划程序，补种指晚于及时接种期限的计入剂次',
    by: ['division', 'period', 'birth_year', 'household', 'vaccine'],
  },
  by_birth_year: {
    name: '分年度分地区接种情况统计',
    source: '需求 2.2.3 分年度/分地区接种情况统计：出生年 × 地区',
    by: ['division', 'household', 'vaccine'],
  },
  household_share: {
    name: '户籍类型占比统计',
    source: '需求 2.2.3 户籍类型占比统计：各户籍类型受种人数占合计的比例',
    by: ['division', 'birth_year'],
  },
};

export const CAUGHT_UP: readonly ReportColumn[] = [
  {
    key: 'caught_up',
    name: '补种剂次',
    definition: '在册儿童晚于及时接种期限接种、计入接种率的剂次，按接种日期和出生日期筛选；居住地为现居住乡镇',
  },
  {
    key: 'missing',
    name: '尚未补种剂次',
    definition: '截至统计日出生月份已达应种月龄、尚无该剂次的在册儿童（每剂次计一次）；不按接种日期筛选',
  },
];
export const CAUGHT_UP_RATE = '补种率 = 补种剂次 ÷（补种剂次 + 尚未补种剂次）';

export const HOUSEHOLD_NAMES: Readonly<Record<Household, string>> = {
  local: '本县户籍',
  other_county: '本省外县户籍',
  other_province: '外省户籍',
  outside: '港澳台及境外',
  unknown: '户籍类型未登记',
};
export const PEOPLE =
  '至少接种过一剂（选定年度的为该年度内）的受种者，按其现户籍类型；注销档案不计。比例为占本行合计的比例';
export const GIVEN = '该出生年受种者的接种剂次（含非免疫规划疫苗），按现居住乡镇；作废的剂次和注销档案不计';

const slotNames: ReadonlyMap<string, string> = new Map(REPORT_SLOTS.map(({ slot, name }) => [slot, name]));
let known: ReadonlyMap<string, string> | undefined;
/** zh-CN name of a vaccine code, a class of vaccines (大类, two digits) or a dose of the programme. */
export function itemName(item: string): string {
  known ??= new Map(
    vaccines().flatMap(
      (v) =>
        [
          [v.code, v.name],
          [v.majorCode, v.majorName],
        ] as const,
    ),
  );
  return slotNames.get(item) ?? known.get(item) ?? item;
}
/** Classes of vaccines (大类) by code. */
export const isVaccineClass = (code: string): boolean => nipSchedule().vaccineCodes.some((v) => v.majorCode === code);
export const isSlot = (slot: string): boolean => slotNames.has(slot);
