import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import type { SpecialGroup } from '@miaoben/schedule';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { HealthFact } from '../health/health-fact.type.ts';
import { Person } from '../person/person.type.ts';
import { SpecialGroupEnum } from '../special-group/special-group.type.ts';
import {
  DECLARATION_ACTIONS,
  DECLARATION_STATES,
  type DeclarationAction,
  type DeclarationState,
} from './group-declaration.rules.ts';

export const GroupDeclarationStateEnum = enumOf(DECLARATION_STATES);
registerEnumType(GroupDeclarationStateEnum, {
  name: 'GroupDeclarationState',
  description:
    'declared 待核对; withdrawn 已撤回; confirmed 已确认: a health fact holds by it; dismissed 未采信; ended 已结束',
});
export const GroupDeclarationActionEnum = enumOf(DECLARATION_ACTIONS);
registerEnumType(GroupDeclarationActionEnum, {
  name: 'GroupDeclarationAction',
  description: 'withdraw: of the family; confirm, dismiss, end, reopen: of the clinic',
});

@ObjectType({
  description:
    'A special group as the family declares it (特殊人群申报, Q-06): the schedule heeds it only once a clinic has confirmed it.',
})
export class GroupDeclaration {
  @Field(() => ID)
  id!: string;
  @Field(() => SpecialGroupEnum)
  group!: SpecialGroup;
  @Field(() => DateScalar)
  since!: string;
  @Field(() => DateScalar, { nullable: true, description: 'of a pregnancy: the day of birth as expected' })
  expectedEnd!: string | null;
  @Field(() => String, { nullable: true, description: 'what the family adds in words' })
  note!: string | null;
  @Field(() => GroupDeclarationStateEnum)
  state!: DeclarationState;
  @Field(() => Int)
  version!: number;
  @Field(() => HealthFact, { nullable: true, description: 'confirmed, ended: the health fact it was entered as' })
  fact!: HealthFact | null;
  @Field(() => String, { nullable: true, description: 'why it was dismissed or reopened' })
  reason!: string | null;
  @Field(() => Date)
  declaredAt!: Date;
}

@ObjectType({ description: 'A declaration that waits for the clinic.' })
export class OpenGroupDeclaration {
  @Field(() => ID)
  id!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => SpecialGroupEnum)
  group!: SpecialGroup;
  @Field(() => DateScalar)
  since!: string;
  @Field(() => Date)
  declaredAt!: Date;
}

@ObjectType()
export class OpenGroupDeclarationPage {
  @Field(() => [OpenGroupDeclaration])
  nodes!: OpenGroupDeclaration[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class DeclareGroupInput {
  @Field(() => ID, { description: 'UUIDv7, made by the client' })
  id!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => SpecialGroupEnum)
  group!: SpecialGroup;
  @Field(() => DateScalar)
  since!: string;
  @Field(() => DateScalar, { nullable: true, description: 'of a pregnancy only' })
  expectedEnd?: string | null;
  @Field(() => String, { nullable: true, description: 'at most 200 characters' })
  note?: string | null;
}

@InputType()
export class DecideGroupDeclarationInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  expectedVersion!: number;
  @Field(() => GroupDeclarationActionEnum, { description: 'confirm, dismiss, end or reopen' })
  action!: DeclarationAction;
  @Field(() => String, {
    nullable: true,
    description: 'for `confirm`: the state of the group, where there is more than one',
  })
  factCode?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'for `confirm`: first day; default: as declared' })
  since?: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: 'for `confirm` (a pregnancy needs it) and `end`: first day on which the state no longer holds',
  })
  until?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'for `dismiss`, and for `reopen` of what was confirmed; 1 to 200 characters',
  })
  reason?: string | null;
}
