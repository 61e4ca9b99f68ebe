import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { CaseStep } from '../progress/case-step.ts';
import { birthExportUrl } from './birth.files.ts';
import { advanceBirth, openBirthFile, readBirths } from './birth.service.ts';
import { AdvanceBirthInput, BirthFile, BirthFilePage, BirthFilterInput, NewBirthInput } from './birth.type.ts';

@Resolver(() => BirthFile)
export class BirthResolver {
  @Query(() => BirthFilePage, {
    description:
      'Birth files of the caller’s obstetric unit, also after they were handed over (S-16); those on their way to the caller’s clinic (S-42); or those of an area. Newest first. Errors: BAD_INPUT filter.month (format).',
  })
  births(
    @Arg('filter', () => BirthFilterInput, { nullable: true }) filter: BirthFilterInput | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Page<BirthFile>> {
    return readBirths(ctx, filter ?? {}, first, after);
  }

  @Query(() => String, { description: 'Address of the same list as .xlsx, good for five minutes.' })
  birthsExportUrl(
    @Arg('filter', () => BirthFilterInput, { nullable: true }) filter: BirthFilterInput | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): string {
    return birthExportUrl(ctx, filter ?? {});
  }

  @Mutation(() => BirthFile, {
    description:
      'Opens the file of a newborn at the obstetric unit (产科建档). Errors: FORBIDDEN for other units; BAD_INPUT by field (input.mother.hbsag required where the region says so, input.destinationUnit out_of_range outside the county it is chosen by …); CONFLICT duplicate, possible_duplicate as of createPerson.',
  })
  openBirthFile(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => NewBirthInput) input: NewBirthInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<BirthFile> {
    return openBirthFile(ctx, commandId, input);
  }

  @Mutation(() => BirthFile, {
    description:
      'Takes a birth file a step further by the table of states. Errors: NOT_FOUND for who is no party to it; FORBIDDEN when the step is another party’s; BAD_INPUT input.reason, input.amend; CONFLICT version, wrong_state, duplicate (restore).',
  })
  advanceBirth(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceBirthInput) input: AdvanceBirthInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<BirthFile> {
    return advanceBirth(ctx, commandId, input);
  }

  @FieldResolver(() => [CaseStep], { description: 'its history, oldest first' })
  steps(@Root() birth: BirthFile, @Ctx() ctx: PeopleCtx): Promise<CaseStep[]> {
    return ctx.loaders.steps.load(birth.id);
  }
}
