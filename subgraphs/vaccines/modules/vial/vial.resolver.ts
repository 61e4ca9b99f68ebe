import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { discardVial, openVials, undoVialDiscard } from './vial.service.ts';
import { type DiscardReason, DiscardReasonEnum, OpenVial } from './vial.type.ts';

@Resolver()
export class VialResolver {
  @Query(() => [OpenVial], {
    description:
      "Opened vials of several doses in the caller's clinic (Q-21, Q-22): those that run, the one whose time ends first in front, then " +
      'those opened within 24 hours; at most 200.',
  })
  openVials(@Ctx() ctx: VaccinesCtx): Promise<OpenVial[]> {
    return openVials(ctx);
  }

  @Mutation(() => OpenVial, {
    description:
      'Throws away what is left of an opened vial. Errors: BAD_INPUT (note required, unknown_code), CONFLICT wrong_state when nothing is ' +
      'left, FORBIDDEN for a vial of another clinic.',
  })
  discardVial(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('traceCode', () => ID) traceCode: string,
    @Arg('reason', () => DiscardReasonEnum) reason: DiscardReason,
    @Arg('note', () => String, { nullable: true }) note: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenVial> {
    return discardVial(ctx, commandId, { traceCode, reason, note: note ?? null });
  }

  @Mutation(() => OpenVial, {
    description:
      'Takes back a discard by hand while the time is not up. Errors: CONFLICT wrong_state, FORBIDDEN for a vial of another clinic.',
  })
  undoVialDiscard(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('traceCode', () => ID) traceCode: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenVial> {
    return undoVialDiscard(ctx, commandId, traceCode);
  }
}
