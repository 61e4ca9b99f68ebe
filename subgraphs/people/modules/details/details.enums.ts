import { registerEnumType } from 'type-graphql';

export enum MaritalStatus {
  single = 'single',
  married = 'married',
  widowed = 'widowed',
  divorced = 'divorced',
}
registerEnumType(MaritalStatus, { name: 'MaritalStatus', description: '婚姻状况, after GB/T 2261.2.' });

export enum PersonType {
  resident = 'resident',
  floating = 'floating',
  temporary = 'temporary',
}
registerEnumType(PersonType, {
  name: 'PersonType',
  description: '人员类型 (J-02): 常住, 流动 or 暂住, of the place of residence.',
});

export enum HouseholdType {
  local = 'local',
  other_county = 'other_county',
  other_province = 'other_province',
  outside = 'outside',
}
registerEnumType(HouseholdType, {
  name: 'HouseholdType',
  description:
    '户籍类型 (Q-02): registered in the county of residence, in another county of the province, in another province, or outside the mainland.',
});
