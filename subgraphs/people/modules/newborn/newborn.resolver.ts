import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { CaseStep } from '../progress/case-step.ts';
import { fetchNewborns } from './newborn.fetch.ts';
import { advanceNewborn, fileNewborns, readNewborns } from './newborn.service.ts';
import {
  AdvanceNewbornInput,
  FileNewbornInput,
  Newborn,
  NewbornFilterInput,
  NewbornIntake,
  NewbornOutcome,
  NewbornPage,
} from './newborn.type.ts';

@Resolver(() => Newborn)
export class NewbornResolver {
  @Query(() => NewbornPage, {
    description:
      'Newborns the maternal-child system told of the caller’s area (新生儿信息, J-12), the youngest first, each as it stands now. BAD_INPUT filter.id (format).',
  })
  newborns(
    @Arg('filter', () => NewbornFilterInput, { nullable: true }) filter: NewbornFilterInput | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): Promise<NewbornPage> {
    return readNewborns(ctx, filter ?? {}, first, after);
  }

  @FieldResolver(() => [CaseStep], { description: 'What was done with it, oldest first.' })
  steps(@Root() newborn: Newborn, @Ctx() ctx: PeopleCtx): Promise<CaseStep[]> {
    return ctx.loaders.steps.load(newborn.id);
  }

  @Mutation(() => NewbornIntake, {
    description:
      'Fetches newborns of the caller’s area from the maternal-child system (妇幼系统); the same newborn again is the same row. UNAVAILABLE.',
  })
  fetchNewborns(@Arg('commandId', () => ID) commandId: string, @Ctx() ctx: PeopleCtx): Promise<NewbornIntake> {
    return fetchNewborns(ctx, commandId);
  }

  @Mutation(() => [NewbornOutcome], {
    description:
      'Creates the files of newborns (一键建卡, J-12): of those nothing speaks against; the others are told row by row. FORBIDDEN; BAD_INPUT rows (required, out_of_range: at most 100, duplicate).',
  })
  fileNewborns(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('rows', () => [FileNewbornInput]) rows: FileNewbornInput[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<NewbornOutcome[]> {
    return fileNewborns(ctx, commandId, rows);
  }

  @Mutation(() => Newborn, {
    description:
      'Links a newborn with its file and completes it, updates the file, takes the link back, dismisses or reopens. NOT_FOUND; FORBIDDEN; CONFLICT version, wrong_state, duplicate; BAD_INPUT input.reason, input.personId (required, no_match).',
  })
  advanceNewborn(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceNewbornInput) input: AdvanceNewbornInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Newborn> {
    return advanceNewborn(ctx, commandId, input);
  }
}
