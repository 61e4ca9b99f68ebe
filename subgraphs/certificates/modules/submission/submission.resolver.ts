import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { CertificateDocument } from '../document/document.type.ts';
import { Seal, SealingLogLine } from '../seal/seal.type.ts';
import { Submission } from './submission.type.ts';

@Resolver(() => CertificateDocument)
export class DocumentSubmissionResolver {
  @FieldResolver(() => Submission, {
    nullable: true,
    description: 'null: not handed over, as annotated copies are not',
  })
  submission(@Root() document: CertificateDocument, @Ctx() ctx: CertificatesCtx): Promise<Submission | null> {
    return ctx.loaders.submissionOfDocument.load(document.id);
  }
}

@Resolver(() => Seal)
export class SealSubmissionResolver {
  @FieldResolver(() => Submission, { nullable: true, description: 'null: not made yet' })
  submission(@Root() seal: Seal, @Ctx() ctx: CertificatesCtx): Promise<Submission | null> {
    return ctx.loaders.submissionOfSeal.load(seal.id);
  }
}

@Resolver(() => SealingLogLine)
export class SealingSubmissionResolver {
  @FieldResolver(() => Submission, {
    nullable: true,
    description: 'hand-over of the file the act is of, with what the seal system gave back; null: not handed over',
  })
  submission(@Root() line: SealingLogLine, @Ctx() ctx: CertificatesCtx): Promise<Submission | null> {
    return ctx.loaders.submissionOfDocument.load(line.documentId);
  }
}
