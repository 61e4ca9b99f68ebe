import { forbidden } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import {
  decideGroupDeclaration,
  declareGroup,
  openGroupDeclarations,
  withdrawGroupDeclaration,
} from './group-declaration.service.ts';
import {
  DecideGroupDeclarationInput,
  DeclareGroupInput,
  GroupDeclaration,
  OpenGroupDeclarationPage,
} from './group-declaration.type.ts';

const PAGE = 50;

@Resolver(() => Person)
export class GroupDeclarationResolver {
  @FieldResolver(() => [GroupDeclaration], {
    description: 'special groups as the family declares them (特殊人群申报, Q-06), the latest first',
  })
  async groupDeclarations(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<GroupDeclaration[]> {
    if (!(await ctx.loaders.record.load(person.id))) throw forbidden();
    const rows = await ctx.loaders.groupDeclarations.load(person.id);
    const facts = rows.some((r) => r.fact_id !== null) ? await ctx.loaders.healthFacts.load(person.id) : [];
    return rows.map((row) => ({
      id: row.id,
      group: row.special_group,
      since: row.since,
      expectedEnd: row.expected_end,
      note: row.note,
      state: row.state,
      version: row.version,
      fact: facts.find((f) => f.id === row.fact_id) ?? null,
      reason: row.reason,
      declaredAt: new Date(row.declared_at),
    }));
  }

  @Query(() => OpenGroupDeclarationPage, {
    description: 'Declarations of special groups that wait for the clinic of the caller, the oldest first (Q-06).',
  })
  openGroupDeclarations(
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<OpenGroupDeclarationPage> {
    return openGroupDeclarations(ctx, first ?? PAGE, after);
  }

  @Mutation(() => Person, {
    description:
      'Declares a special group of a person. Errors: BAD_INPUT (input.group, input.since, input.expectedEnd, input.note), CONFLICT duplicate, FORBIDDEN.',
  })
  async declareGroup(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => DeclareGroupInput) input: DeclareGroupInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Person> {
    return { id: await declareGroup(ctx, commandId, input) };
  }

  @Mutation(() => Person, {
    description: 'Takes a declaration back. Errors: CONFLICT (version, wrong_state), FORBIDDEN.',
  })
  async withdrawGroupDeclaration(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('id', () => ID) id: string,
    @Arg('expectedVersion', () => Int) expectedVersion: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Person> {
    return { id: await withdrawGroupDeclaration(ctx, commandId, { personId, id, expectedVersion }) };
  }

  @Mutation(() => Person, {
    description:
      'A clinic decides on a declaration: confirmed, it is a health fact, and what is due is calculated anew. ' +
      'Errors: BAD_INPUT (input.factCode, input.since, input.until, input.reason), CONFLICT (version, wrong_state), FORBIDDEN.',
  })
  async decideGroupDeclaration(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => DecideGroupDeclarationInput) input: DecideGroupDeclarationInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Person> {
    return { id: await decideGroupDeclaration(ctx, commandId, input) };
  }
}
