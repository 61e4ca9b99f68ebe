import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum SubmissionState {
  waiting = 'waiting',
  accepted = 'accepted',
  refused = 'refused',
}
registerEnumType(SubmissionState, { name: 'SubmissionState' });

export enum SubmittedKind {
  certificate = 'certificate',
  seal = 'seal',
}
registerEnumType(SubmittedKind, { name: 'SubmittedKind' });

export enum PlatformState {
  registered = 'registered',
  suspended = 'suspended',
  cancelled = 'cancelled',
}
registerEnumType(PlatformState, {
  name: 'PlatformState',
  description: 'How a licence or a seal stands at the licence platform: registered ⇄ suspended → cancelled.',
});
export enum PlatformSealingState {
  sealed = 'sealed',
  withdrawn = 'withdrawn',
}
registerEnumType(PlatformSealingState, { name: 'PlatformSealingState' });

@ObjectType({ description: 'What the seal system of the platform gave back for a sealing (签章回执).' })
export class PlatformSealing {
  @Field(() => String, { description: 'number of the receipt' })
  receipt!: string;
  @Field(() => String, { description: 'the seal as the seal system knows it (印章标识)' })
  sealId!: string;
  @Field(() => Date)
  at!: Date;
  @Field(() => PlatformSealingState)
  state!: `${PlatformSealingState}`;
  @Field(() => Date, { nullable: true })
  withdrawnAt!: Date | null;
}

@ObjectType({ description: 'Hand-over to the licence platform (电子证照信息提交).' })
export class Submission {
  @Field(() => SubmissionState)
  state!: SubmissionState;
  @Field(() => String, { nullable: true, description: 'acceptance number of the platform (受理号)' })
  receipt!: string | null;
  @Field(() => Int)
  attempts!: number;
  @Field(() => String, { nullable: true, description: 'why the last attempt failed, without personal data' })
  lastError!: string | null;
  @Field(() => Date, { nullable: true })
  acceptedAt!: Date | null;
  @Field(() => PlatformState, {
    nullable: true,
    description: 'as the platform says since; null: it has said nothing yet',
  })
  platformState!: `${PlatformState}` | null;
  @Field(() => Date, { nullable: true })
  platformAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'the platform’s words' })
  platformReason!: string | null;
  @Field(() => PlatformSealing, { nullable: true, description: 'of a file: null until the seal system has answered' })
  sealing!: PlatformSealing | null;
  @Field(() => Submission, {
    nullable: true,
    description: 'how far the platform was told that it stands no more: certificate revoked, file or seal withdrawn',
  })
  withdrawal!: Submission | null;
}

@ObjectType({ description: 'A hand-over named by its acceptance number, with what it is of.' })
export class FoundSubmission {
  @Field(() => SubmittedKind)
  kind!: `${SubmittedKind}`;
  @Field(() => String, { nullable: true, description: 'number of the certificate, or of the seal' })
  number!: string | null;
  @Field(() => Submission)
  submission!: Submission;
}

@ObjectType({ description: 'How far files of a batch are: sealed here, taken by the licence platform.' })
export class SealingProgress {
  @Field(() => Int, { description: 'those asked for that the caller reaches' })
  total!: number;
  @Field(() => Int)
  sealed!: number;
  @Field(() => Int, { description: 'could not be sealed; each says why' })
  failed!: number;
  @Field(() => Int, { description: 'accepted by the licence platform' })
  accepted!: number;
  @Field(() => Int, { description: 'refused by the licence platform' })
  refused!: number;
}
