import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { findSubmission, readProgress } from './submission.query.ts';
import { FoundSubmission, SealingProgress } from './submission.type.ts';

@Resolver()
export class SubmissionResolver {
  @Query(() => FoundSubmission, {
    nullable: true,
    description:
      'A hand-over to the licence platform by its acceptance number (受理号); null out of reach. The platform is read anew at once. Errors: BAD_INPUT receipt.',
  })
  submission(
    @Arg('receipt', () => String) receipt: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<FoundSubmission | null> {
    return findSubmission(ctx, receipt);
  }

  @Query(() => SealingProgress, {
    description:
      'How far up to 200 files of a batch are, in both systems (签章状态同步). Errors: BAD_INPUT documentIds.',
  })
  sealingProgress(
    @Arg('documentIds', () => [ID]) documentIds: string[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SealingProgress> {
    return readProgress(ctx, documentIds);
  }
}
