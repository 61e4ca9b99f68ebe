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
import { deathDesk } from './death.import.ts';

@ObjectType({ description: 'An uploaded list of deaths (死亡人口信息, J-13).' })
export class DeathImport extends ImportBatch {}

@Resolver(() => DeathImport)
export class DeathImportResolver {
  @Query(() => String, { description: 'Where to fetch the empty template, .xlsx; valid for five minutes.' })
  deathTemplateUrl(@Ctx() ctx: PeopleCtx): string {
    return deathDesk.templateUrl(ctx);
  }

  @Query(() => DeathImport, { nullable: true })
  deathImport(@Arg('id', () => ID) id: string, @Ctx() ctx: PeopleCtx): Promise<DeathImport | null> {
    return deathDesk.find(ctx, 'Query.deathImport', id);
  }

  @Query(() => [DeathImport], { description: 'The latest 50, newest first.' })
  deathImports(@Ctx() ctx: PeopleCtx): Promise<DeathImport[]> {
    return deathDesk.list(ctx, 'Query.deathImports');
  }

  @FieldResolver(() => ImportRowPage)
  rows(
    @Root() batch: DeathImport,
    @Arg('state', () => ImportRowState, { nullable: true }) state: ImportRowState | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Page<ImportRow>> {
    return deathDesk.rows(ctx, batch.id, state, first, after);
  }

  @Mutation(() => DeathImport, {
    description: 'Announces an .xlsx of at most 50 MB; PUT it to uploadUrl, then ask for the import until it is ready.',
  })
  startDeathImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathImport> {
    return deathDesk.start(ctx, 'Mutation.startDeathImport', commandId, fileName, size);
  }

  @Mutation(() => DeathImport, {
    description: 'Corrects cells, skips rows, chooses candidates; at most 500 rows. CONFLICT wrong_state.',
  })
  editDeathImportRows(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Arg('rows', () => [ImportRowEditInput]) rows: ImportRowEditInput[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathImport> {
    return deathDesk.edit(ctx, 'Mutation.editDeathImportRows', commandId, importId, rows);
  }

  @Mutation(() => DeathImport, {
    description:
      'Writes all rows without errors in one transaction; while it is `committing`, ask again. CONFLICT wrong_state.',
  })
  commitDeathImport(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('importId', () => ID) importId: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathImport> {
    return deathDesk.commit(ctx, 'Mutation.commitDeathImport', commandId, importId);
  }
}
