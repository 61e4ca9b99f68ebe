import { DateScalar, forbidden } from '@miaoben/kernel';
import type { VisitStepKind } from '@miaoben/schedule/clinic-visit';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeDose } from '../dose/dose.shape.ts';
import { Dose } from '../dose/dose.type.ts';
import { type UnconfirmedReason, UnconfirmedReasonEnum } from '../fingerprint/fingerprint.type.ts';
import { Person } from '../person/person.type.ts';
import { AnswerScreeningInput, Screening, ScreeningForm, ScreenVisitInput } from './screening.type.ts';
import {
  answerScreening,
  breakOffVisit,
  openVisit,
  screeningForm,
  screenVisit,
  signVisit,
  undoVisitStep,
  visits,
} from './visit.service.ts';
import {
  BreakOffVisitInput,
  OpenVisitInput,
  type SignOff,
  SignOffEnum,
  Visit,
  VisitPage,
  VisitStep,
  VisitStepEnum,
} from './visit.type.ts';
import { TracedVisit } from './visit-trace.type.ts';

const PAGE = 200;

@Resolver(() => Visit)
export class VisitResolver {
  @Query(() => ScreeningForm, {
    description: 'The questions of the health inquiry in force, and what is no contraindication. Errors: UNAVAILABLE.',
  })
  async screeningForm(@Ctx() ctx: VaccinesCtx): Promise<ScreeningForm> {
    return screeningForm(ctx);
  }

