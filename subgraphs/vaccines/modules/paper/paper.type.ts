import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Dose } from '../dose/dose.type.ts';
import { Account, Organisation } from '../person/person.type.ts';

export const PAPER_CARRIERS = ['booklet', 'card'] as const;
export type PaperCarrier = (typeof PAPER_CARRIERS)[number];
export const PAPER_PARTS = ['particulars', 'name', 'unit_name', 'unit_phone'] as const;
export type PaperPart = (typeof PAPER_PARTS)[number];
export const PAPER_STATES = ['agrees', 'incomplete', 'differs'] as const;
export type PaperState = (typeof PAPER_STATES)[number];

export const PaperCarrierEnum = enumOf(PAPER_CARRIERS);
export const PaperPartEnum = enumOf(PAPER_PARTS);
export const PaperStateEnum = enumOf(PAPER_STATES);
registerEnumType(PaperCarrierEnum, {
  name: 'PaperCarrier',
  description: 'booklet: the family keeps it (预防接种证); card: the unit keeps it (预防接种卡)',
});
registerEnumType(PaperPartEnum, {
  name: 'PaperPart',
  description: 'Parts of the page with the child’s data, each of which can be left to a later printing (S-14).',
});
registerEnumType(PaperStateEnum, {
  name: 'PaperState',
  description:
    '卡证一致性 (Q-60). agrees: every standing dose and all data are on the paper; incomplete: something is still to be printed; ' +
    'differs: a dose stands on the paper that was voided or is of another file now',
});

@ObjectType({ description: 'A dose on the paper.' })
export class PaperRow {
  @Field(() => Int, { description: 'row of the form, from 1' })
  row!: number;
  @Field(() => Dose, { nullable: true, description: 'null: it is not of this file any more' })
  dose!: Dose | null;
  @Field(() => Date, { description: 'of its last printing, by the clock of the device' })
  printedAt!: Date;
  @Field(() => Account)
  printedBy!: Account;
}

@ObjectType({ description: 'One printing.' })
export class PaperPrinting {
  @Field(() => ID)
  id!: string;
  @Field(() => [PaperPartEnum])
  parts!: PaperPart[];
  @Field(() => Int, { description: 'how many doses' })
  doses!: number;
  @Field(() => String, { nullable: true, description: 'why something was printed again, or a new booklet was taken' })
  reason!: string | null;
  @Field(() => Date, { description: 'by the clock of the device' })
  printedAt!: Date;
  @Field(() => Account)
  printedBy!: Account;
  @Field(() => Organisation, { nullable: true })
  clinic!: Organisation | null;
}

@ObjectType({ description: 'A booklet or card of a person and what is printed on it (S-14, Q-60).' })
export class PaperCopy {
  @Field(() => PaperCarrierEnum)
  carrier!: PaperCarrier;
  @Field(() => String, { nullable: true, description: 'of the booklet; a card has none' })
  number!: string | null;
  @Field(() => Boolean, { description: 'false: another booklet has taken its place' })
  inUse!: boolean;
  @Field(() => PaperStateEnum)
  state!: PaperState;
  @Field(() => [PaperPartEnum], { description: 'parts of the page with the child’s data that are printed' })
  parts!: PaperPart[];
  @Field(() => Boolean, { description: 'the file has changed since data of it were printed: compare them' })
  fileChanged!: boolean;
  @Field(() => [PaperRow], { description: 'by row' })
  rows!: PaperRow[];
  @Field(() => [Dose], { description: 'standing doses that are not on it' })
  unprinted!: Dose[];
  @Field(() => [PaperPrinting], { description: 'the latest first' })
  printings!: PaperPrinting[];
}

@InputType()
export class PaperRowInput {
  @Field(() => ID)
  doseId!: string;
  @Field(() => Int, { description: 'row of the form, from 1' })
  row!: number;
}

@InputType()
export class RecordPaperPrintInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => PaperCarrierEnum)
  carrier!: PaperCarrier;
  @Field(() => String, { nullable: true, description: 'number of the booklet: 4 to 32 digits and letters' })
  number?: string | null;
  @Field(() => [PaperPartEnum])
  parts!: PaperPart[];
  @Field(() => [PaperRowInput])
  doses!: PaperRowInput[];
  @Field(() => Int, { description: 'version of the file whose data were printed' })
  personVersion!: number;
  @Field(() => String, {
    nullable: true,
    description: 'required when something is printed again or a new booklet is taken; at most 200 characters',
  })
  reason?: string | null;
  @Field(() => Date, { nullable: true, description: 'when it was printed, by the clock of the device; default: now' })
  printedAt?: Date | null;
}
