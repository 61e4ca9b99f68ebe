import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Organisation } from '../certificate/certificate.type.ts';

export enum SealState {
  uploading = 'uploading',
  refused = 'refused',
  active = 'active',
  replaced = 'replaced',
  withdrawn = 'withdrawn',
}
registerEnumType(SealState, {
  name: 'SealState',
  description: 'uploading → active or refused; active → replaced or withdrawn. One active seal an issuer.',
});
export enum SealOrigin {
  uploaded = 'uploaded',
  drawn = 'drawn',
}
registerEnumType(SealOrigin, {
  name: 'SealOrigin',
  valuesConfig: { drawn: { description: 'Drawn by the platform for demonstrations; the picture says so.' } },
});
export enum SealingResult {
  ok = 'ok',
  failed = 'failed',
}
registerEnumType(SealingResult, { name: 'SealingResult' });
export enum SealingAct {
  seal = 'seal',
  withdraw = 'withdraw',
}
registerEnumType(SealingAct, { name: 'SealingAct' });
export enum FileFormat {
  ofd = 'ofd',
  pdf = 'pdf',
}
registerEnumType(FileFormat, { name: 'FileFormat' });

@ObjectType({ description: 'The right of a person or a system to use a seal (签章权限).' })
export class SealGrant {
  @Field(() => Account, { nullable: true, description: 'null: the platform itself' })
  account!: Account | null;
  @Field(() => String, { nullable: true, description: 'the system; `service:certificates` is the platform' })
  system!: string | null;
  @Field(() => Date)
  grantedAt!: Date;
  @Field(() => Date, { nullable: true, description: 'null: stands' })
  withdrawnAt!: Date | null;
}

@ObjectType({ description: 'Seal of an issuing institution (电子印章).' })
export class Seal {
  @Field(() => ID)
  id!: string;
  @Field(() => Organisation)
  issuer!: Organisation;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'number of the seal, 14 digits' })
  number!: string;
  @Field(() => SealOrigin)
  origin!: SealOrigin;
  @Field(() => SealState)
  state!: SealState;
  @Field(() => String, {
    nullable: true,
    description: 'why the picture was refused: file_type, file_too_large, out_of_range',
  })
  failure!: string | null;
  @Field(() => String, { nullable: true, description: 'Where to PUT the picture; while the state is uploading.' })
  uploadUrl!: string | null;
  @Field(() => String, { nullable: true, description: 'The picture, .png; valid for five minutes.' })
  pictureUrl!: string | null;
  @Field(() => Int, { nullable: true, description: 'width of the imprint in millimetres' })
  widthMm!: number | null;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => Date, { nullable: true })
  validTo!: Date | null;
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;
  @Field(() => String, { nullable: true })
  endedReason!: string | null;
}

@ObjectType()
export class SealPage {
  @Field(() => [Seal])
  nodes!: Seal[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'One act of sealing or withdrawing, kept as evidence (签章过程记录).' })
export class SealingLogLine {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  at!: Date;
  @Field(() => SealingAct)
  act!: SealingAct;
  @Field(() => SealingResult)
  result!: SealingResult;
  @Field(() => String, { nullable: true, description: 'why it failed, or why a file was withdrawn' })
  reason!: string | null;
  @Field(() => ID)
  documentId!: string;
  @Field(() => String, { nullable: true, description: 'number of the certificate the file is of' })
  certificateNumber!: string | null;
  @Field(() => Organisation)
  issuer!: Organisation;
  @Field(() => Account, { nullable: true, description: 'null: the platform itself' })
  operator!: Account | null;
  @Field(() => FileFormat, { nullable: true })
  format!: FileFormat | null;
  @Field(() => String, { nullable: true, description: 'SM3 of the file, hexadecimal' })
  fileSm3!: string | null;
  @Field(() => String, { nullable: true, description: 'serial number of the certificate that signed, hexadecimal' })
  certificateSerial!: string | null;
}

@ObjectType()
export class SealingLogPage {
  @Field(() => [SealingLogLine])
  nodes!: SealingLogLine[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Seals and sealed files of a division (电子印章统计).' })
export class SealCount {
  @Field(() => String, { description: 'code of the division; shorter for what belongs to a division above' })
  division!: string;
  @Field(() => Int, { description: 'seals in use now' })
  active!: number;
  @Field(() => Int, { description: 'made in the period' })
  made!: number;
  @Field(() => Int, { description: 'replaced or withdrawn in the period' })
  ended!: number;
  @Field(() => Int, { description: 'files sealed in the period' })
  sealed!: number;
  @Field(() => Int, { description: 'files whose sealing failed in the period' })
  failed!: number;
  @Field(() => Int, { description: 'files withdrawn in the period' })
  withdrawn!: number;
}
