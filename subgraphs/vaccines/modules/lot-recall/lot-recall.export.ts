import type { Em } from '@miaoben/kernel';
import { catalogueOn } from '../catalogue/catalogue.ts';
import type { Register } from '../register/register.ts';
import { type RecalledDoseRow, recalledDoses } from './lot-recall.repository.ts';

/** Which lot, with the series its vaccine belongs to. */
export interface RecallFilter {
  readonly productId: string;
  readonly number: string;
  readonly series: readonly string[];
}

/** Children with a dose of a recalled lot (召回批号受种者名单). */
export const recallRegister: Register<RecallFilter, RecalledDoseRow> = {
  kind: 'lot-recall',
  title: '召回批号受种者名单',
  headers: [
    ['姓名', 14],
    ['出生日期', 12],
    ['居住地区划', 14],
    ['管理单位', 30],
    ['疫苗', 30],
    ['批号', 16],
    ['接种日期', 12],
    ['接种单位', 30],
    ['补种可种日期', 14],
  ],
  page: (em: Em, _services, { reach, filter }, after, limit) =>
    recalledDoses(em, filter, reach, after && [after.division, after.person_id, after.dose_id], limit),
  async cells(row, about, { orm, clock }, { number }) {
    const catalogue = await catalogueOn(orm, clock.today());
    return [
      about.name,
      row.birth_date,
      row.division,
      about.organisation(row.managing_org_id),
      catalogue.vaccines.get(row.vaccine)?.name ?? row.vaccine,
      number,
      row.given_on,
      about.organisation(row.clinic_id),
      row.due_from,
    ];
  },
};
