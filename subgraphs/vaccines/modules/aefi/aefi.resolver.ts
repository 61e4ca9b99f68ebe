import type { Page } from '@miaoben/kernel';
import { actionsOf } from '@miaoben/kernel/transitions';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { advanceAdverseEvent } from './aefi.advance.ts';
import type { AefiAction } from './aefi.codes.ts';
import { AefiActionEnum } from './aefi.enums.ts';
import {
  AdvanceAdverseEventInput,
  AdverseEventFilterInput,
  CorrectAdverseEventInput,
  FollowUpInput,
  ReportAdverseEventInput,
} from './aefi.input.ts';
import { caseListUrl, readCase, readCases } from './aefi.read.ts';
import { correctAdverseEvent, followUpAdverseEvent, reportAdverseEvent } from './aefi.report.ts';
import { AEFI_TABLE } from './aefi.rules.ts';
import { partiesOf, seatOf } from './aefi.seat.ts';
import { shapeCase, shapeFollowUp, shapeStep, shapeSuspect, shapeSymptoms } from './aefi.shape.ts';
import {
  AdverseEvent,
  AdverseEventExpert,
  AdverseEventFollowUp,
  AdverseEventPage,
  AdverseEventStep,
  SeenSymptom,
  SuspectDose,
} from './aefi.type.ts';
import { askExpertSeat, decideExpertSeat } from './aefi-expert.service.ts';

const PAGE = 50;

