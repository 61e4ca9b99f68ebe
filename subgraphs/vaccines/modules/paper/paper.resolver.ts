import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { recordPaperPrint } from './paper.service.ts';
import { PaperCopy, RecordPaperPrintInput } from './paper.type.ts';

@Resolver()
export class PaperResolver {
  @Mutation(() => [PaperCopy], {
    description:
      'Records what was printed onto the booklet or card of a person (S-14) and ties the number of the booklet to the file ' +
      '(Q-60); gives all papers of the person. Errors: BAD_INPUT (number required, format; doses required, duplicate; row ' +
      'out_of_range; reason required when something is printed again or a new booklet is taken), CONFLICT duplicate (the number is ' +
      'another file’s), wrong_state (a dose does not stand, a row carries another dose), FORBIDDEN.',
  })
  async recordPaperPrint(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RecordPaperPrintInput) input: RecordPaperPrintInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<PaperCopy[]> {
    return recordPaperPrint(ctx, commandId, input);
  }
}
