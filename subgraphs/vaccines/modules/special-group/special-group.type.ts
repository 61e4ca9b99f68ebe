import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { SPECIAL_GROUP_NAMES, type SpecialGroup } from '@miaoben/schedule';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Person } from '../person/person.type.ts';

export const SpecialGroupEnum = enumOf(SPECIAL_GROUP_NAMES);
registerEnumType(SpecialGroupEnum, {
  name: 'SpecialGroup',
  description: '特殊人群 (Q-06): pregnant 孕妇; immunocompromised 免疫力低下者',
});

@ObjectType({ description: 'Somebody of a special group, and by which health states.' })
export class SpecialGroupMember {
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => [SpecialGroupEnum])
  groups!: SpecialGroup[];
  @Field(() => [String], { description: 'codes of the states that hold today' })
  states!: string[];
  @Field(() => DateScalar, {
    nullable: true,
    description: 'first day on which none of them holds; null: no end is known',
  })
  until!: string | null;
}

@ObjectType()
export class SpecialGroupPage {
  @Field(() => [SpecialGroupMember])
  nodes!: SpecialGroupMember[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
