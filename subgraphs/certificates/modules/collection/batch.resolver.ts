import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { correctBatch, readBatch, readBatches, readFindings, startBatch, withdrawBatch } from './batch.service.ts';
import {
  CollectionBatch,
  CollectionBatchPage,
  CollectionFileInput,
  CollectionFindingPage,
  CollectionState,
} from './batch.type.ts';

@Resolver(() => CollectionBatch)
export class CollectionBatchResolver {
  @Query(() => CollectionBatch, {
    nullable: true,
    description: 'A batch of the caller’s organisation; null for every other. Ask again each second while it is read.',
  })
  collectionBatch(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<CollectionBatch | null> {
    return readBatch(ctx, id);
  }

  @Query(() => CollectionBatchPage, { description: 'Batches in reach, newest first.' })
  collectionBatches(
    @Arg('type', () => ID, { nullable: true }) type: string | null | undefined,
    @Arg('state', () => CollectionState, { nullable: true }) state: CollectionState | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionBatchPage> {
    return readBatches(ctx, { typeCode: type ?? null, state: state ?? null }, first ?? 20, after ?? null);
  }

  @Mutation(() => CollectionBatch, {
    description:
      'Begins a batch of licences of a type; PUT each file to its `uploadUrl`, the last one starts the check. Each table has a header row with the labels or keys of the fields, and may have 有效标志 (1 or 0). Errors: FORBIDDEN without the right to upload; BAD_INPUT title, source (required, too_long), files (required, out_of_range), files.N.name (file_type, too_long), size (file_too_large).',
  })
  startCollectionBatch(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('type', () => ID) type: string,
    @Arg('title', () => String) title: string,
    @Arg('source', () => String) source: string,
    @Arg('files', () => [CollectionFileInput]) files: CollectionFileInput[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionBatch> {
    return startBatch(ctx, commandId, { type, title, source, files });
  }

  @Mutation(() => CollectionBatch, {
    description:
      'Answers the findings of a refused batch: a file that names 文件号 and 原行号 replaces exactly those rows; with `whole` the files take the place of all. Checked again by itself. Errors: FORBIDDEN; CONFLICT id (wrong_state); those of startCollectionBatch for files.',
  })
  correctCollectionBatch(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('whole', () => Boolean) whole: boolean,
    @Arg('files', () => [CollectionFileInput]) files: CollectionFileInput[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionBatch> {
    return correctBatch(ctx, commandId, { id, whole, files });
  }

  @Mutation(() => CollectionBatch, {
    description:
      'Gives up a batch that is not taken. Errors: FORBIDDEN; BAD_INPUT reason (required, too_long); CONFLICT id (wrong_state).',
  })
  withdrawCollectionBatch(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionBatch> {
    return withdrawBatch(ctx, commandId, id, reason);
  }

  @FieldResolver(() => CollectionFindingPage, {
    description: 'In the order of files and rows. BAD_INPUT first, after.',
  })
  findings(
    @Root() batch: CollectionBatch,
    @Arg('rule', () => String, { nullable: true }) rule: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionFindingPage> {
    return readFindings(ctx, batch, rule ?? null, first ?? 100, after ?? null);
  }
}
