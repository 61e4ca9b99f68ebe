import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';

export enum CollectionState {
  uploading = 'uploading',
  reading = 'reading',
  taking = 'taking',
  taken = 'taken',
  refused = 'refused',
  failed = 'failed',
  withdrawn = 'withdrawn',
}
registerEnumType(CollectionState, {
  name: 'CollectionState',
  description:
    'uploading → reading → taking → taken, or → refused (findings) or failed (a file cannot be read); both go back to uploading with a correction, or end as withdrawn.',
});
export enum CollectionRoundKind {
  first = 'first',
  rows = 'rows',
  whole = 'whole',
}
registerEnumType(CollectionRoundKind, {
  name: 'CollectionRoundKind',
  description: 'The first upload; a correction of the rows named in it; the whole batch anew.',
});

@InputType({ description: 'A file to upload: .csv, .ndjson (both also .gz) or .xlsx, at most 50 MB.' })
export class CollectionFileInput {
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: 'Bytes.' })
  size!: number;
}

@ObjectType()
export class CollectionFile {
  @Field(() => Int, { description: 'Number of the file in the batch, from 1; findings name it.' })
  number!: number;
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: 'Bytes.' })
  size!: number;
  @Field(() => Int)
  rowsRead!: number;
  @Field(() => String, { nullable: true, description: 'Where to PUT it; null once it has arrived.' })
  uploadUrl!: string | null;
}

@ObjectType()
export class CollectionRuleCount {
  @Field(() => String, { description: '`key`, `business_date`, `completeness`, `accuracy` or `uniqueness`.' })
  rule!: string;
  @Field(() => Int)
  rows!: number;
}

@ObjectType({ description: 'One round of the repair loop: an upload and what the check said (J-50).' })
export class CollectionRound {
  @Field(() => Int)
  round!: number;
  @Field(() => CollectionRoundKind)
  kind!: CollectionRoundKind;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;
  @Field(() => CollectionState, { nullable: true, description: 'taken, refused or failed; null while it runs.' })
  outcome!: CollectionState | null;
  @Field(() => Int, { nullable: true })
  rowsRead!: number | null;
  @Field(() => Int, { nullable: true })
  rowsWrong!: number | null;
  @Field(() => [CollectionRuleCount])
  byRule!: CollectionRuleCount[];
}

@ObjectType({ description: 'What is wrong with a row or a cell. Never says what the cell holds.' })
export class CollectionFinding {
  @Field(() => Int)
  file!: number;
  @Field(() => Int, { description: 'Row as a spreadsheet shows it.' })
  row!: number;
  @Field(() => String, { nullable: true, description: 'Key of the field; null for the row as a whole.' })
  field!: string | null;
  @Field(() => String, { nullable: true, description: 'Label of the field, zh-CN.' })
  fieldLabel!: string | null;
  @Field(() => String)
  rule!: string;
  @Field(() => String, { description: 'One of the closed list of findings.' })
  code!: string;
  @Field(() => String, { description: 'One sentence, zh-CN.' })
  message!: string;
}
@ObjectType()
export class CollectionFindingPage {
  @Field(() => [CollectionFinding])
  nodes!: CollectionFinding[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Licences of one type collected from outside (证照归集): taken whole or refused whole.' })
export class CollectionBatch {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String, { description: 'Name of the licence type, zh-CN.' })
  typeName!: string;
  @Field(() => Int, { description: 'Version of the definition the rows are checked by.' })
  typeVersion!: number;
  @Field(() => String)
  title!: string;
  @Field(() => String, { description: 'System the rows come from; stands on each licence.' })
  source!: string;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => CollectionState)
  state!: CollectionState;
  @Field(() => Int)
  round!: number;
  @Field(() => Float, { description: 'Share of the bytes that is read, 0 to 1.' })
  progress!: number;
  @Field(() => Int)
  rowsRead!: number;
  @Field(() => Int)
  rowsWrong!: number;
  @Field(() => Int, { description: 'Findings; at most 10,000 are kept.' })
  findingCount!: number;
  @Field(() => Int, { nullable: true, description: 'Licences written, repeated keys counted once.' })
  takenRows!: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Why a file cannot be read: file_type, file_too_large, missing_column, required, no_match or an error code.',
  })
  failure!: string | null;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;
  @Field(() => [CollectionFile])
  files!: CollectionFile[];
  @Field(() => [CollectionRound])
  rounds!: CollectionRound[];
  @Field(() => String, {
    nullable: true,
    description: 'Rows with findings, .xlsx to mend and send back; five minutes.',
  })
  findingsUrl!: string | null;
  @Field(() => String, { nullable: true, description: 'The findings as .csv; five minutes.' })
  findingsCsvUrl!: string | null;
}
@ObjectType()
export class CollectionBatchPage {
  @Field(() => [CollectionBatch])
  nodes!: CollectionBatch[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
