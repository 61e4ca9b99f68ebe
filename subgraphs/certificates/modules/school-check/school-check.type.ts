import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { ImportCell, ImportFinding } from '@miaoben/kernel/imports/types';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';

export enum RowVerdict {
  complete = 'complete',
  missing_doses = 'missing_doses',
  no_file = 'no_file',
  postponed = 'postponed',
  not_yet_due = 'not_yet_due',
  to_mend = 'to_mend',
  candidate = 'candidate',
}
registerEnumType(RowVerdict, {
  name: 'RowVerdict',
  valuesConfig: {
    complete: { description: 'Every dose for the age is given.' },
    missing_doses: { description: 'Doses are to be caught up: a notice to the guardian, never a refusal of entry.' },
    no_file: { description: 'No vaccination file found.' },
    postponed: { description: 'Contraindicated or postponed; the school is not told why.' },
    not_yet_due: { description: 'Nothing can be given on the day of the check.' },
    to_mend: { description: 'The row has mistakes (findings); it was not looked up.' },
    candidate: { description: 'One or several similar files: the vaccination unit decides, not the machine.' },
  },
});

export enum SchoolCheckState {
  uploading = 'uploading',
  reading = 'reading',
  ready = 'ready',
  failed = 'failed',
}
registerEnumType(SchoolCheckState, { name: 'SchoolCheckState', description: 'uploading → reading → ready or failed' });

@ObjectType({ description: 'A dose to catch up.' })
export class RosterMissing {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => DateScalar, { nullable: true, description: 'Earliest day on which it may be given.' })
  earliest!: string | null;
}

@ObjectType({ description: 'A pupil of the class list and the answer of the check; neither history nor reasons.' })
export class RosterRow {
  @Field(() => Int, { description: 'Row number as the spreadsheet shows it.' })
  number!: number;
  @Field(() => String, { description: 'As the school wrote it.' })
  name!: string;
  @Field(() => DateScalar, { nullable: true })
  birthDate!: string | null;
  @Field(() => String, { nullable: true })
  className!: string | null;
  @Field(() => String, { nullable: true })
  grade!: string | null;
  @Field(() => RowVerdict)
  verdict!: RowVerdict;
  @Field(() => [RosterMissing])
  missing!: RosterMissing[];
  @Field(() => [ImportFinding])
  findings!: ImportFinding[];
  @Field(() => Date, {
    nullable: true,
    description: 'When the pupil’s code was scanned; null as long as scans stay on the checker’s device.',
  })
  scannedAt!: Date | null;
  @Field(() => [ImportCell], { description: 'The cells as they were typed or mended, for mending.' })
  cells!: ImportCell[];
  @Field(() => [String], { description: 'Of a candidate: why files were found, as `MatchCandidate.reasons`.' })
  reasons!: string[];
  @Field(() => ID, { nullable: true, description: 'The pupil’s row in the round, once the list entered it.' })
  pupilId!: string | null;
}

@ObjectType()
export class RosterRowPage {
  @Field(() => [RosterRow])
  nodes!: RosterRow[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class VerdictCount {
  @Field(() => RowVerdict)
  verdict!: RowVerdict;
  @Field(() => Int)
  count!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'Check of a class list at entry to school or kindergarten (入托入学查验).' })
export class SchoolCheck {
  @Field(() => ID)
  id!: string;
  @Field(() => Organisation)
  school!: Organisation;
  @Field(() => String)
  title!: string;
  @Field(() => DateScalar, { description: 'Day on which the pupils are judged.' })
  checkDate!: string;
  @Field(() => SchoolCheckState)
  state!: SchoolCheckState;
  @Field(() => Float, { description: 'Share of the rows that are judged, 0 to 1.' })
  progress!: number;
  @Field(() => String, {
    nullable: true,
    description:
      'Why the list could not be read: an input reason (file_type, file_too_large, missing_column, required) or an error code.',
  })
  failure!: string | null;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => String, { nullable: true })
  scheduleVersion!: string | null;
  @Field(() => String, { nullable: true, description: 'Where to PUT the class list; while the state is uploading.' })
  uploadUrl!: string | null;
  @Field(() => String, { nullable: true, description: 'The list with its verdicts, .xlsx; valid for five minutes.' })
  exportUrl!: string | null;
  @Field(() => [VerdictCount])
  counts!: VerdictCount[];
  @Field(() => Date, { nullable: true, description: 'When the list entered the round; until then it is a preview.' })
  takenAt!: Date | null;
  @Field(() => Date, { nullable: true, description: 'When the import was taken back.' })
  undoneAt!: Date | null;

  roundId!: string | null;
  classId!: string | null;
}
