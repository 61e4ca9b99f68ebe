import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { giveRight, lift, readBlocks, readRights, takeRight } from './right.service.ts';
import {
  ShowingBlock,
  ShowingBlockPage,
  ShowingFigures,
  ShowingRight,
  ShowingRightInput,
  ShowingRightPage,
  ShowingTraceFilter,
  ShowingTracePage,
} from './right.type.ts';
import { readFigures, readTraces } from './trace.service.ts';

@Resolver()
export class ShowingRightResolver {
  @Mutation(() => ShowingRight, {
    description:
      'Lets a partner have licences of a type shown, for stated scenes and within limits. Errors: BAD_INPUT input.type, input.organisationId, input.fields (unknown_code), input.organisationId, input.purposes (required), input.perMinute, input.perDay (out_of_range); CONFLICT input.type (duplicate).',
  })
  grantShowing(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ShowingRightInput) input: ShowingRightInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingRight> {
    return giveRight(ctx, commandId, input);
  }

  @Mutation(() => ShowingRight, {
    description: 'Errors: BAD_INPUT reason (required, too_long); NOT_FOUND; CONFLICT id (already_decided).',
  })
  withdrawShowingRight(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingRight> {
    return takeRight(ctx, commandId, id, reason);
  }

  @Mutation(() => ShowingBlock, {
    description:
      'Lifts a block (用证解封); the count of the day begins anew. Errors: BAD_INPUT reason (required, too_long); NOT_FOUND; CONFLICT id (already_decided).',
  })
  liftShowingBlock(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingBlock> {
    return lift(ctx, commandId, id, reason);
  }

  @Query(() => ShowingRightPage, { description: 'Newest first, withdrawn ones too.' })
  showingRights(
    @Arg('type', () => ID, { nullable: true }) type: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingRightPage> {
    return readRights(ctx, type ?? null, first ?? 50, after ?? null);
  }

  @Query(() => ShowingBlockPage, { description: 'Newest first; those that stand alone with standing: true.' })
  showingBlocks(
    @Arg('standing', () => Boolean, { nullable: true, defaultValue: true }) standing: boolean | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingBlockPage> {
    return readBlocks(ctx, standing ?? true, first ?? 50, after ?? null);
  }

  @Query(() => ShowingTracePage, {
    description:
      'Calls of partner systems and showings to others (亮证记录追溯), newest first; to disease control those of one holder of its area. BAD_INPUT filter.to, filter.holderDocument (required of disease control), first, after.',
  })
  showingTraces(
    @Arg('filter', () => ShowingTraceFilter, { nullable: true }) filter: ShowingTraceFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingTracePage> {
    return readTraces(ctx, filter ?? null, first ?? 50, after ?? null);
  }

  @Query(() => ShowingFigures, {
    description:
      'Calls by day, type and calling system, at most 1,000 lines; to disease control those of one holder of its area. BAD_INPUT filter.to, filter.holderDocument (required of disease control).',
  })
  showingFigures(
    @Arg('filter', () => ShowingTraceFilter, { nullable: true }) filter: ShowingTraceFilter | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShowingFigures> {
    return readFigures(ctx, filter ?? null);
  }
}
