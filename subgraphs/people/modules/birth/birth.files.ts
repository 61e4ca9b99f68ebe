import { maskName } from '@miaoben/identifiers';
import type { Services } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';
import { addressOf } from '../progress/export-address.ts';
import { serveSheet } from '../progress/sheet-export.ts';
import { type BirthFilter, type BirthListRow, listBirths } from './birth.repository.ts';
import { checkedFilter } from './birth.service.ts';
import { openMother } from './birth.shape.ts';

const KIND = 'births';
const STATE: Record<BirthListRow['state'], string> = {
  filed: '已建档',
  pushed: '已推送',
  pulled: '已提前转入',
  returned: '已退回',
  cancelled: '已作废',
};
const SEX = { M: '男', F: '女', U: '不详' } as const;
const RESULT = { positive: '阳性', negative: '阴性', untested: '未检测' } as const;

/** Query.birthsExportUrl. */
export const birthExportUrl = (ctx: PeopleCtx, filter: BirthFilter): string =>
  addressOf(ctx, KIND, 'Query.birthsExportUrl', checkedFilter(filter));

/** Serves lists of birth files as .xlsx; names are masked. */
export function serveBirths(services: Services): void {
  serveSheet<BirthFilter, BirthListRow>(services, {
    kind: KIND,
    title: '产科档案',
    columns: [
      ['姓名', 14],
      ['性别', 6],
      ['出生日期', 12],
      ['出生时间', 10],
      ['出生体重(克)', 12],
      ['孕周', 8],
      ['胎次', 8],
      ['母亲', 14],
      ['母亲HBsAg', 12],
      ['母亲抗-HBs', 12],
      ['产科单位', 30],
      ['转归单位', 30],
      ['建档日期', 12],
      ['自动推送日期', 14],
      ['状态', 12],
    ],
    page: listBirths,
    key: (row) => [row.filed_on, row.person_id],
    cells: (b, names) => [
      maskName(b.name),
      SEX[b.sex],
      b.birth_date,
      b.birth_time,
      b.birth_weight_g,
      b.gestation_weeks,
      b.birth_order,
      maskName(openMother(services.keyring, b.mother_sealed).name),
      b.hbsag && RESULT[b.hbsag],
      b.anti_hbs && RESULT[b.anti_hbs],
      names.get(b.obstetric_unit) ?? '',
      names.get(b.destination_unit) ?? '',
      b.filed_on,
      b.push_on,
      STATE[b.state],
    ],
  });
}
