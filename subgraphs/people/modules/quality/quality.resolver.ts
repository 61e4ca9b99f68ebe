import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { qualityFileUrl } from './quality.files.ts';
import {
  answerFinding,
  handOver,
  qualityFindings,
  qualityHandovers,
  qualityRules,
  qualitySummary,
  qualityUnits,
  recheck,
  switchRule,
} from './quality.service.ts';
import {
  QualityFilter,
  QualityFindingPage,
  QualityHandoverPage,
  QualityRuleInfo,
  QualityRun,
  QualitySummary,
  QualityUnitCount,
} from './quality.type.ts';

@Resolver()
export class QualityResolver {
  @Query(() => [QualityRuleInfo], { description: 'The rules of the data check (S-41), on and off. Errors: FORBIDDEN.' })
  qualityRules(@Ctx() ctx: PeopleCtx): Promise<QualityRuleInfo[]> {
    return qualityRules(ctx);
  }

  @Query(() => QualitySummary, {
    description:
      'How many files of the caller’s area or clinic break each rule (J-06). Errors: FORBIDDEN; BAD_INPUT division (format).',
  })
  qualitySummary(
    @Arg('division', () => ID, { nullable: true }) division: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<QualitySummary> {
    return qualitySummary(ctx, division);
  }

  @Query(() => [QualityUnitCount], {
    description:
      'How many files of each unit break a rule, most first. Errors: FORBIDDEN; BAD_INPUT as qualityFindings.',
  })
  qualityUnits(
    @Arg('filter', () => QualityFilter) filter: QualityFilter,
    @Ctx() ctx: PeopleCtx,
  ): Promise<QualityUnitCount[]> {
    return qualityUnits(ctx, filter);
  }

  @Query(() => QualityFindingPage, {
    description:
      'Files that break a rule (异常个案查询, Q-08), by rule and file. Errors: FORBIDDEN; BAD_INPUT filter.rule (unknown_code), division, filter.clinic, filter.handover (format).',
  })
  qualityFindings(
    @Arg('filter', () => QualityFilter) filter: QualityFilter,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<QualityFindingPage> {
    return qualityFindings(ctx, filter, first, after);
  }

  @Query(() => String, {
    description:
      'Address of all rows that break the standard as .xlsx (S-41), good for five minutes. Errors as qualityFindings.',
  })
  qualityFile(@Arg('filter', () => QualityFilter) filter: QualityFilter, @Ctx() ctx: PeopleCtx): Promise<string> {
    return qualityFileUrl(ctx, filter);
  }

  @Query(() => QualityHandoverPage, {
    description: 'Findings handed over to clinics, newest first. Errors: FORBIDDEN.',
  })
  qualityHandovers(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<QualityHandoverPage> {
    return qualityHandovers(ctx, first, after);
  }

  @Mutation(() => QualityRuleInfo, {
    description:
      'Switches a rule on or off for the province. Errors: FORBIDDEN below the province; BAD_INPUT rule (unknown_code), reason (required, too_long).',
  })
  switchQualityRule(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('rule', () => ID) rule: string,
    @Arg('isOn', () => Boolean) isOn: boolean,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<QualityRuleInfo> {
    return switchRule(ctx, commandId, { rule, isOn, reason });
  }

  @Mutation(() => QualityRun, {
    description: 'Holds all files against the rules again, in the background. Errors: FORBIDDEN below the province.',
  })
  recheckQuality(@Arg('commandId', () => ID) commandId: string, @Ctx() ctx: PeopleCtx): Promise<QualityRun> {
    return recheck(ctx, commandId);
  }

  @Mutation(() => Int, {
    description:
      'Hands a clinic its findings of a rule that nobody handed over yet, and those it answered. Gives their number. Errors: FORBIDDEN; BAD_INPUT rule, clinic (unknown_code), note; CONFLICT wrong_state when there is none.',
  })
  handOverFindings(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('rule', () => ID) rule: string,
    @Arg('clinic', () => ID) clinic: string,
    @Arg('note', () => String, { nullable: true }) note: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<number> {
    return handOver(ctx, commandId, { rule, clinic, note });
  }

  @Mutation(() => Boolean, {
    description:
      'The clinic says why a finding that was handed over stays. Errors: FORBIDDEN; NOT_FOUND when it is not the clinic’s or was not handed over; BAD_INPUT rule, answer.',
  })
  answerFinding(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('rule', () => ID) rule: string,
    @Arg('answer', () => String) answer: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<boolean> {
    return answerFinding(ctx, commandId, { personId, rule, answer });
  }
}
