import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';
import { RosterMissing, RowVerdict } from '../school-check/school-check.type.ts';
import { SchoolClass, SchoolRound } from '../school-round/school-round.type.ts';

export enum CheckType {
  entry = 'entry',
  transfer = 'transfer',
  inserted = 'inserted',
  recheck = 'recheck',
}
registerEnumType(CheckType, { name: 'CheckType', description: '查验类型: 入学, 转学, 插班, 补查' });

export enum PupilState {
  imported = 'imported',
  matched = 'matched',
  candidate = 'candidate',
  unmatched = 'unmatched',
  evaluated = 'evaluated',
  notified = 'notified',
  caught_up = 'caught_up',
  exempt = 'exempt',
  moved = 'moved',
  overdue = 'overdue',
}
registerEnumType(PupilState, {
  name: 'PupilState',
  description:
    'imported → matched, candidate or unmatched → evaluated → notified → caught_up, exempt, moved or overdue. A candidate waits for a person; overdue is open after the deadline.',
});

export enum NoticeType {
  catch_up = 'catch_up',
  reissue = 'reissue',
}
registerEnumType(NoticeType, { name: 'NoticeType', description: '补种通知单, 补证通知单' });

export enum NoticeState {
  requested = 'requested',
  delivered = 'delivered',
  sms_sent = 'sms_sent',
  failed = 'failed',
  read = 'read',
  print = 'print',
}
registerEnumType(NoticeState, {
  name: 'NoticeState',
  description: 'What became of the notice; `print`: no account and no phone is known, it goes home on paper.',
});

export enum ProofState {
  waiting = 'waiting',
  accepted = 'accepted',
  refused = 'refused',
}
registerEnumType(ProofState, {
  name: 'ProofState',
  description: 'A photo of a certificate of another province, and what the vaccination unit said.',
});

@ObjectType({ description: 'A file that may be the pupil’s. Never its history.' })
export class MatchCandidate {
  @Field(() => ID)
  personId!: string;
  @Field(() => String, { description: 'masked' })
  maskedName!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String)
  sex!: string;
  @Field(() => Organisation)
  managingClinic!: Organisation;
  @Field(() => [String], {
    description:
      'Why it was found: same_document, other_document, no_document_on_file, same_name_birth_date, other_name, same_sex, other_sex.',
  })
  reasons!: string[];
}

@ObjectType()
export class CaughtUpDose {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
}

@ObjectType({ description: 'One step of a pupil’s check. A verdict stands as it was given; the next is another step.' })
export class PupilStep {
  @Field(() => Int)
  number!: number;
  @Field(() => String, {
    description:
      'imported, updated, matched, candidate, unmatched, evaluated, recheck, notified, notice_state, caught_up, exempt, moved, overdue, for_clinic, certificate_seen, confirmed, proof, proof_accepted, proof_refused, withdrawn, file_merged, file_parted',
  })
  step!: string;
  @Field(() => RowVerdict, { nullable: true })
  result!: RowVerdict | null;
  @Field(() => [RosterMissing])
  missing!: RosterMissing[];
  @Field(() => String, { nullable: true })
  scheduleVersion!: string | null;
  @Field(() => String, { nullable: true, description: 'What the checker wrote when the verdict was confirmed.' })
  note!: string | null;
  @Field(() => String, { description: 'Role of who did it; `service`: by itself, from a change of the record.' })
  byRole!: string;
  @Field(() => Date)
  at!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A pupil in a round of the entry check (查验记录): one row that follows the pupil to the end.',
})
export class SchoolPupil {
  @Field(() => ID)
  id!: string;
  @Field(() => Organisation)
  school!: Organisation;
  @Field(() => String, { description: 'As the school wrote it.' })
  name!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { nullable: true, description: 'F or M' })
  sex!: string | null;
  @Field(() => String, { nullable: true, description: 'masked' })
  documentNumber!: string | null;
  @Field(() => String, { nullable: true })
  studentNumber!: string | null;
  @Field(() => String, { nullable: true, description: 'masked' })
  guardianPhone!: string | null;
  @Field(() => CheckType)
  checkType!: CheckType;
  @Field(() => PupilState)
  state!: PupilState;
  @Field(() => RowVerdict, { description: 'The verdict that stands now.' })
  verdict!: RowVerdict;
  @Field(() => Boolean, { nullable: true, description: '有无接种证; null while nobody looked.' })
  certificateSeen!: boolean | null;
  @Field(() => String, { nullable: true, description: 'Number of the certificate that was shown.' })
  certificateNumber!: string | null;
  @Field(() => String, { nullable: true })
  scheduleVersion!: string | null;
  @Field(() => [RosterMissing], {
    description: 'What may still be given, the first of a series now or from its day on.',
  })
  missing!: RosterMissing[];
  @Field(() => [CaughtUpDose])
  caughtUp!: CaughtUpDose[];
  @Field(() => DateScalar, { nullable: true })
  caughtUpOn!: string | null;
  @Field(() => Organisation, { nullable: true, description: 'Where to go: the managing vaccination unit.' })
  managingClinic!: Organisation | null;
  @Field(() => NoticeType, { nullable: true })
  noticeType!: NoticeType | null;
  @Field(() => DateScalar, { nullable: true })
  noticeOn!: string | null;
  @Field(() => NoticeState, { nullable: true })
  noticeState!: NoticeState | null;
  @Field(() => Boolean, { description: 'A file or certificate was made after it was missing (补证).' })
  isReissued!: boolean;
  @Field(() => DateScalar, { nullable: true })
  recheckOn!: string | null;
  @Field(() => RowVerdict, { nullable: true })
  recheckResult!: RowVerdict | null;
  @Field(() => ProofState, { nullable: true })
  proofState!: ProofState | null;
  @Field(() => Boolean, { description: 'The vaccination unit is asked to decide which file is the pupil’s.' })
  forClinic!: boolean;
  @Field(() => DateScalar)
  checkedOn!: string;

  roundId!: string;
  classId!: string | null;
  checker!: string;
  personId!: string | null;
}

