import { forbidden, pageRequest, toPage } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { type DoseField, missingDoseFields } from '@miaoben/schedule/clinic-visit';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import type { PersonRecord } from '../../record.ts';
import { lotId, shapeLot, shapeProduct } from '../catalogue/catalogue.shape.ts';
import { Lot, Product } from '../catalogue/catalogue.type.ts';
import { RecordDoseInput } from './dose.input.ts';
import { dosesToReview } from './dose.repository.ts';
import { recordDose } from './dose.service.ts';
import { shapeDose, shapeEvaluations } from './dose.shape.ts';
import { Dose, DoseEvaluation, DoseFieldEnum, DosePage, Observation, RecordDoseResult } from './dose.type.ts';
import { type DoseKey, decodeDoseId } from './dose-id.ts';
import { reviewDose, voidDose } from './void.service.ts';

const PAGE = 50;

/** The dose behind a federated id, null when it is out of reach or not there. */
export async function loadDose(ctx: VaccinesCtx, id: string): Promise<Dose | null> {
  const key = decodeDoseId(id);
  const record = key && (await ctx.loaders.record.load(key.personId));
  const row = record?.dose(key?.doseId ?? '');
  return record && row ? shapeDose(record, row) : null;
}

/** The dose a command has just changed, read anew. */
export async function changedDose(ctx: VaccinesCtx, key: DoseKey): Promise<Dose> {
  const record = await ctx.loaders.record.clear(key.personId).load(key.personId);
  const row = record?.dose(key.doseId);
  // A replay may come after the person has left the caller's reach.
  if (!record || !row) throw forbidden();
  return shapeDose(record, row);
}

async function recordOf(ctx: VaccinesCtx, dose: Dose): Promise<PersonRecord> {
  const record = await ctx.loaders.record.load(dose.row.person_id);
  if (!record) throw forbidden();
  return record;
}

@Resolver(() => Dose)
export class DoseResolver {
  @Query(() => Dose, { nullable: true, description: 'One dose; null when out of reach or not there.' })
  async dose(@Arg('id', () => ID) id: string, @Ctx() ctx: VaccinesCtx): Promise<Dose | null> {
    return loadDose(ctx, id);
  }

  @Query(() => DosePage, {
    description: 'Records that may be one dose recorded twice, of persons in reach, by township.',
  })
  async dosesToReview(
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DosePage> {
    const request = pageRequest(first ?? PAGE, after, 2);
    const reach = reachOf(ctx.scopeOf('Query.dosesToReview'), ctx.claims);
    const keys = await dosesToReview(ctx.em, reach, request.key, request.limit);
    const page = toPage(
      keys,
      request,
      (k) => [k.division, k.dose_id],
      (k) => k,
    );
    const records = await ctx.loaders.record.loadMany(page.nodes.map((k) => k.person_id));
    const nodes = page.nodes.flatMap((k, i) => {
      const record = records[i];
      if (record instanceof Error) throw record;
      const row = record?.dose(k.dose_id);
      return record && row ? [shapeDose(record, row)] : [];
    });
    return { nodes, pageInfo: page.pageInfo };
  }

  @Mutation(() => RecordDoseResult, {
    description:
      'Records a dose. Errors: BAD_INPUT (date_in_future, date_before_birth, unknown_code, not_for_vaccine, not_at_point, not_of_point, required, ' +
      'expired, format, out_of_range, too_long; `overrideReason required` with `extensions.reasons` when the engine ' +
      'advises against a dose about to be given), CONFLICT duplicate, FORBIDDEN, COMMAND_REUSED.',
  })
  async recordDose(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RecordDoseInput) input: RecordDoseInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<RecordDoseResult> {
    const { key, warnings, conflict } = await recordDose(ctx, commandId, input);
    return { dose: await changedDose(ctx, key), warnings, conflict };
  }

  @Mutation(() => Dose, {
    description:
      'Voids a wrong record; it stays readable. Errors: BAD_INPUT (reason required), CONFLICT already_voided, FORBIDDEN ' +
      'unless the own clinic gave the dose or manages the person.',
  })
  async voidDose(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('doseId', () => ID) doseId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Dose> {
    return changedDose(ctx, await voidDose(ctx, commandId, doseId, reason));
  }

  @Mutation(() => Dose, {
    description:
      'Decides on a record waiting for review: keep it, or void it with a reason. Errors: BAD_INPUT (reason required), ' +
      'CONFLICT already_decided, FORBIDDEN unless the own clinic gave the dose or manages the person.',
  })
  async reviewDose(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('doseId', () => ID) doseId: string,
    @Arg('keep', () => Boolean) keep: boolean,
    @Arg('reason', () => String, { nullable: true }) reason: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Dose> {
    return changedDose(ctx, await reviewDose(ctx, commandId, doseId, { keep, reason: reason ?? null }));
  }

  @FieldResolver(() => Product, { nullable: true })
  async product(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<Product | null> {
    const { product_id } = dose.row;
    return product_id === null ? null : shapeProduct((await recordOf(ctx, dose)).catalogue, product_id);
  }

  @FieldResolver(() => Lot, { nullable: true, description: 'null when the lot is not registered' })
  async lot(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<Lot | null> {
    const { product_id, lot_number } = dose.row;
    if (product_id === null || lot_number === null) return null;
    const row = await ctx.loaders.lot.load(lotId(product_id, lot_number));
    return row && shapeLot((await recordOf(ctx, dose)).catalogue, row);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'number in its series, computed; null when it counts for none',
  })
  async doseNumber(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<number | null> {
    return (await recordOf(ctx, dose)).doseNumber(dose.row);
  }

  @FieldResolver(() => [DoseFieldEnum], {
    description: 'what the record lacks of 接种记录关键信息 (Q-18); name and number stand in the file of the person',
  })
  async missingFields(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<DoseField[]> {
    const { row } = dose;
    return missingDoseFields({
      product: row.product_id,
      lot: row.lot_number,
      dose_number: (await recordOf(ctx, dose)).evaluation(row.dose_id)?.series[0]?.dose,
      site: row.site,
      route: row.route,
      trace_code: row.trace_code,
    });
  }

  @FieldResolver(() => [DoseEvaluation], {
    description: 'per series the dose belongs to; none for voided doses and vaccines outside the programme',
  })
  async evaluations(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<DoseEvaluation[]> {
    return shapeEvaluations(await recordOf(ctx, dose), dose.row);
  }

  @FieldResolver(() => Observation, { nullable: true })
  async observation(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<Observation | null> {
    const row = await ctx.loaders.observation.load(`${dose.row.person_id}/${dose.row.dose_id}`);
    return (
      row && {
        startedAt: new Date(row.started_at),
        endsAt: new Date(row.ends_at),
        endedAt: row.ended_at === null ? null : new Date(row.ended_at),
        minutes: row.minutes,
        reaction: row.reaction,
      }
    );
  }

  @FieldResolver(() => [Dose], {
    description: 'other standing records of the same class of vaccine on the same day',
  })
  async conflictsWith(@Root() dose: Dose, @Ctx() ctx: VaccinesCtx): Promise<Dose[]> {
    const record = await recordOf(ctx, dose);
    return record.conflictsWith(dose.row).map((row) => shapeDose(record, row));
  }
}
