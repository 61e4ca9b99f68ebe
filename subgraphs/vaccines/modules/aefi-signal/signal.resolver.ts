import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, Float, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { lotSignals, setSignalSetting } from './signal.service.ts';
import { LotSignals, SignalSetting } from './signal.type.ts';

@Resolver()
export class SignalResolver {
  @Query(() => LotSignals, {
    description:
      'Lots with reports of adverse events in a division (province to county), by month of vaccination, against what their products let expect. Errors: BAD_INPUT division, from; FORBIDDEN outside the area, and for an account that reactions are hidden from (J-04).',
  })
  lotSignals(
    @Arg('division', () => ID) division: string,
    @Arg('from', () => DateScalar, { description: 'a day of the first month' }) from: string,
    @Arg('to', () => DateScalar, { description: 'a day of the last month' }) to: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<LotSignals> {
    return lotSignals(ctx, division, { from, to });
  }

  @Mutation(() => SignalSetting, {
    description:
      'Sets when a lot is a signal, for the province. Errors: FORBIDDEN below the province; BAD_INPUT out_of_range.',
  })
  setSignalSetting(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('minimumReports', () => Int) minimumReports: number,
    @Arg('probability', () => Float) probability: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<SignalSetting> {
    return setSignalSetting(ctx, commandId, { minimumReports, probability });
  }
}
