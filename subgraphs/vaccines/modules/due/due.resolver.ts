import { audit, badInput, DateScalar, pageRequest, toPage } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import { nameOfSeries } from '../plan/plan.shape.ts';
import { SeriesStatus } from '../plan/plan.type.ts';
import { DUE_STATUSES, type DueItemRow, type DueStatus, dueItems } from './due.repository.ts';

const PAGE = 50;

@ObjectType({ description: 'A dose somebody should come for.' })
export class DueItem {
  @Field(() => Person)
  person!: Person;
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => SeriesStatus)
  status!: SeriesStatus;
  @Field(() => DateScalar)
  recommended!: string;
  @Field(() => DateScalar, { nullable: true })
  overdueFrom!: string | null;
}

@ObjectType()
export class DuePage {
  @Field(() => [DueItem])
  nodes!: DueItem[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

function statusOn(row: DueItemRow, today: string): DueStatus {
  if (row.earliest > today) return 'not_yet';
  return row.overdue_from !== null && row.overdue_from <= today ? 'overdue' : 'due';
}

function readStatus(status: SeriesStatus | null): DueStatus | null {
  if (status === null) return null;
  const known = DUE_STATUSES.find((s) => s === status);
  if (!known) throw badInput('status', 'out_of_range', { allowed: DUE_STATUSES });
  return known;
}

@Resolver()
export class DueResolver {
  @Query(() => DuePage, {
    description:
      'Catch-up register of a division today (查漏补种, Q-20): due and overdue doses by township and the day they could ' +
      'first be given; `status` narrows to due, overdue or not_yet. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  async dueList(
    @Arg('division', () => ID) division: string,
    @Arg('status', () => SeriesStatus, { nullable: true }) status: SeriesStatus | null | undefined,
    @Arg('series', () => String, { nullable: true }) series: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DuePage> {
    const today = ctx.clock.today();
    const request = pageRequest(first ?? PAGE, after, 4);
    const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf('Query.dueList'), ctx.claims));
    const filter = { today, status: readStatus(status ?? null), series: series ?? null };
    const rows = await dueItems(ctx.em, reach, filter, request.key, request.limit);
    await audit(ctx.em, ctx.claims, 'Query.dueList', division, { rows: Math.min(rows.length, request.first) });
    return toPage(
      rows,
      request,
      (r) => [r.division, r.earliest, r.person_id, r.series],
      (r) => ({
        person: { id: r.person_id },
        series: r.series,
        seriesName: nameOfSeries(r.series),
        dose: r.dose,
        status: statusOn(r, today),
        recommended: r.recommended,
        overdueFrom: r.overdue_from,
      }),
    );
  }
}
