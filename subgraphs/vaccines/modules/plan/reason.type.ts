import { type Reason as EngineReason, explain } from '@miaoben/schedule';
import { doctor } from '@miaoben/schedule/messages/zh-CN/doctor';
import { parent } from '@miaoben/schedule/messages/zh-CN/parent';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Why a dose or a date is judged so, with the rule behind it.' })
export class Reason {
  @Field(() => String, { description: 'code of a closed list' })
  code!: string;
  @Field(() => String, { description: 'id of the rule' })
  rule!: string;
  @Field(() => String, { description: 'marks of the texts the rule is from, as the reference data list them' })
  source!: string;
  @Field(() => String, { description: 'for parents, Chinese' })
  text!: string;
  @Field(() => String, { description: "in the rule's own words, Chinese" })
  doctorText!: string;
}

export function shapeReason(reason: EngineReason): Reason {
  return {
    code: reason.code,
    rule: reason.ruleId,
    source: reason.source.join(', '),
    text: explain(reason, parent),
    doctorText: explain(reason, doctor),
  };
}
