import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { Person } from '../certificate/certificate.type.ts';
import { SchoolClass, SchoolRound } from '../school-round/school-round.type.ts';
import { readClassPack } from './class-pack.service.ts';
import { readPupil, readPupils } from './school-pupil.service.ts';
import {
  ClassPack,
  MatchCandidate,
  PupilListRow,
  PupilStep,
  SchoolPupil,
  SchoolPupilFilter,
  SchoolPupilPage,
} from './school-pupil.type.ts';

@Resolver(() => SchoolPupil)
export class SchoolPupilResolver {
  @Query(() => SchoolPupilPage, {
    description:
      'Pupils of a round in the order in which they were listed: of the caller’s school, or of the schools in the caller’s area. Errors: BAD_INPUT first (out_of_range), after (format).',
  })
  schoolPupils(
    @Arg('roundId', () => ID) roundId: string,
    @Arg('filter', () => SchoolPupilFilter, { nullable: true }) filter: SchoolPupilFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupilPage> {
    return readPupils(ctx, roundId, filter ?? {}, first ?? 100, after ?? null);
  }

  @Query(() => SchoolPupil, { nullable: true, description: 'One pupil; null outside the caller’s school or area.' })
  schoolPupil(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<SchoolPupil | null> {
    return readPupil(ctx, id);
  }

  @Query(() => ClassPack, {
    nullable: true,
    description:
      'A class of the caller’s school with all its pupils in one answer, to be checked without a network; one audit line. Null for a class that is not the school’s.',
  })
  classPack(
    @Arg('roundId', () => ID) roundId: string,
    @Arg('classId', () => ID) classId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ClassPack | null> {
    return readClassPack(ctx, roundId, classId);
  }

  @FieldResolver(() => PupilListRow, {
    nullable: true,
    description: 'Row of the list with which the pupil came; null for one who was added singly.',
  })
  listRow(@Root() { id }: SchoolPupil, @Ctx() ctx: CertificatesCtx): Promise<PupilListRow | null> {
    return ctx.loaders.pupilListRow.load(id);
  }
  @FieldResolver(() => SchoolRound)
  round(@Root() { roundId }: SchoolPupil, @Ctx() ctx: CertificatesCtx): Promise<SchoolRound | null> {
    return ctx.loaders.schoolRound.load(roundId);
  }
  @FieldResolver(() => SchoolClass, { nullable: true })
  async class(@Root() { classId }: SchoolPupil, @Ctx() ctx: CertificatesCtx): Promise<SchoolClass | null> {
    return classId === null ? null : ctx.loaders.schoolClass.load(classId);
  }
  @FieldResolver(() => [MatchCandidate], {
    description: 'Files that may be the pupil’s, while a person has to decide; reading them is an audit line.',
  })
  candidates(@Root() { id }: SchoolPupil, @Ctx() ctx: CertificatesCtx): Promise<MatchCandidate[]> {
    return ctx.loaders.pupilCandidates.load(id);
  }
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Text of the VX1 answer code of the valid certificate, for the notice that goes home; an audit line.',
  })
  async answerCode(@Root() { personId }: SchoolPupil, @Ctx() ctx: CertificatesCtx): Promise<string | null> {
    return personId === null ? null : ctx.loaders.answerCode.load(personId);
  }
  @FieldResolver(() => Person, { nullable: true, description: 'The file, for those who work with it.' })
  person(@Root() { personId }: SchoolPupil): Person | null {
    return personId === null ? null : { id: personId };
  }
  @FieldResolver(() => [PupilStep], { description: 'What happened to the row, the oldest first.' })
  steps(@Root() { id }: SchoolPupil, @Ctx() ctx: CertificatesCtx): Promise<PupilStep[]> {
    return ctx.loaders.pupilSteps.load(id);
  }
}

@Resolver(() => Person)
export class PupilPersonResolver {
  @FieldResolver(() => [SchoolPupil], {
    description: 'Checks of the person at schools the caller reaches, in all rounds (H-01), the latest first.',
  })
  schoolChecks(@Root() person: Person, @Ctx() ctx: CertificatesCtx): Promise<SchoolPupil[]> {
    return ctx.loaders.pupilsOfPerson.load(person.id);
  }
}
