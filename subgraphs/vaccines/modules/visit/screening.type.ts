import { DateScalar } from '@miaoben/kernel';
import {
  SCREENING_ANSWERS,
  SCREENING_CONCLUSIONS,
  type ScreeningAnswerValue,
  type ScreeningConclusion,
} from '@miaoben/schedule/clinic-visit';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Account } from '../person/person.type.ts';

export const ScreeningAnswerEnum = enumOf(SCREENING_ANSWERS);
export const ScreeningConclusionEnum = enumOf(SCREENING_CONCLUSIONS);
registerEnumType(ScreeningAnswerEnum, {
  name: 'ScreeningAnswerValue',
  description: 'no; yes; unknown: who was asked does not know',
});
registerEnumType(ScreeningConclusionEnum, {
  name: 'ScreeningConclusion',
  description:
    'What the health inquiry comes to, mildest first. go: 可以接种; ask_doctor: 请医生判断; postpone: 暂缓 until a day; ' +
    'contraindicated: 禁忌',
});

@ObjectType({
  description: 'One question of the health inquiry before a dose (健康询问与禁忌核查, 预防接种工作规范 2023).',
})
export class ScreeningQuestion {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'zh-CN' })
  text!: string;
  @Field(() => String)
  textEn!: string;
  @Field(() => ScreeningConclusionEnum, { description: 'what the answer yes advises' })
  onYes!: ScreeningConclusion;
  @Field(() => [ID], {
    nullable: true,
    description: 'national codes of the vaccines it is about, by the schedule in force; null: any',
  })
  vaccines!: readonly string[] | null;
  @Field(() => Boolean, { description: 'asked of women and girls only' })
  onlyFemale!: boolean;
  @Field(() => Int, { nullable: true, description: 'asked from this age on, in completed years' })
  fromYears!: number | null;
  @Field(() => Boolean, { description: 'the day of what it asks about is wanted with the answer yes' })
  asksDate!: boolean;
  @Field(() => Int, { nullable: true, description: 'days after which one may come again, to begin with' })
  postponeDays!: number | null;
  @Field(() => String, { nullable: true, description: 'the health fact that follows from yes (healthFactKinds)' })
  fact!: string | null;
  @Field(() => String, { description: 'the clause it rests on' })
  source!: string;
}

@ObjectType({ description: 'A state that is no contraindication, shown beside the questions (2026 programme).' })
export class NotContraindication {
  @Field(() => ID)
  code!: string;
  @Field(() => String, { description: 'zh-CN' })
  name!: string;
}

@ObjectType({ description: 'The questions of the health inquiry in one version; answers are tied to theirs.' })
export class ScreeningForm {
  @Field(() => ID)
  version!: string;
  @Field(() => [ScreeningQuestion])
  questions!: ScreeningQuestion[];
  @Field(() => [NotContraindication])
  notContraindications!: NotContraindication[];
}

@ObjectType({ description: 'One answer.' })
export class ScreeningAnswer {
  @Field(() => ID)
  question!: string;
  @Field(() => ScreeningAnswerEnum)
  value!: ScreeningAnswerValue;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => DateScalar, { nullable: true })
  date!: string | null;
}

@ObjectType({ description: 'A health inquiry that was answered, at the clinic or at home (H-17).' })
export class Screening {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: 'of the questions' })
  formVersion!: string;
  @Field(() => [ScreeningAnswer])
  answers!: ScreeningAnswer[];
  @Field(() => Float, { nullable: true, description: 'body temperature, degrees Celsius' })
  temperature!: number | null;
  @Field(() => ScreeningConclusionEnum, { description: 'what the answers advise' })
  advice!: ScreeningConclusion;
  @Field(() => ScreeningConclusionEnum, {
    nullable: true,
    description: 'what the clinic concluded; null: answered at home only',
  })
  conclusion!: ScreeningConclusion | null;
  @Field(() => DateScalar, { nullable: true, description: 'postponed until this day' })
  until!: string | null;
  @Field(() => String, { nullable: true, description: 'why the conclusion is milder than the advice, or a remark' })
  note!: string | null;
  @Field(() => Boolean, { description: 'answered and signed at home' })
  byFamily!: boolean;
  @Field(() => String, { nullable: true, description: 'the name it is signed with at home' })
  signedName!: string | null;
  @Field(() => ID, { nullable: true, description: 'the answers from home that were gone through with the family' })
  confirms!: string | null;
  @Field(() => Boolean, {
    description: 'it arrived late, and the family had answered anew meanwhile: somebody should read the newer answers',
  })
  confirmsOutdated!: boolean;
  @Field(() => DateScalar, { description: 'holds on this day only' })
  day!: string;
  @Field(() => Date, { description: 'by the clock of the device' })
  answeredAt!: Date;
  @Field(() => Account)
  by!: Account;
}

@InputType()
export class ScreeningAnswerInput {
  @Field(() => ID)
  question!: string;
  @Field(() => ScreeningAnswerEnum)
  value!: ScreeningAnswerValue;
  @Field(() => String, { nullable: true, description: 'at most 200 characters' })
  note?: string | null;
  @Field(() => DateScalar, { nullable: true })
  date?: string | null;
}

@InputType()
export class ScreenVisitInput {
  @Field(() => ID)
  visitId!: string;
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  screeningId!: string;
  @Field(() => ID)
  formVersion!: string;
  @Field(() => [ScreeningAnswerInput])
  answers!: ScreeningAnswerInput[];
  @Field(() => [ID], { description: 'national codes of the vaccines meant to be given; empty: not settled yet' })
  vaccines!: string[];
  @Field(() => Float, { nullable: true, description: 'degrees Celsius, 34 to 43' })
  temperature?: number | null;
  @Field(() => ScreeningConclusionEnum)
  conclusion!: ScreeningConclusion;
  @Field(() => DateScalar, { nullable: true, description: 'required when postponed' })
  until?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'required when the conclusion is milder than what the answers advise',
  })
  note?: string | null;
  @Field(() => ID, { nullable: true, description: 'the answers from home that were gone through (H-17)' })
  confirms?: string | null;
  @Field(() => Date, { nullable: true, description: 'when the device took it; default: now' })
  at?: Date | null;
}

@InputType()
export class AnswerScreeningInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  screeningId!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => ID)
  formVersion!: string;
  @Field(() => [ScreeningAnswerInput])
  answers!: ScreeningAnswerInput[];
  @Field(() => String, { description: 'the name the guardian signs with' })
  signedName!: string;
}
