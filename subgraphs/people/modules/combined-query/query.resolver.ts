import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { queryFileUrl } from './query.files.ts';
import { countQuery, deleteQuery, runQuery, savedQueries, saveQuery } from './query.service.ts';
import {
  PersonQueryCount,
  PersonQueryInput,
  PersonQueryPage,
  QueryColumn,
  SavedQuery,
  SavedQueryInput,
} from './query.type.ts';
import type { QueryColumnName } from './query.vocabulary.ts';

@Resolver()
export class CombinedQueryResolver {
  @Query(() => PersonQueryPage, {
    description:
      'Files that match conditions joined by AND and OR (组合查询, J-07): of the clinic, or of the area. What the caller sees masked cannot be asked for. Errors: FORBIDDEN; BAD_INPUT division, query.groups… (required, format, unknown_code, out_of_range), first, after.',
  })
  personQuery(
    @Arg('query', () => PersonQueryInput) query: PersonQueryInput,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PersonQueryPage> {
    return runQuery(ctx, query, first, after);
  }

  @Query(() => PersonQueryCount, {
    description: 'How many files match, counted up to 10,000. Errors as personQuery.',
  })
  personQueryCount(
    @Arg('query', () => PersonQueryInput) query: PersonQueryInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PersonQueryCount> {
    return countQuery(ctx, query);
  }

  @Query(() => String, {
    description:
      'Address of the files that match as .xlsx, by division, names and numbers masked; good for five minutes. Errors as personQuery; BAD_INPUT columns (required).',
  })
  personQueryFile(
    @Arg('query', () => PersonQueryInput) query: PersonQueryInput,
    @Arg('columns', () => [QueryColumn]) columns: QueryColumnName[],
    @Ctx() ctx: PeopleCtx,
  ): string {
    return queryFileUrl(ctx, query, columns);
  }

  @Query(() => [SavedQuery], {
    description: 'Queries the caller kept, then those shared in the unit, by name. Errors: FORBIDDEN.',
  })
  savedQueries(@Ctx() ctx: PeopleCtx): Promise<SavedQuery[]> {
    return savedQueries(ctx);
  }

  @Mutation(() => [SavedQuery], {
    description:
      'Keeps a query with its columns, for oneself or for the unit; the queries as savedQueries. Errors: FORBIDDEN; BAD_INPUT id, name (required, too_long), columns, and as personQuery; CONFLICT name (duplicate).',
  })
  saveQuery(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => SavedQueryInput) input: SavedQueryInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<SavedQuery[]> {
    return saveQuery(ctx, commandId, input);
  }

  @Mutation(() => [SavedQuery], { description: 'Deletes an own query. Errors: NOT_FOUND.' })
  deleteQuery(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<SavedQuery[]> {
    return deleteQuery(ctx, commandId, id);
  }
}
