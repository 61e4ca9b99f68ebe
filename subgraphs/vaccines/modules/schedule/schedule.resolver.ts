import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { latestRejudging } from './rejudging.service.ts';
import { activateSchedule, findProposal, listProposals, proposeSchedule } from './schedule.proposal.ts';
import { activeSchedule, scheduleHistory } from './schedule.service.ts';
import { Rejudging, ScheduleInfo, ScheduleProposal, ScheduleRecord } from './schedule.type.ts';

@Resolver()
export class ScheduleResolver {
  @Query(() => ScheduleInfo, { description: 'The schedule document in use, for every signed-in role.' })
  async schedule(@Ctx() ctx: VaccinesCtx): Promise<ScheduleInfo> {
    return activeSchedule(ctx);
  }

  @Query(() => [ScheduleRecord], { description: 'All schedule documents this platform has held, newest first.' })
  async scheduleHistory(@Ctx() ctx: VaccinesCtx): Promise<ScheduleRecord[]> {
    return scheduleHistory(ctx);
  }

  @Query(() => ScheduleProposal, { nullable: true, description: 'One proposal; provincial CDC only.' })
  async scheduleProposal(@Arg('id', () => ID) id: string, @Ctx() ctx: VaccinesCtx): Promise<ScheduleProposal | null> {
    return findProposal(ctx, id);
  }

  @Query(() => [ScheduleProposal], { description: 'The latest 20 proposals, newest first; provincial CDC only.' })
  async scheduleProposals(@Ctx() ctx: VaccinesCtx): Promise<ScheduleProposal[]> {
    return listProposals(ctx);
  }

  @Query(() => Rejudging, {
    nullable: true,
    description: 'The latest judging anew after a change of the schedule, running or ended; null: there was none.',
  })
  async rejudging(@Ctx() ctx: VaccinesCtx): Promise<Rejudging | null> {
    return latestRejudging(ctx);
  }

  @Mutation(() => ScheduleProposal, {
    description:
      'Announces a schedule document (JSON: the document, or `{document, layers}`); the answer names where to PUT it. It is ' +
      'read as soon as it is there. Provincial CDC only. Errors: BAD_INPUT (file_type, file_too_large, too_long), FORBIDDEN.',
  })
  async proposeSchedule(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int, { description: 'bytes' }) size: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ScheduleProposal> {
    return proposeSchedule(ctx, commandId, fileName, size);
  }

  @Mutation(() => ScheduleInfo, {
    description:
      'Puts a proposal into use at once; the affected files are judged anew in the background (`rejudging`). Provincial CDC ' +
      'only. Errors: BAD_INPUT (note required, too_long), CONFLICT wrong_state unless the proposal is ready, CONFLICT version ' +
      'when another document became active since it was read, FORBIDDEN.',
  })
  async activateSchedule(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('proposalId', () => ID) proposalId: string,
    @Arg('note', () => String) note: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ScheduleInfo> {
    return activateSchedule(ctx, commandId, proposalId, note);
  }
}
