import type { HouseholdType, MaritalStatus, PersonType } from '../details/details.enums.ts';
import type { RegistrationState, Sex } from './person.enums.ts';

/** Codes of a file as a sheet writes them. */
export const STATE_WORDS: Readonly<Record<`${RegistrationState}`, string>> = {
  active: '在册',
  moved_out: '已迁出',
  lost_to_follow_up: '失访',
  nominal: '空挂户',
  dead: '死亡',
  cancelled: '已注销',
};
export const SEX_WORDS: Readonly<Record<`${Sex}`, string>> = { M: '男', F: '女', U: '不详' };
export const MARITAL_WORDS: Readonly<Record<`${MaritalStatus}`, string>> = {
  single: '未婚',
  married: '已婚',
  widowed: '丧偶',
  divorced: '离婚',
};
export const PERSON_TYPE_WORDS: Readonly<Record<`${PersonType}`, string>> = {
  resident: '常住',
  floating: '流动',
  temporary: '暂住',
};
export const HOUSEHOLD_WORDS: Readonly<Record<`${HouseholdType}`, string>> = {
  local: '本县',
  other_county: '本省外县',
  other_province: '外省',
  outside: '境外',
};
