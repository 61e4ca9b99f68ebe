import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { readPaperReadings } from './reading-log.service.ts';
import { PaperReadingFilterInput, PaperReadingLine, PaperReadingPage } from './reading-log.type.ts';

@Resolver(() => PaperReadingLine)
export class ReadingLogResolver {
  @Query(() => PaperReadingPage, {
    description:
      "The log of the recognition of papers (J-10), newest first: of the unit for its master account, of one's own for others of a unit, of " +
      'the area for disease control. Errors: BAD_INPUT filter.from, filter.to (format).',
  })
  paperReadings(
    @Arg('filter', () => PaperReadingFilterInput, { nullable: true }) filter:
      | PaperReadingFilterInput
      | null
      | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Page<PaperReadingLine>> {
    return readPaperReadings(ctx, filter ?? {}, first, after);
  }
}
