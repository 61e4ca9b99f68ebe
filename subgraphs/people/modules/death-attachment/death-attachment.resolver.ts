import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { DeathReport } from '../death/death.type.ts';
import { announceDeathAttachment, deathAttachmentUrl } from './death-attachment.service.ts';
import { DeathAttachment, DeathAttachmentUpload } from './death-attachment.type.ts';

@Resolver(() => DeathReport)
export class DeathAttachmentResolver {
  @Query(() => String, {
    description:
      'Calls a paper of a report of a death up (J-13): its address, good for five minutes. Each call is an audit line. Errors: NOT_FOUND.',
  })
  deathAttachmentUrl(@Arg('attachmentId', () => ID) attachmentId: string, @Ctx() ctx: PeopleCtx): Promise<string> {
    return deathAttachmentUrl(ctx, attachmentId);
  }

  @Mutation(() => DeathAttachmentUpload, {
    description:
      'Announces a paper for the answer of the unit in charge (.pdf, .jpg, .png, at most 50 MB); it goes to the address before `advanceDeath` names it. Errors: NOT_FOUND; BAD_INPUT fileName (too_long, file_type), size.',
  })
  announceDeathAttachment(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('reportId', () => ID) reportId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathAttachmentUpload> {
    return announceDeathAttachment(ctx, commandId, { reportId, fileName, size });
  }

  @FieldResolver(() => [DeathAttachment], {
    description: 'papers given with its steps, oldest first; none for the unit that only sent it in',
  })
  async attachments(@Root() report: DeathReport, @Ctx() ctx: PeopleCtx): Promise<DeathAttachment[]> {
    return report.seesFile ? ctx.loaders.deathAttachments.load(report.id) : [];
  }
}
