import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { prepareRepair, readRepair, readRepairFiles, readRepairs, runRepair, undoRepair } from './repair.service.ts';
import { RepairBatch, RepairBatchPage, RepairFilePage, RepairFileStateEnum } from './repair.type.ts';

@Resolver()
export class RepairResolver {
  @Query(() => RepairBatch, { description: 'One of the caller’s batches. Errors: FORBIDDEN; NOT_FOUND.' })
  qualityRepair(@Arg('id', () => ID) id: string, @Ctx() ctx: PeopleCtx): Promise<RepairBatch> {
    return readRepair(ctx, id);
  }

  @Query(() => RepairBatchPage, { description: 'The caller’s batches, newest first. Errors: FORBIDDEN.' })
  qualityRepairs(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RepairBatchPage> {
    return readRepairs(ctx, first, after);
  }

  @Query(() => RepairFilePage, { description: 'Files of a batch with before and after. Errors: FORBIDDEN; NOT_FOUND.' })
  qualityRepairFiles(
    @Arg('id', () => ID) id: string,
    @Arg('state', () => RepairFileStateEnum, { nullable: true }) state: keyof typeof RepairFileStateEnum | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RepairFilePage> {
    return readRepairFiles(ctx, id, state, first, after);
  }

  @Mutation(() => RepairBatch, {
    description:
      'Makes proposals for all files of the caller’s area or clinic that break a rule, in the background; nothing is changed yet. Errors: FORBIDDEN; BAD_INPUT rule (unknown_code: none is proposed for it), clinic; CONFLICT wrong_state when no file breaks it.',
  })
  prepareRepair(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('rule', () => ID) rule: string,
    @Arg('clinic', () => ID, { nullable: true }) clinic: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RepairBatch> {
    return prepareRepair(ctx, commandId, { rule, clinic: clinic ?? null });
  }

  @Mutation(() => RepairBatch, {
    description:
      'Writes what was proposed, in the background; each file keeps its history. Errors: FORBIDDEN; NOT_FOUND; CONFLICT wrong_state when it is not ready or nothing is proposed.',
  })
  runRepair(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RepairBatch> {
    return runRepair(ctx, commandId, id);
  }

  @Mutation(() => RepairBatch, {
    description:
      'Puts back what nobody changed since; the rest is named. Errors: FORBIDDEN; NOT_FOUND; CONFLICT wrong_state when it did not run, expired after 24 hours.',
  })
  undoRepair(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RepairBatch> {
    return undoRepair(ctx, commandId, id);
  }
}
