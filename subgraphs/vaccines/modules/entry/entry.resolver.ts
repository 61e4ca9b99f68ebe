import { audit, badInput, DateScalar } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { dayOf, entryAssessment, type MissingDose, rulesOfPlace } from '@miaoben/schedule';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { dosesOf } from '../dose/dose.repository.ts';
import { findSubjects } from '../person/subject.repository.ts';
import { toHistory, toSubject } from '../plan/engine.ts';
import { nameOfSeries } from '../plan/series-name.ts';

const MOST_PERSONS = 2_000;

@ObjectType({ description: 'A dose to catch up before entry.' })
export class EntryMissingDose {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => String, {
    description: 'two-digit national code of the class of vaccine the programme gives (疫苗大类)',
  })
  majorCode!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => DateScalar, { nullable: true })
  earliest!: string | null;
}

@ObjectType({ description: 'Answer of the school and kindergarten entry check for one child.' })
export class EntryAssessment {
  @Field(() => ID)
  personId!: string;
  @Field(() => DateScalar)
  checkDate!: string;
  @Field(() => String)
  scheduleVersion!: string;
  @Field(() => DateScalar, { description: 'first day of that version' })
  ruleDate!: string;
  @Field(() => Int, {
    description: '1 complete for age, 2 doses to catch up, 4 contraindicated or postponed, 5 not yet due',
  })
  result!: number;
  @Field(() => [EntryMissingDose])
  missing!: EntryMissingDose[];
  @Field(() => [EntryMissingDose], {
    description: 'doses whose age is reached and whose interval is not, with their day; filled for 5',
  })
  awaited!: EntryMissingDose[];
}

@Resolver()
export class EntryResolver {
  @Query(() => [EntryAssessment], {
    description:
      'Entry check on a day, by the schedule in force on it, with the doses recorded now; persons out of reach are left out. At most 2,000 persons. Errors: BAD_INPUT out_of_range.',
  })
  async entryAssessments(
    @Arg('personIds', () => [ID]) personIds: string[],
    @Arg('checkDate', () => DateScalar) checkDate: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<EntryAssessment[]> {
    if (personIds.length > MOST_PERSONS) throw badInput('personIds', 'out_of_range', { max: MOST_PERSONS });
    const reach = reachOf(ctx.scopeOf('Query.entryAssessments'), ctx.claims);
    const asked = [...new Set(personIds)];
    let subjects = await findSubjects(ctx.em, asked, reach);
    if (subjects.length < asked.length) {
      await ctx.consumer.drain('people');
      subjects = await findSubjects(ctx.em, asked, reach);
    }
    const ids = subjects.map((s) => s.person_id);
    await audit(ctx.em, ctx.claims, 'Query.entryAssessments', undefined, {
      persons: ids,
      purpose: ctx.claims.purpose ?? null,
    });
    const doses = Map.groupBy(await dosesOf(ctx.em, ids), (d) => d.person_id);
    const catalogue = await catalogueOn(ctx.orm, checkDate);
    const { schedule } = catalogue;
    return subjects.map((subject) => {
      const history = toHistory(doses.get(subject.person_id) ?? [], catalogue);
      const { byId } = rulesOfPlace(schedule, subject.division, dayOf(checkDate));
      const doseOf = (m: MissingDose): EntryMissingDose => ({
        series: m.series,
        seriesName: nameOfSeries(m.series),
        majorCode: (byId.get(m.series)?.give[0] ?? '').slice(0, 2),
        dose: m.dose,
        earliest: m.earliest,
      });
      const { result, missing, awaited } = entryAssessment(toSubject(subject), history, schedule, checkDate);
      return {
        personId: subject.person_id,
        checkDate,
        scheduleVersion: schedule.id,
        ruleDate: schedule.effectiveFrom,
        result,
        missing: missing.map(doseOf),
        awaited: awaited.map(doseOf),
      };
    });
  }
}
