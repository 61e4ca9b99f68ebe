import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Person } from '../person/person.type.ts';
import {
  ALL_OPERATORS,
  type QueryLogic as Logic,
  QUERY_COLUMNS,
  QUERY_FIELDS,
  type QueryColumnName,
  type QueryFieldName,
  type QueryOperatorName,
} from './query.vocabulary.ts';

const enumOf = (values: readonly string[]): Record<string, string> => Object.fromEntries(values.map((v) => [v, v]));
export const QueryField = enumOf(Object.keys(QUERY_FIELDS));
export const QueryOperator = enumOf(ALL_OPERATORS);
export const QueryLogic = enumOf(['and', 'or']);
export const QueryColumn = enumOf(QUERY_COLUMNS);
registerEnumType(QueryField, {
  name: 'QueryField',
  description: 'What a combined query may ask for. ageMonths: whole months on the day of the query; doses: how many.',
});
registerEnumType(QueryOperator, {
  name: 'QueryOperator',
  description:
    'Names: is, begins. Codes, divisions, units, conditions: in, not_in. Dates: from, to, between. Numbers, doses: at_least, at_most (numbers also between). What may be unknown: filled, empty. Bounds are included.',
});
registerEnumType(QueryLogic, { name: 'QueryLogic' });
registerEnumType(QueryColumn, { name: 'QueryColumn', description: 'What the result of a combined query can show.' });

@InputType({ description: 'Which doses are counted; what is left out counts all.' })
export class DoseWindowInput {
  @Field(() => [ID], { description: 'codes of the national vaccine table' })
  vaccines!: string[];
  @Field(() => DateScalar, { nullable: true, description: 'earliest date of vaccination' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'latest date of vaccination' })
  to?: string | null;
  @Field(() => ID, { nullable: true, description: 'unit that vaccinated' })
  clinic?: string | null;
}
@InputType()
export class QueryConditionInput {
  @Field(() => QueryField)
  field!: QueryFieldName;
  @Field(() => QueryOperator)
  operator!: QueryOperatorName;
  @Field(() => [String])
  values!: string[];
  @Field(() => DoseWindowInput, { nullable: true, description: 'of the field doses only' })
  doses?: DoseWindowInput | null;
}
@InputType()
export class QueryGroupInput {
  @Field(() => QueryLogic, { description: 'joins the conditions' })
  logic!: Logic;
  @Field(() => [QueryConditionInput])
  conditions!: QueryConditionInput[];
}
@InputType({ description: 'A combined query (组合查询, J-07): up to 10 groups, 40 conditions in all.' })
export class PersonQueryInput {
  @Field(() => ID, { nullable: true, description: 'part of the area, down to the township; left out: all of it' })
  division?: string | null;
  @Field(() => QueryLogic, { description: 'joins the groups' })
  logic!: Logic;
  @Field(() => [QueryGroupInput])
  groups!: QueryGroupInput[];
}

@ObjectType({ description: 'A file that a combined query found.' })
export class PersonQueryRow {
  @Field(() => Person)
  person!: Person;
  @Field(() => Int, { description: 'doses that stand' })
  doses!: number;
  @Field(() => DateScalar, { nullable: true })
  lastDoseOn!: string | null;
}
@ObjectType()
export class PersonQueryPage {
  @Field(() => [PersonQueryRow], { description: 'by township of residence, birth date and id' })
  nodes!: PersonQueryRow[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
@ObjectType()
export class PersonQueryCount {
  @Field(() => Int)
  files!: number;
  @Field(() => Boolean, { description: 'there are more than were counted' })
  isMore!: boolean;
}

@ObjectType()
export class DoseWindowShape {
  @Field(() => [ID])
  vaccines!: string[];
  @Field(() => DateScalar, { nullable: true })
  from!: string | null;
  @Field(() => DateScalar, { nullable: true })
  to!: string | null;
  @Field(() => ID, { nullable: true })
  clinic!: string | null;
}
@ObjectType()
export class QueryConditionShape {
  @Field(() => QueryField)
  field!: QueryFieldName;
  @Field(() => QueryOperator)
  operator!: QueryOperatorName;
  @Field(() => [String])
  values!: string[];
  @Field(() => DoseWindowShape, { nullable: true })
  doses!: DoseWindowShape | null;
}
@ObjectType()
export class QueryGroupShape {
  @Field(() => QueryLogic)
  logic!: Logic;
  @Field(() => [QueryConditionShape])
  conditions!: QueryConditionShape[];
}
@ObjectType({ description: 'A combined query that was kept (查询模板).' })
export class SavedQuery {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Boolean, { description: 'the accounts of the same unit find it too' })
  isShared!: boolean;
  @Field(() => Boolean, { description: 'the caller’s own' })
  isOwn!: boolean;
  @Field(() => Account)
  by!: Account;
  @Field(() => ID, { nullable: true })
  division!: string | null;
  @Field(() => QueryLogic)
  logic!: Logic;
  @Field(() => [QueryGroupShape])
  groups!: QueryGroupShape[];
  @Field(() => [QueryColumn])
  columns!: QueryColumnName[];
  @Field(() => Date)
  changedAt!: Date;
}
@InputType()
export class SavedQueryInput {
  @Field(() => ID, { description: 'UUIDv7 made by the client; that of an own query rewrites it' })
  id!: string;
  @Field(() => String, { description: 'up to 40 characters, once an account' })
  name!: string;
  @Field(() => Boolean)
  isShared!: boolean;
  @Field(() => PersonQueryInput)
  query!: PersonQueryInput;
  @Field(() => [QueryColumn])
  columns!: QueryColumnName[];
}
