import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import { FileOperation } from './operation-log.type.ts';

@Resolver(() => Person)
export class OperationLogResolver {
  @FieldResolver(() => [FileOperation], {
    description: 'Acts on the file (操作日志, S-26), the last first, at most a hundred.',
  })
  async operations(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<FileOperation[]> {
    return (await ctx.loaders.operations.load(person.id)).map((row) => ({
      id: row.seq,
      at: new Date(row.at),
      operation: row.operation.replace(/^Mutation\./, ''),
      by: { id: row.account_id },
      role: row.role,
    }));
  }
}
