import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { NOTE_ACTIONS, NOTE_STATES, type NoteAction, type NoteState } from './dose-note.rules.ts';

export const DoseNoteStateEnum = enumOf(NOTE_STATES);
registerEnumType(DoseNoteStateEnum, {
  name: 'DoseNoteState',
  description:
    'noted 待核对; replaced 已更改; withdrawn 已删除; confirmed 已核对: a dose of the record; dismissed 不采信',
});
export const DoseNoteActionEnum = enumOf(NOTE_ACTIONS);
registerEnumType(DoseNoteActionEnum, {
  name: 'DoseNoteAction',
  description: 'replace, withdraw: of the family; confirm, dismiss, reopen: of the clinic',
});

@ObjectType({
  description: 'A dose as the family noted it (自记接种, Q-05): no part of the record, and never judged or counted.',
})
export class DoseNote {
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar)
  givenOn!: string;
  @Field(() => Vaccine)
  vaccine!: Vaccine;
  @Field(() => String, { nullable: true })
  lotNumber!: string | null;
  @Field(() => String, { nullable: true, description: 'where it was given, in words' })
  unit!: string | null;
  @Field(() => DoseNoteStateEnum)
  state!: NoteState;
  @Field(() => ID, { nullable: true, description: 'confirmed: the dose of the record it is' })
  doseId!: string | null;
  @Field(() => String, { nullable: true, description: 'dismissed: why' })
  reason!: string | null;
  @Field(() => Date)
  notedAt!: Date;
}

@InputType()
export class NoteDoseInput {
  @Field(() => ID, { description: 'UUIDv7, made by the client' })
  id!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => DateScalar)
  givenOn!: string;
  @Field(() => ID)
  vaccineCode!: string;
  @Field(() => String, { nullable: true })
  lotNumber?: string | null;
  @Field(() => String, { nullable: true })
  unit?: string | null;
  @Field(() => ID, { nullable: true, description: 'the note this one takes the place of' })
  replaces?: string | null;
}

@InputType()
export class DecideDoseNoteInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ID)
  id!: string;
  @Field(() => DoseNoteActionEnum, { description: 'confirm, dismiss or reopen' })
  action!: NoteAction;
  @Field(() => ID, { nullable: true, description: 'for `confirm`: a given dose of the record, of this person' })
  doseId?: string | null;
  @Field(() => String, { nullable: true, description: 'for `dismiss`, 1 to 200 characters' })
  reason?: string | null;
}
