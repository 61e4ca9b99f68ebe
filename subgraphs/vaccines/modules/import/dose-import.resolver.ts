import { ImportBatch, ImportRowEditInput, ImportRowPage, ImportRowState } from '@miaoben/kernel/imports/types';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { doseDesk } from './dose-import.ts';

const PAGE = 50;

@ObjectType({ description: 'An import of historic doses (补录导入, Q-11).' })
export class DoseImport extends ImportBatch {}

@Resolver(() => DoseImport)
export class DoseImportResolver {
  @Query(() => DoseImport, { nullable: true, description: "One import of the caller's clinic." })
  async doseImport(@Arg('id', () => ID) id: string, @Ctx() ctx: VaccinesCtx): Promise<DoseImport | null> {
    return doseDesk.find(ctx, 'Query.doseImport', id);
  }

  @Query(() => [DoseImport], { description: "The latest 50 imports of the caller's clinic, newest first." })
  async doseImports(@Ctx() ctx: VaccinesCtx): Promise<DoseImport[]> {
    return doseDesk.list(ctx, 'Query.doseImports');
  }

  @Query(() => String, { description: 'Address of the empty template, .xlsx; valid for five minutes.' })
  doseTemplateUrl(@Ctx() ctx: VaccinesCtx): string {
    return doseDesk.templateUrl(ctx);
  }

  @Mutation(() => DoseImport, {
    description:
      'Announces a file of historic doses; the answer names where to PUT it. Errors: BAD_INPUT (file_type, file_too_large, too_long).',
  })
  async startDoseImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int, { description: 'bytes' }) size: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DoseImport> {
    return doseDesk.start(ctx, 'Mutation.startDoseImport', commandId, fileName, size);
  }

  @Mutation(() => DoseImport, {
    description:
      'Corrects, skips or decides rows, at most 500 a call. Errors: CONFLICT wrong_state, BAD_INPUT with the row, NOT_FOUND.',
  })
  async editDoseImportRows(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Arg('rows', () => [ImportRowEditInput]) rows: ImportRowEditInput[],
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DoseImport> {
    return doseDesk.edit(ctx, 'Mutation.editDoseImportRows', commandId, importId, rows);
  }

  @Mutation(() => DoseImport, {
    description: 'Writes all rows without error in one transaction. Errors: CONFLICT wrong_state, NOT_FOUND.',
  })
  async commitDoseImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DoseImport> {
    return doseDesk.commit(ctx, 'Mutation.commitDoseImport', commandId, importId);
  }

  @Mutation(() => DoseImport, {
    description:
      'Voids every dose an import wrote, within 24 hours. A dose that was voided, moved to another file or reported with an adverse event since stays: its row says why. Errors: CONFLICT wrong_state, expired; NOT_FOUND.',
  })
  async undoDoseImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DoseImport> {
    return doseDesk.undo(ctx, 'Mutation.undoDoseImport', commandId, importId);
  }

  @FieldResolver(() => ImportRowPage, { description: 'Rows by number, all or those in one state.' })
  async rows(
    @Root() batch: DoseImport,
    @Arg('state', () => ImportRowState, { nullable: true }) state: ImportRowState | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ImportRowPage> {
    return doseDesk.rows(ctx, batch.id, state, first ?? PAGE, after);
  }
}
