import type { NotGivenReason } from '../not-given/not-given.type.ts';
import { nameOfSeries } from '../plan/series-name.ts';
import type { Register } from '../register/register.ts';
import { type DueFilter, type DueStatus, dueItems, type ListedDue } from './due.repository.ts';
import { dueStatusOn } from './due.rules.ts';

const STATUS: Record<DueStatus, string> = { due: '应种', overdue: '逾期', not_yet: '未到' };
const REASON: Record<NotGivenReason, string> = {
  contraindicated: '禁忌',
  preterm_low_weight: '早产或低体重',
  critically_ill: '危重',
  refused: '拒绝',
  no_stock: '无疫苗',
  missed: '漏种',
  born_outside: '外地或院外出生',
  other: '其他',
};

/** 查漏补种情况登记表. */
export const dueRegister: Register<DueFilter, ListedDue> = {
  kind: 'due-list',
  title: '查漏补种情况登记表',
  headers: [
    ['姓名', 14],
    ['出生日期', 12],
    ['居住地区划', 14],
    ['管理单位', 30],
    ['疫苗', 30],
    ['剂次', 8],
    ['情况', 8],
    ['可种日期', 12],
    ['推荐日期', 12],
    ['逾期起', 12],
    ['最晚日期', 12],
    ['未接种原因', 20],
  ],
  page: (em, { clock }, { reach, filter }, after, limit) =>
    dueItems(
      em,
      reach,
      clock.today(),
      filter,
      after && [after.division, after.earliest, after.person_id, after.series],
      limit,
    ),
  cells: (row, about, { clock }) => [
    about.name,
    row.birth_date,
    row.division,
    about.organisation(row.clinic_id),
    nameOfSeries(row.series),
    row.dose,
    STATUS[dueStatusOn(row, clock.today())],
    row.earliest,
    row.recommended,
    row.overdue_from,
    row.latest,
    row.not_given ? REASON[row.not_given.reason] : null,
  ],
};
