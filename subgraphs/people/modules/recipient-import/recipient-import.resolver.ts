import type { Page } from '@miaoben/kernel';
import {
  ImportBatch,
  type ImportRow,
  ImportRowEditInput,
  ImportRowPage,
  ImportRowState,
} from '@miaoben/kernel/imports/types';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { recipientDesk } from './recipient.import.ts';

@ObjectType({ description: 'An uploaded list of recipients (从模板导入受种者信息, Q-09).' })
export class RecipientImport extends ImportBatch {}

@Resolver(() => RecipientImport)
export class RecipientImportResolver {
  @Query(() => String, { description: 'Where to fetch the empty template, .xlsx; valid for five minutes.' })
  recipientTemplateUrl(@Ctx() ctx: PeopleCtx): string {
    return recipientDesk.templateUrl(ctx);
  }

  @Query(() => RecipientImport, { nullable: true })
  recipientImport(@Arg('id', () => ID) id: string, @Ctx() ctx: PeopleCtx): Promise<RecipientImport | null> {
    return recipientDesk.find(ctx, 'Query.recipientImport', id);
  }

  @Query(() => [RecipientImport], { description: 'The latest 50, newest first.' })
  recipientImports(@Ctx() ctx: PeopleCtx): Promise<RecipientImport[]> {
    return recipientDesk.list(ctx, 'Query.recipientImports');
  }

  @FieldResolver(() => ImportRowPage)
  rows(
    @Root() batch: RecipientImport,
    @Arg('state', () => ImportRowState, { nullable: true }) state: ImportRowState | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Page<ImportRow>> {
    return recipientDesk.rows(ctx, batch.id, state, first, after);
  }

  @Mutation(() => RecipientImport, {
    description: 'Announces an .xlsx of at most 50 MB; PUT it to uploadUrl, then ask for the import until it is ready.',
  })
  startRecipientImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RecipientImport> {
    return recipientDesk.start(ctx, 'Mutation.startRecipientImport', commandId, fileName, size);
  }

  @Mutation(() => RecipientImport, {
    description: 'Corrects cells, skips rows, chooses candidates; at most 500 rows. CONFLICT wrong_state.',
  })
  editRecipientImportRows(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Arg('rows', () => [ImportRowEditInput]) rows: ImportRowEditInput[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<RecipientImport> {
    return recipientDesk.edit(ctx, 'Mutation.editRecipientImportRows', commandId, importId, rows);
  }

  @Mutation(() => RecipientImport, {
    description:
      'Writes all rows without errors in one transaction; while it is `committing`, ask again. CONFLICT wrong_state.',
  })
  commitRecipientImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<RecipientImport> {
    return recipientDesk.commit(ctx, 'Mutation.commitRecipientImport', commandId, importId);
  }
}
