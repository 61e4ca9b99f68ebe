import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum RealNameResult {
  passed = 'passed',
  failed = 'failed',
  manual = 'manual',
}
registerEnumType(RealNameResult, {
  name: 'RealNameResult',
  description: '通过, 不通过, 待人工审核 (Q-89)',
});

@ObjectType()
export class RealNameCheck {
  @Field(() => RealNameResult)
  result!: `${RealNameResult}`;
  @Field(() => Date)
  checkedAt!: Date | string;
  @Field(() => String, { description: 'who answered' })
  provider!: string;
}
