import type { SpecialGroup } from '@miaoben/schedule';
import { factCode } from '../health/fact-codes.ts';
import type { Register } from '../register/register.ts';
import { type SpecialRow, specialRows } from './special-group.repository.ts';
import { codesOfGroup, membershipOf } from './special-group.rules.ts';

const GROUPS: Record<SpecialGroup, string> = { pregnant: '孕妇', immunocompromised: '免疫力低下' };
/** States that stand in the file of people and are not entered as facts. */
const STATES: Record<string, string> = {
  HIV_INFECTED: 'HIV 感染（无症状）',
  HIV_INFECTED_SYMPTOMATIC: 'HIV 感染（有症状）',
  COMPLEMENT_DEFICIENCY: '补体缺陷',
};

/** 特殊人群登记表. */
export const specialRegister: Register<{ group: SpecialGroup | null }, SpecialRow> = {
  kind: 'special-groups',
  title: '特殊人群登记表',
  headers: [
    ['姓名', 14],
    ['出生日期', 12],
    ['居住地区划', 14],
    ['管理单位', 30],
    ['类别', 20],
    ['健康情况', 40],
    ['到期', 12],
  ],
  page: (em, { clock }, { reach, filter }, after, limit) =>
    specialRows(
      em,
      reach,
      codesOfGroup(filter.group),
      clock.today(),
      after && [after.division, after.birth_date, after.person_id],
      limit,
    ),
  cells: (row, about, { clock }) => {
    const { groups, states, until } = membershipOf(row, clock.today());
    return [
      about.name,
      row.birth_date,
      row.division,
      about.organisation(row.managing_org_id),
      groups.map((g) => GROUPS[g]).join('、'),
      states.map((code) => factCode(code)?.name ?? STATES[code] ?? code).join('、'),
      until,
    ];
  },
};
