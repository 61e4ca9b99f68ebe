import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';

export enum ReviewMode {
  automatic = 'automatic',
  manual = 'manual',
}
registerEnumType(ReviewMode, {
  name: 'ReviewMode',
  description:
    'automatic: an application that is complete and clear is approved at once, others wait for people; manual: each one waits for people',
});

@ObjectType({ description: 'What holds for certificates in a division (系统设置), and who set it.' })
export class CertificateSettings {
  @Field(() => ID, { description: 'the division asked for' })
  division!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'Division whose setting it is; null for what the platform starts with.',
  })
  setFor!: string | null;
  @Field(() => ReviewMode)
  review!: `${ReviewMode}`;
  @Field(() => Int, { description: 'persons with a certificate or an application per account (绑定最多个数), 1 to 50' })
  maxCertificates!: number;
  @Field(() => Int, { description: 'fetches of a file per account, day and licence type, 1 to 1,000' })
  fetchesPerDay!: number;
  @Field(() => Int, { description: 'fetches of files per account and year, 1 to 100,000' })
  fetchesPerYear!: number;
  @Field(() => [Int], { description: 'days before the end at which holders are reminded, 1 to 180, at most four' })
  remindDays!: readonly number[];
  @Field(() => Int, { description: 'of the division’s own setting, 0 when it has none; to be sent with a change' })
  version!: number;
  @Field(() => Date, { nullable: true })
  changedAt!: Date | null;
  @Field(() => Account, { nullable: true })
  changedBy!: Account | null;
}

@InputType({ description: 'See CertificateSettings.' })
export class CertificateSettingsInput {
  @Field(() => ID)
  division!: string;
  @Field(() => ReviewMode)
  review!: `${ReviewMode}`;
  @Field(() => Int)
  maxCertificates!: number;
  @Field(() => Int)
  fetchesPerDay!: number;
  @Field(() => Int)
  fetchesPerYear!: number;
  @Field(() => [Int])
  remindDays!: number[];
  @Field(() => Int)
  version!: number;
}