@ObjectType({ description: 'Where a pupil stands in the list it came with: what a scan at the gate is sent for.' })
export class PupilListRow {
  @Field(() => ID)
  checkId!: string;
  @Field(() => Int, { description: 'Row of the list, as the spreadsheet numbers it.' })
  row!: number;
}

@ObjectType({
  description:
    'A class of a round for a device that will have no network: every pupil with the verdict that stands. What the device does with it is a claim; the server decides again when it is sent.',
})
export class ClassPack {
  @Field(() => SchoolRound)
  round!: SchoolRound;
  @Field(() => SchoolClass)
  class!: SchoolClass;
  @Field(() => [SchoolPupil], { description: 'Those who left are not among them. At most 500.' })
  pupils!: SchoolPupil[];
  @Field(() => Date)
  takenAt!: Date;
  @Field(() => String, {
    description:
      'base64url of a COSE_Sign1 by a class-list key of the trust list, over `takenAt` and the SM3 of the list (docs/sync.md); a device uses no list without it.',
  })
  signature!: string;
}

@ObjectType()
export class SchoolPupilPage {
  @Field(() => [SchoolPupil])
  nodes!: SchoolPupil[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'Which pupils; what is left out does not narrow.' })
export class SchoolPupilFilter {
  @Field(() => ID, { nullable: true })
  schoolId?: string | null;
  @Field(() => ID, { nullable: true })
  classId?: string | null;
  @Field(() => [PupilState], { nullable: true, description: 'Pupils who left are given only when `moved` is named.' })
  states?: PupilState[] | null;
  @Field(() => [RowVerdict], { nullable: true })
  verdicts?: RowVerdict[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Only those somebody has to do something about.' })
  isOpen?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Only those that wait for the vaccination unit.' })
  forClinic?: boolean | null;
}

@ObjectType({ description: 'How many pupils’ guardians were told, and how.' })
export class SentNotices {
  @Field(() => Int)
  toAccounts!: number;
  @Field(() => Int)
  bySms!: number;
  @Field(() => Int, { description: 'Nobody could be reached: the notice goes home on paper.' })
  toPrint!: number;
}

@ObjectType()
export class RecheckResult {
  @Field(() => Int)
  rechecked!: number;
  @Field(() => Int, { description: 'Of them complete now.' })
  finished!: number;
}

@ObjectType({ description: 'A photo that was announced.' })
export class PupilProofUpload {
  @Field(() => ID)
  fileId!: string;
  @Field(() => String, { nullable: true, description: 'Lives for minutes; null once the photo lies on the server.' })
  uploadUrl!: string | null;
}

@ObjectType({ description: 'Address of a photo.' })
export class PupilProofUrls {
  @Field(() => String, { nullable: true, description: 'Lives for minutes; null when no photo was handed in.' })
  downloadUrl!: string | null;
}

@InputType()
export class SchoolPupilInput {
  @Field(() => ID)
  roundId!: string;
  @Field(() => ID, { nullable: true })
  classId?: string | null;
  @Field(() => String)
  name!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { nullable: true, description: '男 or 女, m or f' })
  sex?: string | null;
  @Field(() => String, { nullable: true, description: 'As in the template; 居民身份证 when left out.' })
  documentType?: string | null;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  studentNumber?: string | null;
  @Field(() => String, { nullable: true })
  guardianPhone?: string | null;
  @Field(() => CheckType, { nullable: true, description: '`inserted` (插班) when left out.' })
  checkType?: CheckType | null;
}
