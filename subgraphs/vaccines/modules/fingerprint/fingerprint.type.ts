import {
  FINGER_OWNERS,
  type FingerOwner,
  UNCONFIRMED_REASONS,
  type UnconfirmedReason,
} from '@miaoben/schedule/clinic-visit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';

const FingerOwnerEnum = enumOf(FINGER_OWNERS);
registerEnumType(FingerOwnerEnum, { name: 'FingerOwner', description: 'recipient: 受种者本人; guardian: 监护人' });

export const UnconfirmedReasonEnum = enumOf(UNCONFIRMED_REASONS);
registerEnumType(UnconfirmedReasonEnum, {
  name: 'UnconfirmedReason',
  description: 'declined: 不同意采集; device_fault: 设备故障; unreadable: 指纹无法识别; urgent: 情况紧急',
});

export type { UnconfirmedReason };

@ObjectType({ description: 'The fingerprint a sign-off was confirmed with (指纹确认, H-10).' })
export class Fingerprint {
  @Field(() => ID, { description: 'fingerprintUrl calls it up' })
  id!: string;
  @Field(() => FingerOwnerEnum)
  fingerOf!: FingerOwner;
  @Field(() => Int, { description: '0 to 100' })
  quality!: number;
  @Field(() => FingerOwnerEnum, { description: 'who agreed to it, apart from the consent to the vaccination' })
  consentBy!: FingerOwner;
  @Field(() => Date, { description: 'by the clock of the device' })
  takenAt!: Date;
  @Field(() => Date, { nullable: true, description: 'when it was deleted on withdrawal; its row stays' })
  deletedAt!: Date | null;
}

@ObjectType({ description: 'Where a fingerprint goes before its sign-off (H-10).' })
export class FingerprintUpload {
  @Field(() => ID)
  fingerprintId!: string;
  @Field(() => String, { nullable: true, description: 'null: it is there already' })
  uploadUrl!: string | null;
}

@InputType()
export class AnnounceFingerprintInput {
  @Field(() => ID)
  visitId!: string;
  @Field(() => FingerOwnerEnum)
  fingerOf!: FingerOwner;
  @Field(() => Int, { description: '0 to 100, as the device tells it' })
  quality!: number;
  @Field(() => FingerOwnerEnum, { description: 'the guardian for a child under 14' })
  consentBy!: FingerOwner;
  @Field(() => Int, { description: 'version of the words of the consent that were read' })
  consentWords!: number;
  @Field(() => Date, { nullable: true, description: 'when the device took it; default: now' })
  takenAt?: Date | null;
  @Field(() => Int, { description: 'bytes of the template' })
  size!: number;
}
