import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { planRepair, readProblems, readReport } from './report.service.ts';
import { ProblemState, QualityProblem, QualityProblemPage, QualityReport } from './report.type.ts';

@Resolver()
export class QualityReportResolver {
  @Query(() => QualityReport, {
    description:
      'Checks of what was collected, by day and type; both days inclusive, at most a year. BAD_INPUT to (out_of_range).',
  })
  qualityReport(
    @Arg('from', () => DateScalar) from: string,
    @Arg('to', () => DateScalar) to: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<QualityReport> {
    return readReport(ctx, from, to);
  }

  @Query(() => QualityProblemPage, { description: 'Ledger of improvements, newest first.' })
  qualityProblems(
    @Arg('state', () => ProblemState, { nullable: true }) state: ProblemState | null | undefined,
    @Arg('from', () => DateScalar, { nullable: true }) from: string | null | undefined,
    @Arg('to', () => DateScalar, { nullable: true }) to: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<QualityProblemPage> {
    const filter = { state: state ?? null, from: from ?? null, to: to ?? null };
    return readProblems(ctx, filter, first ?? 50, after ?? null);
  }

  @Mutation(() => QualityProblem, {
    description:
      'Writes down how and by when a problem is repaired. Errors: FORBIDDEN; BAD_INPUT plan (required, too_long), dueOn (out_of_range); CONFLICT id (wrong_state).',
  })
  planQualityProblem(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('plan', () => String) plan: string,
    @Arg('dueOn', () => DateScalar) dueOn: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<QualityProblem> {
    return planRepair(ctx, commandId, { id, plan, dueOn });
  }
}
