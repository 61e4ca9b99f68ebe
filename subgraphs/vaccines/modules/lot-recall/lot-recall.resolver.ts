import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { lotRecall, lotRecalls, lotUse, recalledDosePage, recalledDosesFile, recallLot } from './lot-recall.service.ts';
import { LotRecall, LotUse, type RecallEffect, RecallEffectEnum, RecalledDosePage } from './lot-recall.type.ts';

const PAGE = 50;

@Resolver()
export class LotRecallResolver {
  @Query(() => [LotUse], {
    description:
      'Lots whose number begins with a text, at most 20, each with the doses that stand and the children who got them inside the area: what a recall would touch.',
  })
  lotUse(@Arg('text', () => String) text: string, @Ctx() ctx: VaccinesCtx): Promise<LotUse[]> {
    return lotUse(ctx, text);
  }

  @Query(() => [LotRecall], { description: 'The latest 50 recalls, with their progress.' })
  lotRecalls(@Ctx() ctx: VaccinesCtx): Promise<LotRecall[]> {
    return lotRecalls(ctx);
  }

  @Query(() => LotRecall, { description: 'One recall with its progress. Error: NOT_FOUND.' })
  lotRecall(@Arg('id', () => ID) id: string, @Ctx() ctx: VaccinesCtx): Promise<LotRecall> {
    return lotRecall(ctx, id);
  }

  @Query(() => RecalledDosePage, {
    description:
      'Children of a division with a standing dose of the lot, those to be called. The read is an audit line. Errors: NOT_FOUND; FORBIDDEN outside the area; BAD_INPUT.',
  })
  recalledDoses(
    @Arg('recallId', () => ID) recallId: string,
    @Arg('division', () => ID) division: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<RecalledDosePage> {
    return recalledDosePage(ctx, { recallId, division }, first ?? PAGE, after);
  }

  @Query(() => String, {
    description:
      'Address of the same list as .xlsx, good for five minutes. Errors: NOT_FOUND; FORBIDDEN outside the area.',
  })
  recalledDosesFile(
    @Arg('recallId', () => ID) recallId: string,
    @Arg('division', () => ID) division: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<string> {
    return recalledDosesFile(ctx, recallId, division);
  }

  @Mutation(() => LotRecall, {
    description:
      'Recalls a lot for the whole province, or takes that back (批号召回). The children concerned are judged anew in the background; poll `lotRecall`. Errors: FORBIDDEN below the province or for an unknown lot; BAD_INPUT reason (required, too_long); CONFLICT wrong_state when it is so already.',
  })
  recallLot(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('lotId', () => ID) lotId: string,
    @Arg('effect', () => RecallEffectEnum) effect: RecallEffect,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<LotRecall> {
    return recallLot(ctx, commandId, lotId, effect, reason);
  }
}
