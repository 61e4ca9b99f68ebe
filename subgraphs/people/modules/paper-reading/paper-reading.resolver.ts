import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { announcePaperReading, closePaperReading, paperReading } from './paper-reading.service.ts';
import { PaperFieldName, PaperKind, PaperReading, PaperReadingUpload } from './paper-reading.type.ts';

@Resolver()
export class PaperReadingResolver {
  @Query(() => PaperReading, {
    nullable: true,
    description:
      'The reading of a paper the caller sent (J-10), asked each second until it is ready or failed. null after half an hour: what was ' +
      "read is kept no longer, unless it became part of a file by the caller's own hand.",
  })
  paperReading(@Arg('id', () => ID) id: string, @Ctx() ctx: PeopleCtx): Promise<PaperReading | null> {
    return paperReading(ctx, id);
  }

  @Mutation(() => PaperReadingUpload, {
    description:
      'Announces a paper to be read for a form (.pdf, .jpg, .png; at most 20 MB). It is read when it has come to the address, and ' +
      'then removed. Nothing is saved in any file. Each run is logged without what was read. Errors: BAD_INPUT fileName (file_type), ' +
      'size (file_too_large); RATE_LIMITED after twenty papers of a family, or five hundred of a member of staff, in a day.',
  })
  announcePaperReading(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('kind', () => PaperKind) kind: PaperKind,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PaperReadingUpload> {
    return announcePaperReading(ctx, commandId, { kind, fileName, size });
  }

  @Mutation(() => Boolean, {
    description:
      'Ends the reading of a paper: its picture and what was read go at once, whether a form took it or not. `corrected`: the fields a hand ' +
      'changed, for the log; their contents are not sent. Errors: NOT_FOUND for one that is not ready, of somebody else, or closed before.',
  })
  closePaperReading(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('isUsed', () => Boolean) isUsed: boolean,
    @Arg('corrected', () => [PaperFieldName]) corrected: PaperFieldName[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<boolean> {
    return closePaperReading(ctx, commandId, { id, isUsed, corrected });
  }
}
