import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';
import { CollectionRuleCount } from './batch.type.ts';

export enum ProblemState {
  open = 'open',
  planned = 'planned',
  repaired = 'repaired',
  verified = 'verified',
  dropped = 'dropped',
}
registerEnumType(ProblemState, {
  name: 'QualityProblemState',
  description:
    'open → planned → repaired (the next check no longer finds it) → verified (the batch is taken); dropped with a batch that is withdrawn.',
});

@ObjectType({ description: 'Checks of one day and licence type (校验日报).' })
export class QualityDay {
  @Field(() => DateScalar)
  day!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String, { description: 'Name of the licence type, zh-CN.' })
  typeName!: string;
  @Field(() => Int)
  batches!: number;
  @Field(() => Int)
  taken!: number;
  @Field(() => Int)
  refused!: number;
  @Field(() => Int, { description: 'Files that could not be read.' })
  failed!: number;
  @Field(() => Int)
  rowsRead!: number;
  @Field(() => Int)
  rowsWrong!: number;
  @Field(() => [CollectionRuleCount])
  byRule!: CollectionRuleCount[];
  @Field(() => Int, { description: 'Licences sent one by one that were taken.' })
  singlesTaken!: number;
  @Field(() => Int)
  singlesRefused!: number;
}

@ObjectType({ description: 'Quality of what was collected in a period (J-52).' })
export class QualityReport {
  @Field(() => DateScalar)
  from!: string;
  @Field(() => DateScalar)
  to!: string;
  @Field(() => [QualityDay])
  days!: QualityDay[];
  @Field(() => String, { description: 'Daily checks, ledger and coverage as .xlsx; five minutes.' })
  fileUrl!: string;
}

@ObjectType({ description: 'A rule that a batch broke, from finding to verified repair (问题清单, 提质台账).' })
export class QualityProblem {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String, { description: 'Name of the licence type, zh-CN.' })
  typeName!: string;
  @Field(() => ID)
  batchId!: string;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => String)
  rule!: string;
  @Field(() => Int)
  rows!: number;
  @Field(() => ProblemState)
  state!: ProblemState;
  @Field(() => String, { nullable: true })
  plan!: string | null;
  @Field(() => DateScalar, { nullable: true })
  dueOn!: string | null;
  @Field(() => Date)
  openedAt!: Date;
  @Field(() => Date, { nullable: true })
  repairedAt!: Date | null;
  @Field(() => Date, { nullable: true })
  verifiedAt!: Date | null;
}
@ObjectType()
export class QualityProblemPage {
  @Field(() => [QualityProblem])
  nodes!: QualityProblem[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
