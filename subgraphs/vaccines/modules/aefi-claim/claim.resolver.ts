import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { AdverseEvent } from '../aefi/aefi.type.ts';
import type { ClaimState } from './claim.rules.ts';
import { mayApply } from './claim.rules.ts';
import { advanceCompensation, applyForCompensation, readClaims, shapeClaim } from './claim.service.ts';
import {
  AdvanceCompensationInput,
  ApplyForCompensationInput,
  ClaimStateEnum,
  CompensationClaim,
  CompensationClaimPage,
} from './claim.type.ts';

const PAGE = 50;

@Resolver(() => AdverseEvent)
export class ClaimResolver {
  @Query(() => CompensationClaimPage, {
    description:
      'Applications for compensation in the area (预防接种异常反应补偿, J-22), newest first. The read is an audit line. Errors: BAD_INPUT.',
  })
  compensationClaims(
    @Arg('states', () => [ClaimStateEnum], { nullable: true }) states: ClaimState[] | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Page<CompensationClaim>> {
    return readClaims(ctx, states, first ?? PAGE, after);
  }

  @Mutation(() => CompensationClaim, {
    description:
      'Applies for compensation for a case with a conclusion (J-22). Errors: NOT_FOUND; BAD_INPUT input.statement; CONFLICT wrong_state without a conclusion, duplicate.',
  })
  applyForCompensation(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ApplyForCompensationInput) input: ApplyForCompensationInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<CompensationClaim> {
    return applyForCompensation(ctx, commandId, input);
  }

  @Mutation(() => CompensationClaim, {
    description:
      'Takes an application a step further: the province accepts and decides, the family takes it back. Errors: NOT_FOUND; FORBIDDEN; BAD_INPUT input.reason, input.amountYuan; CONFLICT version, wrong_state.',
  })
  advanceCompensation(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceCompensationInput) input: AdvanceCompensationInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<CompensationClaim> {
    return advanceCompensation(ctx, commandId, input);
  }

  @FieldResolver(() => CompensationClaim, { nullable: true, description: 'the latest application for compensation' })
  async compensation(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<CompensationClaim | null> {
    const [claim] = await ctx.loaders.aefi.claims.load(row.id);
    return claim ? shapeClaim(ctx, claim) : null;
  }

  @FieldResolver(() => Boolean, {
    description: 'compensation may be applied for: there is a conclusion, and no application that is open or granted',
  })
  async mayClaim(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<boolean> {
    const [claim] = await ctx.loaders.aefi.claims.load(row.id);
    return mayApply(row.state) && (!claim || claim.state === 'refused' || claim.state === 'withdrawn');
  }
}

@Resolver(() => CompensationClaim)
export class ClaimPersonResolver {
  @FieldResolver(() => String, {
    description:
      'name of the person, seen with the application even out of reach of the file; masked but for clinic and family',
  })
  personName(@Root() { person }: CompensationClaim, @Ctx() ctx: VaccinesCtx): Promise<string> {
    return ctx.loaders.aefi.names.load(person.id);
  }
}
