import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FileChange } from '../history/history.type.ts';
import { Organisation, Person } from '../person/person.type.ts';
import { enumOf } from './quality.type.ts';

export const RepairStateEnum = enumOf('preparing', 'ready', 'running', 'done', 'undoing', 'undone');
registerEnumType(RepairStateEnum, {
  name: 'QualityRepairState',
  description:
    'preparing: proposals are being made; ready: to be looked at and run; running, done; undoing, undone: what nobody changed since is put back.',
});
export const RepairFileStateEnum = enumOf('ready', 'refused', 'written', 'skipped', 'restored', 'kept');
registerEnumType(RepairFileStateEnum, {
  name: 'QualityRepairFileState',
  description:
    'ready: proposed; refused: cannot be put right at once, see reason; written; skipped: changed between preview and run; restored: put back; kept: changed since, so it stays.',
});

@ObjectType({
  description: 'Files put right at once (批量修正, S-41): previewed, run in the background, undone within 24 hours.',
})
export class RepairBatch {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  rule!: string;
  @Field(() => String)
  ruleTitle!: string;
  @Field(() => String)
  ruleTitleEn!: string;
  @Field(() => Organisation, { nullable: true, description: 'null: all units of the area' })
  clinic!: Organisation | null;
  @Field(() => RepairStateEnum)
  state!: keyof typeof RepairStateEnum;
  @Field(() => Int, { description: 'files that broke the rule when it was asked for' })
  total!: number;
  @Field(() => Int, { description: 'files something is proposed for' })
  ready!: number;
  @Field(() => Int)
  refused!: number;
  @Field(() => Int)
  written!: number;
  @Field(() => Int)
  skipped!: number;
  @Field(() => Int)
  restored!: number;
  @Field(() => Int)
  kept!: number;
  @Field(() => Date)
  askedAt!: Date;
  @Field(() => Date, { nullable: true })
  ranAt!: Date | null;
  @Field(() => Date, { nullable: true, description: 'null when there is nothing to undo' })
  undoUntil!: Date | null;
}
@ObjectType()
export class RepairBatchPage {
  @Field(() => [RepairBatch])
  nodes!: RepairBatch[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'One file of a batch.' })
export class RepairFile {
  @Field(() => ID, { description: 'of the file' })
  id!: string;
  @Field(() => Person, { nullable: true, description: 'null when it has left the area' })
  person!: Person | null;
  @Field(() => RepairFileStateEnum)
  state!: keyof typeof RepairFileStateEnum;
  @Field(() => String, {
    nullable: true,
    description:
      'name_unreadable, document_says_nothing, no_successor, still_wrong, gone (it breaks the rule no longer), changed (meanwhile, by somebody)',
  })
  reason!: string | null;
  @Field(() => [FileChange], { description: 'before and after' })
  changes!: FileChange[];
}
@ObjectType()
export class RepairFilePage {
  @Field(() => [RepairFile])
  nodes!: RepairFile[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
