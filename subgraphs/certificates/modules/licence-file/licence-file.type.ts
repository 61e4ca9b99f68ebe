import { DateTimeScalar } from '@miaoben/kernel';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';

export const LICENCE_FILE_STATES = ['waiting', 'ready', 'failed', 'dropped'] as const;
export type LicenceFileState = (typeof LICENCE_FILE_STATES)[number];
export const LicenceFileStateEnum = enumOf(LICENCE_FILE_STATES);
registerEnumType(LicenceFileStateEnum, {
  name: 'LicenceFileState',
  description:
    'waiting → ready or failed; ready → dropped after 24 hours, when asked for anew, and as soon as the licence changes or is voided.',
});

@ObjectType({ description: 'A file of a licence of one’s own, as PDF, kept for 24 hours (证照缓存).' })
export class LicenceFile {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: '`Licence.id`' })
  licenceId!: string;
  @Field(() => LicenceFileStateEnum)
  state!: LicenceFileState;
  @Field(() => Int, { nullable: true })
  bytes!: number | null;
  @Field(() => DateTimeScalar, { nullable: true })
  madeAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'until when it is kept' })
  until!: Date | null;
}
