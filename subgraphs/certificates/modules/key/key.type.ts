import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KEY_STATES, type KeyState, SIGNING_USES, type SigningUse } from './key.rules.ts';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;
const KeyStateEnum = enumOf(KEY_STATES);
const SigningUseEnum = enumOf(SIGNING_USES);
registerEnumType(KeyStateEnum, {
  name: 'SigningKeyState',
  description:
    'prepared → signing → verifying (signs no more, its codes are taken) → ended; revoked: nothing it signed is taken any more, for good',
});
registerEnumType(SigningUseEnum, {
  name: 'SigningKeyUse',
  description:
    'root signs the trust list; result the static codes; presentation those on screens; status the status lists; class_list the lists of classes that school devices take along',
});

@ObjectType({ description: 'A signing key (签名密钥) without its private half.' })
export class SigningKey {
  @Field(() => ID, { description: 'first 8 bytes of SM3 over the public key, 16 hex digits' })
  kid!: string;
  @Field(() => SigningUseEnum)
  use!: SigningUse;
  @Field(() => String, { description: 'calendar year; of roots current, next or retired' })
  season!: string;
  @Field(() => String)
  alg!: string;
  @Field(() => KeyStateEnum)
  state!: KeyState;
  @Field(() => Date, { nullable: true, description: 'null: a root is bound by being pinned, not by time' })
  signFrom!: Date | null;
  @Field(() => Date, { nullable: true })
  signTo!: Date | null;
  @Field(() => Date, { nullable: true })
  verifyTo!: Date | null;
  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'words of who revoked it' })
  revokedReason!: string | null;
  @Field(() => Int, { description: 'valid certificates that rest on it: they are issued again when it is revoked' })
  certificates!: number;
}

@ObjectType({ description: 'The certificates of a revoked key, issued again in the background.' })
export class KeyReissue {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  kid!: string;
  @Field(() => Int, { nullable: true, description: 'null until they are counted' })
  total!: number | null;
  @Field(() => Int)
  done!: number;
  @Field(() => Int, { description: 'issued again with another key' })
  reissued!: number;
  @Field(() => Int, { description: 'ended without another: the file is closed or has no document number' })
  ended!: number;
  @Field(() => Boolean, { description: 'it does not get on; it is tried again' })
  failed!: boolean;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;
}

@ObjectType({ description: 'A change of the root key, announced to devices and then made.' })
export class RootHandover {
  @Field(() => ID)
  fromKid!: string;
  @Field(() => ID)
  toKid!: string;
  @Field(() => Date)
  announcedAt!: Date;
  @Field(() => Date, { description: 'from when it may be made: 14 days on, so that devices have heard of it' })
  earliestAt!: Date;
  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;
}

@ObjectType({ description: 'A status list as it is served now.' })
export class ServedStatusList {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  size!: number;
  @Field(() => Int)
  bytes!: number;
  @Field(() => Date, { nullable: true })
  issuedAt!: Date | null;
}

@ObjectType({ description: 'What verifiers are served, and the keys behind it.' })
export class TrustState {
  @Field(() => Int)
  sequence!: number;
  @Field(() => Date)
  issuedAt!: Date;
  @Field(() => Int)
  bytes!: number;
  @Field(() => [SigningKey], { description: 'roots first' })
  keys!: SigningKey[];
  @Field(() => [ServedStatusList])
  statusLists!: ServedStatusList[];
  @Field(() => RootHandover, { nullable: true, description: 'the change of root under way' })
  handover!: RootHandover | null;
  @Field(() => [KeyReissue], { description: 'the latest ten' })
  reissues!: KeyReissue[];
}
