import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import {
  BREAK_OFF_REASONS,
  type BreakOffReason,
  VISIT_STATES,
  VISIT_STEPS,
  type VisitState,
  type VisitStepKind,
} from '@miaoben/schedule/clinic-visit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Fingerprint, type UnconfirmedReason, UnconfirmedReasonEnum } from '../fingerprint/fingerprint.type.ts';
import { Account, Organisation, Person } from '../person/person.type.ts';
import type { VisitRow } from './visit.repository.ts';

export const VisitStateEnum = enumOf(VISIT_STATES);
export const VisitStepEnum = enumOf(VISIT_STEPS);
export const BreakOffReasonEnum = enumOf(BREAK_OFF_REASONS);
export const SIGN_OFFS = ['registration', 'vaccination'] as const;
export type SignOff = (typeof SIGN_OFFS)[number];
export const SignOffEnum = enumOf(SIGN_OFFS);
registerEnumType(SignOffEnum, { name: 'SignOff', description: 'registration: 登记签核; vaccination: 接种签核 (S-44)' });
registerEnumType(VisitStateEnum, {
  name: 'VisitState',
  description:
    'registered: 已登记; screened: 已健康询问; signed_off: 登记已签核; consented: 已知情同意; vaccinated: 已接种, 待签核; ' +
    'observing: 留观中; done: 已完成; broken_off: 已中止',
});
registerEnumType(VisitStepEnum, {
  name: 'VisitStepKind',
  description:
    'screening_passed, screening_referred (a doctor is asked), screening_failed (postponed or contraindicated): 健康询问; ' +
    'registration_signed: 登记签核; consented: 知情同意; dose_given: 接种; vaccination_signed: 接种签核; observed: 留观结束; broken_off: 中止',
});
registerEnumType(BreakOffReasonEnum, {
  name: 'BreakOffReason',
  description:
    'postponed 暂缓; contraindicated 禁忌; refused 拒绝; no_stock 无疫苗; left 离开; left_observation 未留观离开 (after a dose only); ' +
    'opened_by_mistake 误开; other 其他 (with a note)',
});

@ObjectType({ description: 'One step of a visit: what, when, by whom.' })
export class VisitStep {
  @Field(() => Int, { description: 'from 1, in the order they were taken' })
  seq!: number;
  @Field(() => VisitStepEnum)
  kind!: VisitStepKind;
  @Field(() => Date, { description: 'by the clock of the device' })
  at!: Date;
  @Field(() => Date, { description: 'by the clock of the server' })
  receivedAt!: Date;
  @Field(() => Account)
  by!: Account;
  @Field(() => Boolean, { description: 'taken back; it stays readable' })
  undone!: boolean;
  @Field(() => ID, { nullable: true, description: 'photo taken at the sign-off (H-10): visitPhotoUrl calls it up' })
  photoId!: string | null;
  @Field(() => Fingerprint, { nullable: true, description: 'fingerprint the sign-off was confirmed with (H-10)' })
  fingerprint!: Fingerprint | null;
  @Field(() => UnconfirmedReasonEnum, {
    nullable: true,
    description: 'why a sign-off has neither photo nor fingerprint',
  })
  unconfirmed!: UnconfirmedReason | null;
}

/** Steps, doses and answers are resolved in the resolver; `row` never leaves the process. */
@ObjectType({ description: 'One visit of a person to a clinic (接种流程, S-44).' })
export class Visit {
  row!: VisitRow;
  @Field(() => ID)
  id!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => Organisation)
  clinic!: Organisation;
  @Field(() => DateScalar)
  day!: string;
  @Field(() => String, { nullable: true, description: 'vaccination point (接种点), where the clinic has several' })
  point!: string | null;
  @Field(() => VisitStateEnum)
  state!: VisitState;
  @Field(() => Date, { description: 'by the clock of the device' })
  openedAt!: Date;
  @Field(() => Account)
  openedBy!: Account;
  @Field(() => BreakOffReasonEnum, { nullable: true })
  brokenReason!: BreakOffReason | null;
  @Field(() => String, { nullable: true })
  brokenNote!: string | null;
}

@ObjectType()
export class VisitPage {
  @Field(() => [Visit])
  nodes!: Visit[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class OpenVisitInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  visitId!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => String, {
    nullable: true,
    description: 'the vaccination point (clinicSettings) it happens at; at most 40 characters',
  })
  point?: string | null;
  @Field(() => ID, { nullable: true, description: 'the session at a temporary point; it brings its point along' })
  sessionId?: string | null;
  @Field(() => Date, { nullable: true, description: 'when the device took it; default: now' })
  openedAt?: Date | null;
}

@InputType()
export class BreakOffVisitInput {
  @Field(() => ID)
  visitId!: string;
  @Field(() => BreakOffReasonEnum)
  reason!: BreakOffReason;
  @Field(() => String, { nullable: true, description: 'required with the reason other; at most 200 characters' })
  note?: string | null;
  @Field(() => Date, { nullable: true, description: 'when the device took it; default: now' })
  at?: Date | null;
}