@Resolver(() => AdverseEvent)
export class AefiResolver {
  @Query(() => AdverseEventPage, {
    description:
      'Suspected adverse events (疑似预防接种异常反应, Q-37) of the own clinic, or of the area of disease control, newest first. Errors: BAD_INPUT.',
  })
  adverseEvents(
    @Arg('filter', () => AdverseEventFilterInput, { nullable: true }) filter: AdverseEventFilterInput | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Page<AdverseEvent>> {
    return readCases(ctx, filter ?? {}, first ?? PAGE, after);
  }

  @Query(() => AdverseEvent, { description: 'One case (Q-37). The read is an audit line. Error: NOT_FOUND.' })
  adverseEvent(@Arg('id', () => ID) id: string, @Ctx() ctx: VaccinesCtx): Promise<AdverseEvent> {
    return readCase(ctx, id);
  }

  @Query(() => String, { description: 'Address of the same list as .xlsx, good for five minutes. Error: BAD_INPUT.' })
  adverseEventsFile(
    @Arg('filter', () => AdverseEventFilterInput, { nullable: true }) filter: AdverseEventFilterInput | null,
    @Ctx() ctx: VaccinesCtx,
  ): string {
    return caseListUrl(ctx, filter ?? {});
  }

  @Mutation(() => AdverseEvent, {
    description:
      'Reports a suspected adverse event after doses of a person. What a family tells waits for the clinic. Errors: FORBIDDEN out of reach; BAD_INPUT with the field below input.content; CONFLICT duplicate.',
  })
  reportAdverseEvent(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ReportAdverseEventInput) input: ReportAdverseEventInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEvent> {
    return reportAdverseEvent(ctx, commandId, input);
  }

  @Mutation(() => AdverseEvent, {
    description:
      'Corrects a card; what it said stays in the history. Errors: NOT_FOUND; FORBIDDEN; BAD_INPUT by field, input.content no_match when nothing differs; CONFLICT version, wrong_state.',
  })
  correctAdverseEvent(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => CorrectAdverseEventInput) input: CorrectAdverseEventInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEvent> {
    return correctAdverseEvent(ctx, commandId, input);
  }

  @Mutation(() => AdverseEvent, {
    description:
      'Takes a case a step further by the table of states. Errors: NOT_FOUND; FORBIDDEN for another party’s step, and for a cause that only the experts give; BAD_INPUT input.action, input.reason, input.cause, input.desk; CONFLICT version, wrong_state.',
  })
  advanceAdverseEvent(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceAdverseEventInput) input: AdvanceAdverseEventInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEvent> {
    return advanceAdverseEvent(ctx, commandId, input);
  }

  @Mutation(() => AdverseEvent, {
    description:
      'Notes how the person was at a later day (随访). Errors: NOT_FOUND; FORBIDDEN; BAD_INPUT by field; CONFLICT wrong_state.',
  })
  followUpAdverseEvent(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => FollowUpInput) input: FollowUpInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEvent> {
    return followUpAdverseEvent(ctx, commandId, input);
  }

  @Mutation(() => AdverseEvent, {
    description:
      'Asks to sit in the diagnosis group of a case (调查诊断专家组, Q-37). Errors: NOT_FOUND; BAD_INPUT reason; CONFLICT already_decided.',
  })
  askExpertSeat(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEvent> {
    return askExpertSeat(ctx, commandId, id, reason);
  }

  @Mutation(() => AdverseEvent, {
    description:
      'Gives a seat among the experts to who asked, or not; never to oneself. Errors: NOT_FOUND; FORBIDDEN; CONFLICT already_decided.',
  })
  decideExpertSeat(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('accountId', () => ID) accountId: string,
    @Arg('accept', () => Boolean) accept: boolean,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEvent> {
    return decideExpertSeat(ctx, commandId, { id, accountId, accept });
  }

  @FieldResolver(() => String, {
    description:
      'name of the person, seen with the case even by a desk that does not reach the file; masked but for clinic and family',
  })
  personName(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<string> {
    return ctx.loaders.aefi.names.load(row.person_id);
  }

  @FieldResolver(() => [SeenSymptom])
  async symptoms(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<SeenSymptom[]> {
    return shapeSymptoms(row, await ctx.loaders.aefi.suspects.load(row.id));
  }

  @FieldResolver(() => [SuspectDose], { description: 'doses under suspicion, the most suspect first' })
  async suspects(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<SuspectDose[]> {
    const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
    return (await ctx.loaders.aefi.suspects.load(row.id)).map((s) => shapeSuspect(catalogue, row, s));
  }

  @FieldResolver(() => [AefiActionEnum], { description: 'what the caller may do with it now' })
  async actions(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<AefiAction[]> {
    const seat = seatOf(ctx.scopeOf('Query.adverseEvent'), ctx.claims);
    const experts = seat.kind === 'desk' ? await ctx.loaders.aefi.experts.load(row.id) : [];
    const isExpert = experts.some((e) => e.account_id === ctx.claims.account && e.state === 'seated');
    return actionsOf(AEFI_TABLE, row.state, partiesOf(seat, row, isExpert));
  }

  @FieldResolver(() => [AdverseEventStep], { description: 'its history, oldest first' })
  async steps(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<AdverseEventStep[]> {
    return (await ctx.loaders.aefi.steps.load(row.id)).map(shapeStep);
  }

  @FieldResolver(() => [AdverseEventFollowUp], { description: 'oldest first' })
  async followUps(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<AdverseEventFollowUp[]> {
    return (await ctx.loaders.aefi.followUps.load(row.id)).map(shapeFollowUp);
  }

  @FieldResolver(() => [AdverseEventExpert], { description: 'the diagnosis group, and who asks for a seat in it' })
  async experts(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<AdverseEventExpert[]> {
    return (await ctx.loaders.aefi.experts.load(row.id)).map((e) => ({
      account: { id: e.account_id },
      unit: e.unit_id === null ? null : { id: e.unit_id },
      state: e.state,
      reason: e.reason,
      isSelf: e.account_id === ctx.claims.account,
    }));
  }

  @FieldResolver(() => [AdverseEvent], {
    description: 'other reports of the same lots that the caller may see, newest first, at most 50',
  })
  async sameLot(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<AdverseEvent[]> {
    return (await ctx.loaders.aefi.sameLot.load(row.id)).map((r) => shapeCase(r, ctx.clock.now()));
  }
}
