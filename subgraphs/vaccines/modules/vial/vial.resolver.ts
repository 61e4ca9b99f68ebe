import type { VialName } from '@miaoben/schedule/vial';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { discardVial, openVial, openVials, undoVialDiscard, undoVialOpening } from './vial.service.ts';
import { type DiscardReason, DiscardReasonEnum, OpenVial, OpenVialInput } from './vial.type.ts';

const NO_CODE = 'of a vial without a trace code';

/** Only what was told: a command of an earlier release, which knows the code alone, is the same command when it is repeated. */
const named = (traceCode: string | null | undefined, vialId: string | null | undefined): VialName =>
  traceCode ? { traceCode } : { vialId };

@Resolver()
export class VialResolver {
  @Query(() => [OpenVial], {
    description:
      "Opened vials of several doses in the caller's clinic (Q-21, Q-22): those that run, the one whose time ends first in front, then " +
      'those opened within 24 hours; at most 200.',
  })
  openVials(
    @Arg('withoutCode', () => Boolean, {
      defaultValue: false,
      description: 'also those without a trace code; an app of an earlier release knows none and does not ask',
    })
    withoutCode: boolean,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenVial[]> {
    return openVials(ctx, withoutCode);
  }

  @Mutation(() => OpenVial, {
    description:
      'Opens a vial of several doses at its first scan (Q-21), or by hand where it has no trace code. One that is open already keeps ' +
      'the earlier opening. Errors: BAD_INPUT (traceCode format, vialId required, format, number out_of_range, productId unknown_code, lotNumber unknown_code, expired, recalled), FORBIDDEN for a vial of another clinic.',
  })
  openVial(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => OpenVialInput) input: OpenVialInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenVial> {
    return openVial(ctx, commandId, input);
  }

  @Mutation(() => Boolean, {
    description:
      'Takes back an opening by mistake, before anything was given from the vial. Errors: CONFLICT wrong_state, FORBIDDEN for a vial ' +
      'of another clinic.',
  })
  undoVialOpening(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('traceCode', () => ID, { nullable: true }) traceCode: string | null | undefined,
    @Arg('vialId', () => ID, { nullable: true, description: NO_CODE }) vialId: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<boolean> {
    return undoVialOpening(ctx, commandId, named(traceCode, vialId));
  }

  @Mutation(() => OpenVial, {
    description:
      'Throws away what is left of an opened vial. Errors: BAD_INPUT (note required, unknown_code), CONFLICT wrong_state when nothing is ' +
      'left, FORBIDDEN for a vial of another clinic.',
  })
  discardVial(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('traceCode', () => ID, { nullable: true }) traceCode: string | null | undefined,
    @Arg('vialId', () => ID, { nullable: true, description: NO_CODE }) vialId: string | null | undefined,
    @Arg('reason', () => DiscardReasonEnum) reason: DiscardReason,
    @Arg('note', () => String, { nullable: true }) note: string | null | undefined,
    @Arg('at', () => Date, { nullable: true, description: 'when the device took it; default: now' })
    at: Date | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenVial> {
    return discardVial(ctx, commandId, { ...named(traceCode, vialId), reason, note: note ?? null, at });
  }

  @Mutation(() => OpenVial, {
    description:
      'Takes back a discard by hand while the time is not up. Errors: CONFLICT wrong_state, FORBIDDEN for a vial of another clinic.',
  })
  undoVialDiscard(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('traceCode', () => ID, { nullable: true }) traceCode: string | null | undefined,
    @Arg('vialId', () => ID, { nullable: true, description: NO_CODE }) vialId: string | null | undefined,
    @Arg('at', () => Date, { nullable: true, description: 'when the device took it; default: now' })
    at: Date | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenVial> {
    return undoVialDiscard(ctx, commandId, { ...named(traceCode, vialId), at });
  }
}
