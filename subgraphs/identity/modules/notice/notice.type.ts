import { PageInfo } from '@miaoben/kernel/graph-types';
import { NOTICE_KINDS } from '@miaoben/schema';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

const NoticeKindEnum = Object.fromEntries(Object.keys(NOTICE_KINDS).map((kind) => [kind, kind]));
registerEnumType(NoticeKindEnum, {
  name: 'NoticeKind',
  description: 'What a notice is about; the app has a sentence for each',
});

export enum NoticeSmsState {
  waiting = 'waiting',
  sending = 'sending',
  sent = 'sent',
  failed = 'failed',
  uncertain = 'uncertain',
}
registerEnumType(NoticeSmsState, {
  name: 'NoticeSmsState',
  valuesConfig: {
    waiting: { description: 'for its turn, the end of the quiet hours or the next try' },
    failed: { description: 'not taken: no or a wrong phone number, or the service did not take it in six tries' },
    uncertain: {
      description:
        'handed over, but whether the service took it is not known; never sent again, so that nobody is told twice',
    },
  },
});

export enum NoticeSmsFailure {
  no_phone = 'no_phone',
  wrong_phone = 'wrong_phone',
  service_away = 'service_away',
}
registerEnumType(NoticeSmsFailure, { name: 'NoticeSmsFailure' });

@ObjectType({ description: 'One value of the sentence of a notice' })
export class NoticeParam {
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'names of persons are masked' })
  value!: string;
}

@ObjectType({ description: 'What became of the short message of a notice' })
export class NoticeSms {
  @Field(() => NoticeSmsState)
  state!: NoticeSmsState;
  @Field(() => NoticeSmsFailure, { nullable: true })
  failure!: NoticeSmsFailure | null;
  @Field(() => Date, { nullable: true, description: 'when it was sent or given up' })
  at!: string | null;
}

@ObjectType({ description: 'Something the account was told (站内消息)' })
export class Notice {
  @Field(() => ID)
  id!: string;
  @Field(() => NoticeKindEnum)
  kind!: string;
  @Field(() => ID, { nullable: true, description: 'what it is about: a person, certificate, licence or check' })
  subjectId!: string | null;
  @Field(() => [NoticeParam])
  params!: NoticeParam[];
  @Field(() => Date)
  at!: string;
  @Field(() => Date, { nullable: true })
  readAt!: string | null;
  @Field(() => NoticeSms, { nullable: true, description: 'null for kinds that are told in the app only' })
  sms!: NoticeSms | null;
}

@ObjectType()
export class NoticePage {
  @Field(() => [Notice])
  nodes!: Notice[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
