import { forbidden } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import { encodeDoseId } from '../dose/dose-id.ts';
import { Person } from '../person/person.type.ts';
import { decideDoseNote, noteDose, withdrawDoseNote } from './dose-note.service.ts';
import { DecideDoseNoteInput, DoseNote, NoteDoseInput } from './dose-note.type.ts';

@Resolver(() => Person)
export class DoseNoteResolver {
  @FieldResolver(() => [DoseNote], {
    description: 'doses as the family noted them (自记接种, Q-05), the latest first; no part of the record',
  })
  async doseNotes(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<DoseNote[]> {
    const record = await ctx.loaders.record.load(person.id);
    if (!record) throw forbidden();
    const { person_id: personId, birth_date: birthDate } = record.subject;
    return (await ctx.loaders.doseNotes.load(person.id)).map((row) => ({
      id: row.id,
      givenOn: row.given_on,
      vaccine: shapeVaccine(record.catalogue, row.vaccine_code),
      lotNumber: row.lot_number,
      unit: row.unit,
      state: row.state,
      doseId: row.dose_id === null ? null : encodeDoseId({ personId, birthDate, doseId: row.dose_id }),
      reason: row.reason,
      notedAt: new Date(row.noted_at),
    }));
  }

  @Mutation(() => Person, {
    description:
      'Keeps a dose as the family knows it. Errors: BAD_INPUT (date_in_future, date_before_birth, unknown_code, too_long), CONFLICT (duplicate, wrong_state), FORBIDDEN.',
  })
  async noteDose(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => NoteDoseInput) input: NoteDoseInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Person> {
    return { id: await noteDose(ctx, commandId, input) };
  }

  @Mutation(() => Person, { description: 'Takes a note back. Errors: CONFLICT wrong_state, FORBIDDEN.' })
  async withdrawDoseNote(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Person> {
    return { id: await withdrawDoseNote(ctx, commandId, personId, id) };
  }

  @Mutation(() => Person, {
    description:
      'A clinic decides on a note. Errors: BAD_INPUT (input.doseId required or no_match, input.reason), CONFLICT wrong_state, FORBIDDEN.',
  })
  async decideDoseNote(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => DecideDoseNoteInput) input: DecideDoseNoteInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Person> {
    return { id: await decideDoseNote(ctx, commandId, input) };
  }
}
