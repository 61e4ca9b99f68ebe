import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { announceVisitPhoto, visitPhotoUrl } from './visit-photo.ts';
import { VisitPhotoUpload } from './visit-photo.type.ts';

@Resolver()
export class VisitPhotoResolver {
  @Query(() => String, {
    description:
      "Calls a photo of a visit of the caller's clinic up (H-10): its address, good for five minutes. Each call is an audit line. " +
      'Errors: NOT_FOUND.',
  })
  visitPhotoUrl(@Arg('photoId', () => ID) photoId: string, @Ctx() ctx: VaccinesCtx): Promise<string> {
    return visitPhotoUrl(ctx, photoId);
  }

  @Mutation(() => VisitPhotoUpload, {
    description:
      'Announces a photo taken at a sign-off (.jpg, .png); it goes to the address before `signVisit` names it. Errors: BAD_INPUT ' +
      'fileName (too_long, file_type), size; FORBIDDEN.',
  })
  announceVisitPhoto(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('visitId', () => ID) visitId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<VisitPhotoUpload> {
    return announceVisitPhoto(ctx, commandId, { visitId, fileName, size });
  }
}
