import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { missingNotGiven, recordNotGiven } from './not-given.service.ts';
import { MissingNotGivenPage, NotGiven, RecordNotGivenInput } from './not-given.type.ts';

const PAGE = 50;

@Resolver()
export class NotGivenResolver {
  @Query(() => MissingNotGivenPage, {
    description:
      'Files of children born in the last 12 months of whom BCG or the first hepatitis B dose is late and no reason stands ' +
      '(S-13), the youngest first in each township. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  async missingNotGiven(
    @Arg('division', () => ID) division: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<MissingNotGivenPage> {
    return missingNotGiven(ctx, division, first ?? PAGE, after);
  }

  @Mutation(() => NotGiven, {
    description:
      'Enters why BCG or the first hepatitis B dose was not given (S-13); a later entry takes the place of an earlier one, ' +
      'which stays in the history. Errors: BAD_INPUT (unknown_code, out_of_range, note required), CONFLICT wrong_state when ' +
      'the dose is given, FORBIDDEN.',
  })
  async recordNotGiven(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RecordNotGivenInput) input: RecordNotGivenInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<NotGiven> {
    return recordNotGiven(ctx, commandId, input);
  }
}
