import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { openFile } from '../person/person.repository.ts';
import { Person, toPerson } from '../person/person.type.ts';
import { partiesOfFile } from './file-state.allowed.ts';
import { FileAction } from './file-state.enums.ts';
import { actionsOfFile } from './file-state.rules.ts';
import { advanceFile } from './file-state.service.ts';
import { AdvanceFileInput, FileEnding } from './file-state.type.ts';

@Resolver(() => Person)
export class FileStateResolver {
  @Mutation(() => Person, {
    description:
      'Cancels a file, takes that back, deletes it so that no search shows it, or takes that back (J-02). CONFLICT wrong_state: not in this state, or a procedure (merge, birth, death) ended it; duplicate: its number is another file’s by now.',
  })
  async advanceFile(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceFileInput) input: AdvanceFileInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await advanceFile(ctx, commandId, input));
  }

  @FieldResolver(() => FileEnding, { nullable: true, description: 'How the file ended; null while it stands.' })
  ending(@Root() { row }: Person, @Ctx() { keyring }: PeopleCtx): FileEnding | null {
    const { endedOn, endReason, endNote, diedOn, deletedOn } = openFile(keyring, row);
    return endedOn === null || endReason === null
      ? null
      : { on: endedOn, reason: endReason, note: endNote, diedOn, deletedOn };
  }

  @FieldResolver(() => [FileAction], { description: 'What the caller may do with the file now.' })
  actions(@Root() { row }: Person, @Ctx() { claims, keyring }: PeopleCtx): `${FileAction}`[] {
    const file = openFile(keyring, row);
    return actionsOfFile(file, partiesOfFile(file, claims));
  }
}
