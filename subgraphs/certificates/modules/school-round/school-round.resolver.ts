import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import {
  closeSchoolRound,
  finishSchoolClass,
  openSchoolRound,
  putSchoolClass,
  readClasses,
  readRounds,
} from './school-round.service.ts';
import {
  SchoolClass,
  SchoolClassCounts,
  SchoolClassInput,
  SchoolKind,
  SchoolRound,
  SchoolRoundInput,
} from './school-round.type.ts';

@Resolver()
export class SchoolRoundResolver {
  @Query(() => [SchoolRound], {
    description: 'Rounds of the entry check the caller’s school or area takes part in, newest first.',
  })
  schoolRounds(@Ctx() ctx: CertificatesCtx): Promise<SchoolRound[]> {
    return readRounds(ctx);
  }

  @Query(() => [SchoolClass], {
    description: 'Classes of a round: of the caller’s school, or of the schools of the caller’s area. At most 500.',
  })
  schoolClasses(
    @Arg('roundId', () => ID) roundId: string,
    @Arg('schoolId', () => ID, { nullable: true }) schoolId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolClass[]> {
    return readClasses(ctx, roundId, schoolId ?? null);
  }

  @Mutation(() => SchoolRound, {
    description:
      'Opens a round for a division. Errors: FORBIDDEN outside the area; BAD_INPUT code, division (format), deadline, recheckFrom, recheckTo (out_of_range: before what it follows); CONFLICT code duplicate.',
  })
  openSchoolRound(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => SchoolRoundInput) input: SchoolRoundInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolRound> {
    return openSchoolRound(ctx, commandId, input);
  }

  @Mutation(() => SchoolRound, {
    description:
      'Finishes a round: its rows change no more by themselves. Errors: FORBIDDEN outside the area; CONFLICT already_decided.',
  })
  closeSchoolRound(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolRound> {
    return closeSchoolRound(ctx, commandId, id);
  }

  @Mutation(() => SchoolClass, {
    description:
      'Makes or changes a class of the caller’s school. Errors: FORBIDDEN for a class of another school; BAD_INPUT grade, name, headTeacher (required, too_long), roundId (no_match, wrong_state); CONFLICT name duplicate.',
  })
  putSchoolClass(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => SchoolClassInput) input: SchoolClassInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolClass> {
    return putSchoolClass(ctx, commandId, input);
  }

  @Mutation(() => SchoolClass, {
    description: 'The check of the class is done; `isDone` false takes that back. Error: FORBIDDEN.',
  })
  finishSchoolClass(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('isDone', () => Boolean) isDone: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolClass> {
    return finishSchoolClass(ctx, commandId, id, isDone);
  }
}

@Resolver(() => SchoolClass)
export class SchoolClassResolver {
  @FieldResolver(() => SchoolRound)
  round(@Root() { roundId }: SchoolClass, @Ctx() ctx: CertificatesCtx): Promise<SchoolRound | null> {
    return ctx.loaders.schoolRound.load(roundId);
  }
  @FieldResolver(() => SchoolKind)
  schoolKind(@Root() { school }: SchoolClass, @Ctx() ctx: CertificatesCtx): Promise<SchoolKind> {
    return ctx.loaders.schoolKind.load(school.id);
  }
  @FieldResolver(() => SchoolClassCounts)
  counts(@Root() { id }: SchoolClass, @Ctx() ctx: CertificatesCtx): Promise<SchoolClassCounts> {
    return ctx.loaders.classCounts.load(id);
  }
}
