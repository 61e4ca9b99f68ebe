import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { AdverseEvent } from '../aefi/aefi.type.ts';
import { announceFile, fileUrl, isOpenTo } from './aefi-file.ts';
import { AdverseEventFile, AdverseEventUpload, type AefiFileKind, AefiFileKindEnum } from './aefi-file.type.ts';

@Resolver(() => AdverseEvent)
export class AefiFileResolver {
  @Query(() => String, {
    description:
      'Calls a paper of a case up (AEFI 病例查看, Q-37): its address, good for five minutes. Each call is an audit line. Errors: NOT_FOUND; FORBIDDEN for the case file of a hospital to who sits not among the experts.',
  })
  adverseEventFileUrl(@Arg('fileId', () => ID) fileId: string, @Ctx() ctx: VaccinesCtx): Promise<string> {
    return fileUrl(ctx, fileId);
  }

  @Mutation(() => AdverseEventUpload, {
    description:
      'Adds a paper to a case (.pdf, .jpg, .png, at most 50 MB): by the clinic, disease control, or the hospital that reported it. Errors: NOT_FOUND; BAD_INPUT fileName (too_long, file_type), size.',
  })
  announceAdverseEventFile(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('kind', () => AefiFileKindEnum) kind: AefiFileKind,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<AdverseEventUpload> {
    return announceFile(ctx, commandId, { id, kind, fileName, size });
  }

  @FieldResolver(() => [AdverseEventFile], { description: 'papers of the case, oldest first' })
  async files(@Root() { row }: AdverseEvent, @Ctx() ctx: VaccinesCtx): Promise<AdverseEventFile[]> {
    const [files, experts] = await Promise.all([
      ctx.loaders.aefi.files.load(row.id),
      ctx.loaders.aefi.experts.load(row.id),
    ]);
    const expert = experts.some((e) => e.account_id === ctx.claims.account && e.state === 'seated');
    return files.map((f) => ({
      id: f.id,
      kind: f.kind,
      name: f.name,
      size: f.size,
      addedAt: new Date(f.stored_at),
      by: { id: f.account_id },
      mayOpen: isOpenTo(f, expert),
    }));
  }
}
