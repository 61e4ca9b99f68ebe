import { catalogueOn } from '../catalogue/catalogue.ts';
import type { Register } from '../register/register.ts';
import { findNonConforming, type NonConformingFilter, type NonConformingRow } from './non-conforming.repository.ts';
import type { NonConformingReason } from './non-conforming.rules.ts';

const WORDS: Record<NonConformingReason, string> = {
  too_early: '未到接种时间',
  repeated: '重复接种',
  too_small: '剂量不足',
  vaccine_invalid: '疫苗失效',
  other: '其他',
};

/** 常规免疫不合格接种登记表. */
export const nonConformingRegister: Register<NonConformingFilter, NonConformingRow> = {
  kind: 'non-conforming',
  title: '常规免疫不合格接种登记表',
  headers: [
    ['姓名', 14],
    ['出生日期', 12],
    ['居住地区划', 14],
    ['接种日期', 12],
    ['疫苗', 30],
    ['接种单位', 30],
    ['不合格原因', 30],
  ],
  page: (em, _services, { reach, filter }, after, limit) =>
    findNonConforming(em, reach, filter, after && [after.given_on, after.person_id, after.dose_id], limit),
  async cells(row, about, { orm, clock }) {
    const { vaccines } = await catalogueOn(orm, clock.today());
    return [
      about.name,
      row.birth_date,
      row.division,
      row.given_on,
      vaccines.get(row.vaccine)?.name ?? row.vaccine,
      about.organisation(row.clinic_id),
      row.reasons.map((r) => WORDS[r]).join('、'),
    ];
  },
};
