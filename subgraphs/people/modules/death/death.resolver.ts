import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { CaseStep } from '../progress/case-step.ts';
import { deathExportUrl } from './death.files.ts';
import { sendDeaths } from './death.sent.ts';
import { advanceDeath, readDeaths, reportDeath } from './death.service.ts';
import {
  AdvanceDeathInput,
  DeathFilterInput,
  DeathIntake,
  DeathReport,
  DeathReportPage,
  ReportDeathInput,
  SentDeathInput,
} from './death.type.ts';

@Resolver(() => DeathReport)
export class DeathResolver {
  @Query(() => DeathReportPage, {
    description:
      'Reports of deaths that lie with the caller’s unit or that it sent in, or in the area of disease control, newest first.',
  })
  deaths(
    @Arg('filter', () => DeathFilterInput, { nullable: true }) filter: DeathFilterInput | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Page<DeathReport>> {
    return readDeaths(ctx, filter ?? {}, first, after);
  }

  @Query(() => String, { description: 'Address of the same list as .xlsx, good for five minutes.' })
  deathsExportUrl(
    @Arg('filter', () => DeathFilterInput, { nullable: true }) filter: DeathFilterInput | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): string {
    return deathExportUrl(ctx, filter ?? {});
  }

  @Mutation(() => DeathReport, {
    description:
      'Reports the death of a person whose file the caller reaches (J-13); the report of an own file is claimed at once. Errors: NOT_FOUND; BAD_INPUT input.diedOn (date_in_future, date_before_birth), input.certificateNumber; CONFLICT wrong_state (cancelled file), duplicate (the document was reported before).',
  })
  reportDeath(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ReportDeathInput) input: ReportDeathInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathReport> {
    return reportDeath(ctx, commandId, input);
  }

  @Mutation(() => DeathIntake, {
    description:
      'Takes deaths over from the police, a hospital or civil affairs, at most 200, all or none; each goes to the unit in charge. Errors: FORBIDDEN place outside the grant; BAD_INPUT rows (required, out_of_range), rows.N.field.',
  })
  sendDeaths(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('rows', () => [SentDeathInput]) rows: SentDeathInput[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathIntake> {
    return sendDeaths(ctx, commandId, rows);
  }

  @Mutation(() => DeathReport, {
    description:
      'Takes a report a step further by the table of states; confirming it closes the file, undoing opens it again. Errors: NOT_FOUND for who is no party to it; FORBIDDEN when the step is another party’s; BAD_INPUT input.reason, input.personId (required, date_before_birth), input.toUnit, input.attachments (out_of_range, no_match); CONFLICT version, wrong_state.',
  })
  advanceDeath(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceDeathInput) input: AdvanceDeathInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<DeathReport> {
    return advanceDeath(ctx, commandId, input);
  }

  @FieldResolver(() => [CaseStep], { description: 'its history, oldest first' })
  steps(@Root() report: DeathReport, @Ctx() ctx: PeopleCtx): Promise<CaseStep[]> {
    return ctx.loaders.steps.load(report.id);
  }
}