  @Query(() => VisitPage, {
    description:
      "Visits of a day, today by default, in the caller's clinic with their steps and sign-offs (H-10), in the order they were " +
      'opened. Errors: BAD_INPUT (first, after).',
  })
  async visits(
    @Arg('day', () => DateScalar, { nullable: true }) day: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<VisitPage> {
    return visits(ctx, day, first ?? PAGE, after);
  }

  @FieldResolver(() => [VisitStep], { description: 'in the order they were taken, undone ones too (S-44)' })
  async steps(@Root() { id }: Visit, @Ctx() ctx: VaccinesCtx): Promise<VisitStep[]> {
    return ctx.loaders.visitSteps.load(id);
  }

  @FieldResolver(() => Screening, { nullable: true, description: 'the last health inquiry of the visit' })
  async screening(@Root() { id }: Visit, @Ctx() ctx: VaccinesCtx): Promise<Screening | null> {
    return ctx.loaders.visitScreening.load(id);
  }

  @FieldResolver(() => [Dose], { description: 'doses given in the visit that stand' })
  async doses(@Root() { id, row }: Visit, @Ctx() ctx: VaccinesCtx): Promise<Dose[]> {
    const record = await ctx.loaders.record.load(row.person_id);
    if (!record) throw forbidden();
    return record.doses.filter((d) => d.visit_id === id && d.state === 'given').map((dose) => shapeDose(record, dose));
  }

  @Mutation(() => Visit, {
    description:
      "Opens a visit of a person in the caller's clinic. Errors: BAD_INPUT (visitId format), CONFLICT duplicate, FORBIDDEN.",
  })
  async openVisit(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => OpenVisitInput) input: OpenVisitInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Visit> {
    return openVisit(ctx, commandId, input);
  }

  @Mutation(() => Visit, {
    description:
      'Records the health inquiry of a visit and its conclusion. Postponed or contraindicated, the visit ends. Errors: BAD_INPUT ' +
      '(formVersion, vaccines unknown_code; answers required, unknown_code or duplicate with the question; until required or ' +
      'out_of_range; temperature out_of_range; note required when the conclusion is milder than the answers advise; confirms ' +
      'no_match), CONFLICT wrong_state, FORBIDDEN.',
  })
  async screenVisit(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ScreenVisitInput) input: ScreenVisitInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Visit> {
    return screenVisit(ctx, commandId, input);
  }

  @Mutation(() => Visit, {
    description:
      'Signs a visit off: registration (登记签核) after the health inquiry, vaccination (接种签核) after the doses (S-44). Errors: ' +
      'BAD_INPUT photoId no_match, fingerprintId no_match, format or required (the clinic asks for one, and there is neither it nor a ' +
      'photo nor a reason, H-10), notGiven required at vaccination while a birth dose is late without a reason (S-13), CONFLICT wrong_state, FORBIDDEN.',
  })
  async signVisit(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('visitId', () => ID) visitId: string,
    @Arg('signOff', () => SignOffEnum) signOff: SignOff,
    @Arg('at', () => Date, { nullable: true, description: 'when the device took it; default: now' })
    at: Date | null | undefined,
    @Arg('photoId', () => ID, { nullable: true, description: 'a photo of the visit that was sent before (H-10)' })
    photoId: string | null | undefined,
    @Arg('fingerprintId', () => ID, {
      nullable: true,
      description: 'a fingerprint of the visit that was sent before (H-10)',
    })
    fingerprintId: string | null | undefined,
    @Arg('unconfirmed', () => UnconfirmedReasonEnum, { nullable: true, description: 'why there is neither' })
    unconfirmed: UnconfirmedReason | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Visit> {
    return signVisit(ctx, commandId, {
      visitId,
      signOff,
      at: at ?? null,
      ...(photoId && { photoId }),
      ...(fingerprintId && { fingerprintId }),
      ...(unconfirmed && { unconfirmed }),
    });
  }

  @Mutation(() => Visit, {
    description:
      'Ends a visit that is not done, with the reason. Errors: BAD_INPUT (reason out_of_range when it does not fit the state, note ' +
      'required with other), CONFLICT wrong_state, FORBIDDEN.',
  })
  async breakOffVisit(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => BreakOffVisitInput) input: BreakOffVisitInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Visit> {
    return breakOffVisit(ctx, commandId, input);
  }

  @Mutation(() => Visit, {
    description:
      'Takes the last step of a visit back on its day; it stays readable. Doses are voided instead. Errors: CONFLICT ' +
      'wrong_state when another step is the last, FORBIDDEN.',
  })
  async undoVisitStep(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('visitId', () => ID) visitId: string,
    @Arg('step', () => VisitStepEnum, { description: 'what is to be taken back' }) step: VisitStepKind,
    @Arg('at', () => Date, { nullable: true, description: 'when the device took it back; default: now' })
    at: Date | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Visit> {
    return undoVisitStep(ctx, commandId, { visitId, step, at: at ?? null });
  }

  @Mutation(() => Screening, {
    description:
      'Answers and signs the health inquiry at home before coming (H-17); it holds on that day and the clinic goes through it. ' +
      'Errors: BAD_INPUT (answers required, unknown_code or duplicate with the question; formVersion unknown_code; signedName ' +
      'required), CONFLICT expired for a replay on a later day, FORBIDDEN.',
  })
  async answerScreening(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AnswerScreeningInput) input: AnswerScreeningInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Screening> {
    return answerScreening(ctx, commandId, input);
  }
}

@Resolver(() => Person)
export class VisitPersonResolver {
  @FieldResolver(() => [Visit], { description: "visits of today in the caller's clinic, the latest first" })
  async visitsToday(@Root() { id }: Person, @Ctx() ctx: VaccinesCtx): Promise<Visit[]> {
    if (!(await ctx.loaders.record.load(id))) throw forbidden();
    return ctx.loaders.visitsToday.load(id);
  }

  @FieldResolver(() => [TracedVisit], {
    description:
      'visits to any clinic and temporary point as the path of the person tells them (H-01), the latest hundred',
  })
  async tracedVisits(@Root() { id }: Person, @Ctx() ctx: VaccinesCtx): Promise<TracedVisit[]> {
    if (!(await ctx.loaders.record.load(id))) throw forbidden();
    return ctx.loaders.tracedVisits.load(id);
  }

  @FieldResolver(() => Screening, {
    nullable: true,
    description: 'the health inquiry answered and signed at home today (H-17)',
  })
  async familyScreening(@Root() { id }: Person, @Ctx() ctx: VaccinesCtx): Promise<Screening | null> {
    if (!ctx.loaders.reached.has(id) && !(await ctx.loaders.record.load(id))) throw forbidden();
    return ctx.loaders.familyScreening.load(id);
  }
}
