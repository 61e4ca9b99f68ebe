import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Account } from '../person/person.type.ts';

export const AEFI_FILE_KINDS = ['medical_record', 'attachment'] as const;
export type AefiFileKind = (typeof AEFI_FILE_KINDS)[number];
export const AefiFileKindEnum = enumOf(AEFI_FILE_KINDS);
registerEnumType(AefiFileKindEnum, {
  name: 'AdverseEventFileKind',
  description:
    'medical_record: case file of a hospital (病历资料), for the experts of the case alone; attachment: any other paper',
});

@ObjectType({ description: 'A paper of a case.' })
export class AdverseEventFile {
  @Field(() => ID)
  id!: string;
  @Field(() => AefiFileKindEnum)
  kind!: AefiFileKind;
  @Field(() => String, { description: 'as it was sent' })
  name!: string;
  @Field(() => Int, { description: 'bytes' })
  size!: number;
  @Field(() => Date)
  addedAt!: Date;
  @Field(() => Account)
  by!: Account;
  @Field(() => Boolean, { description: 'the caller may call it up' })
  mayOpen!: boolean;
}

@ObjectType({ description: 'Where a paper is to be sent.' })
export class AdverseEventUpload {
  @Field(() => ID)
  fileId!: string;
  @Field(() => String, { nullable: true, description: 'good for 15 minutes; null: it is there already' })
  uploadUrl!: string | null;
}
