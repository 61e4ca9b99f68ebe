import { DateScalar, isUuid } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import type { Candidate } from '../duplicate/duplicate.service.ts';
import { Sex } from './person.enums.ts';
import { GuardianInput, NewPersonInput, PersonChangesInput } from './person.input.ts';
import { changePerson, createPerson, possibleDuplicates } from './person.service.ts';
import { SEALED } from './person.stored.ts';
import { DuplicateCandidate, Guardian, Person, PersonPage, toPerson } from './person.type.ts';
import { searchPersons } from './search.service.ts';

/** Candidates with their files; those the caller may not see are left out. */
async function withPersons(ctx: PeopleCtx, candidates: readonly Candidate[]): Promise<DuplicateCandidate[]> {
  const rows = await Promise.all(candidates.map((c) => ctx.loaders.person.load(c.id)));
  return candidates.flatMap(({ score, reasons }, i) => {
    const row = rows[i];
    return row ? [{ person: toPerson(row), score, reasons }] : [];
  });
}

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, { nullable: true, description: 'One file; null when it is not there or out of reach.' })
  async person(@Arg('id', () => ID) id: string, @Ctx() ctx: PeopleCtx): Promise<Person | null> {
    return loadPerson(ctx, id);
  }

  @Query(() => PersonPage, {
    description:
      'Finds files by document number, identity code, barcode, code of the person (JZ…; BAD_INPUT check_digit when misread; of a merged file the one that stands for it), phone (own or of a guardian), name (also its beginning), pinyin or initials, a name also with the birth date behind it, inside the area; where nobody is called so, those whose names sound like it.',
  })
  async searchPersons(
    @Arg('text', () => String) text: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PersonPage> {
    const page = await searchPersons(ctx, text, first, after);
    return { ...page, nodes: page.nodes.map(toPerson) };
  }

  @Query(() => [DuplicateCandidate], { description: 'Files that may be of this person, to be shown at entry.' })
  async possibleDuplicates(
    @Arg('name', () => String) name: string,
    @Arg('birthDate', () => DateScalar) birthDate: string,
    @Arg('sex', () => Sex) sex: `${Sex}`,
    @Arg('documentNumber', () => String, { nullable: true }) documentNumber: string | null,
    @Arg('guardians', () => [GuardianInput], { defaultValue: [] }) guardians: GuardianInput[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<DuplicateCandidate[]> {
    return withPersons(ctx, await possibleDuplicates(ctx, { name, birthDate, sex, documentNumber, guardians }));
  }

  @Mutation(() => Person, {
    description:
      'Makes a file. CONFLICT duplicate: the document is in use; CONFLICT possible_duplicate: see `candidates`, look, then repeat with notDuplicateOf.',
  })
  async createPerson(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => NewPersonInput) input: NewPersonInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await createPerson(ctx, commandId, input));
  }

  @Mutation(() => Person, {
    description:
      'Changes a file; its history keeps the former state. CONFLICT version: it changed meanwhile; move_under_way: its managing clinic would change past an open move.',
  })
  async changePerson(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('expectedVersion', () => Int) expectedVersion: number,
    @Arg('changes', () => PersonChangesInput) changes: PersonChangesInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await changePerson(ctx, commandId, id, expectedVersion, changes));
  }

  @FieldResolver(() => String, { nullable: true })
  documentNumber(@Root() { row }: Person, @Ctx() ctx: PeopleCtx): string | null {
    return row.document_sealed === null ? null : ctx.keyring.open(row.document_sealed, SEALED.document);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      '统一身份识别码 (J-01): the ID number; B newborn, A military, T Hong Kong, Macao, Taiwan, O others. No two live files have one. Null: not given yet.',
  })
  identityCode(@Root() { row }: Person, @Ctx() ctx: PeopleCtx): string | null {
    return row.identity_sealed === null ? null : ctx.keyring.open(row.identity_sealed, SEALED.identity);
  }

  @FieldResolver(() => String, { nullable: true })
  phone(@Root() { row }: Person, @Ctx() ctx: PeopleCtx): string | null {
    return row.phone_sealed === null ? null : ctx.keyring.open(row.phone_sealed, SEALED.phone);
  }

  @FieldResolver(() => String, { nullable: true })
  residenceAddress(@Root() { row }: Person, @Ctx() ctx: PeopleCtx): string | null {
    return row.address_sealed === null ? null : ctx.keyring.open(row.address_sealed, SEALED.address);
  }

  @FieldResolver(() => [Guardian])
  async guardians(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<Guardian[]> {
    const rows = await ctx.loaders.guardians.load(person.id);
    return rows.map((g) => ({
      ordinal: g.ordinal,
      relation: g.relation,
      name: g.name,
      phone: g.phone_sealed === null ? null : ctx.keyring.open(g.phone_sealed, SEALED.guardianPhone),
      documentNumber: g.document_sealed === null ? null : ctx.keyring.open(g.document_sealed, SEALED.guardianDocument),
      memberId: g.member_id,
    }));
  }

  @FieldResolver(() => [DuplicateCandidate], { description: 'Files in the area that may be of the same person.' })
  async duplicates(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<DuplicateCandidate[]> {
    return withPersons(ctx, await ctx.loaders.duplicates.load(person.id));
  }
}

/** Federated reference and single query: null when not there or out of reach. */
export async function loadPerson(ctx: PeopleCtx, id: string): Promise<Person | null> {
  if (!isUuid(id)) return null;
  const row = await ctx.loaders.person.load(id);
  return row && toPerson(row);
}
