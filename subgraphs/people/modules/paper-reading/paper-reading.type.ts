import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum PaperKind {
  birth_certificate = 'birth_certificate',
  id_card = 'id_card',
  household_register = 'household_register',
  vaccination_booklet = 'vaccination_booklet',
}
registerEnumType(PaperKind, {
  name: 'PaperKind',
  description: 'Papers that are read for a form: 出生医学证明, 居民身份证, 居民户口簿, 预防接种证 (J-10).',
});

export enum PaperReadingState {
  waiting = 'waiting',
  ready = 'ready',
  failed = 'failed',
}
registerEnumType(PaperReadingState, { name: 'PaperReadingState' });

export enum PaperReadingFault {
  blurred = 'blurred',
  no_text = 'no_text',
  file_type = 'file_type',
  file_too_large = 'file_too_large',
  busy = 'busy',
  too_late = 'too_late',
  interrupted = 'interrupted',
}
registerEnumType(PaperReadingFault, {
  name: 'PaperReadingFault',
  description: 'Why a paper was not read; each has a sentence that says what to do.',
});

export enum PaperFieldName {
  name = 'name',
  sex = 'sex',
  birth_date = 'birth_date',
  document_number = 'document_number',
  address = 'address',
  mother_name = 'mother_name',
  mother_number = 'mother_number',
  father_name = 'father_name',
  father_number = 'father_number',
  household_relation = 'household_relation',
  barcode = 'barcode',
  vaccine = 'vaccine',
  dose_date = 'dose_date',
  lot_number = 'lot_number',
  unit = 'unit',
}
registerEnumType(PaperFieldName, { name: 'PaperFieldName' });

@ObjectType({ description: 'Where a field stands on the page, in shares of its width and height (0 to 1).' })
export class PaperBox {
  @Field(() => Float)
  x!: number;
  @Field(() => Float)
  y!: number;
  @Field(() => Float)
  width!: number;
  @Field(() => Float)
  height!: number;
}

@ObjectType({ description: 'A field read from a paper; a proposal for the form, stored nowhere else.' })
export class PaperField {
  @Field(() => PaperFieldName)
  field!: PaperFieldName;
  @Field(() => String, { description: 'sex: F or M; dates: YYYY-MM-DD' })
  value!: string;
  @Field(() => Int, { description: '0 to 100; of the least sure character' })
  confidence!: number;
  @Field(() => Boolean, { description: 'false: to be looked at beside the page. Numbers are checked by GB 11643.' })
  isSure!: boolean;
  @Field(() => PaperBox)
  box!: PaperBox;
  @Field(() => Int, {
    nullable: true,
    description: 'which dose of a booklet it tells of, from the top; null: the person',
  })
  dose!: number | null;
}

@ObjectType({ description: 'The reading of one paper (J-10), for the account that sent it, for half an hour.' })
export class PaperReading {
  @Field(() => ID)
  id!: string;
  @Field(() => PaperKind)
  kind!: PaperKind;
  @Field(() => PaperReadingState)
  state!: PaperReadingState;
  @Field(() => PaperReadingFault, { nullable: true })
  failure!: PaperReadingFault | null;
  @Field(() => [PaperField], { description: 'none until it is ready' })
  fields!: PaperField[];
  @Field(() => String, { nullable: true, description: 'address of the page as it was read, good for five minutes' })
  pageUrl!: string | null;
}

@ObjectType({ description: 'Where a paper that is to be read goes (J-10).' })
export class PaperReadingUpload {
  @Field(() => ID)
  readingId!: string;
  @Field(() => String, { nullable: true, description: 'null: it is there already' })
  uploadUrl!: string | null;
}
