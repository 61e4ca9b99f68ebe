import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person, toPerson } from '../person/person.type.ts';
import { searchOtherProvinces } from './search.service.ts';
import { shapeVisitorDose } from './told-dose.shape.ts';
import { takeVisitor } from './visitor.service.ts';
import {
  OtherProvinceCases,
  OtherProvincesInput,
  TakenVisitor,
  TakeVisitorInput,
  VisitorDose,
  VisitorSource,
} from './visitor.type.ts';

@Resolver(() => Person)
export class VisitorResolver {
  @Query(() => OtherProvinceCases, {
    description:
      'Asks the national vaccination interface for a person of another province (异地受种者, Q-12); each question is an audit line. Errors: BAD_INPUT input.documentNumber, input.birthCertificateNumber, input.name, input.birthDate; RATE_LIMITED after 20 a minute; UNAVAILABLE when the national platform does not answer.',
  })
  searchOtherProvinces(
    @Arg('input', () => OtherProvincesInput) input: OtherProvincesInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<OtherProvinceCases> {
    return searchOtherProvinces(ctx, input);
  }

  @Mutation(() => TakenVisitor, {
    description:
      'Makes the temporary file (暂住, 外省户籍) of a case of another province in the caller’s unit and takes over its doses (Q-12); of one case there is one file. Errors: BAD_INPUT input.caseId no_match, input.residence, or by field where the other province’s file is faulty; FORBIDDEN township outside the area; CONFLICT duplicate: a file of the province out of reach has the document; UNAVAILABLE.',
  })
  async takeVisitor(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => TakeVisitorInput) input: TakeVisitorInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<TakenVisitor> {
    const { person, likely, ...taken } = await takeVisitor(ctx, commandId, input);
    return { ...taken, person: person && toPerson(person), likely: likely.map(toPerson) };
  }

  @FieldResolver(() => VisitorSource, {
    nullable: true,
    description: 'The case of another province the file was made of; null for all other files.',
  })
  visitor(@Root() { id, row: { visitor } }: Person): VisitorSource | null {
    return visitor && { ...visitor, takenAt: new Date(visitor.takenAt), personId: id };
  }
}

@Resolver(() => VisitorSource)
export class VisitorSourceResolver {
  @FieldResolver(() => [VisitorDose], {
    description: 'Doses given here since, the latest first, and whether the home province was told of each.',
  })
  async doses(@Root() { personId }: VisitorSource, @Ctx() ctx: PeopleCtx): Promise<VisitorDose[]> {
    return (await ctx.loaders.visitorDoses.load(personId)).map(shapeVisitorDose);
  }
}
