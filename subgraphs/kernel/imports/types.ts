import { Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../graph-types.ts';

export enum ImportState {
  uploading = 'uploading',
  reading = 'reading',
  ready = 'ready',
  committing = 'committing',
  committed = 'committed',
  undone = 'undone',
  failed = 'failed',
}
registerEnumType(ImportState, {
  name: 'ImportState',
  description:
    'uploading → reading → ready (preview, correction) → committing → committed → undone. failed: the file cannot be read.',
});
export enum ImportRowState {
  ok = 'ok',
  warning = 'warning',
  error = 'error',
  skipped = 'skipped',
  committed = 'committed',
  undone = 'undone',
}
registerEnumType(ImportRowState, {
  name: 'ImportRowState',
  description:
    'ok and warning rows are written by the commit; error and skipped rows are not. undone: written, and taken back with the whole import.',
});

@Directive('@shareable')
@ObjectType({ description: 'A column of the import, in the order of the template.' })
export class ImportColumnInfo {
  @Field(() => String, { description: 'Key used in cells and findings.' })
  key!: string;
  @Field(() => String, { description: 'Header in the template (zh-CN).' })
  header!: string;
  @Field(() => Boolean)
  required!: boolean;
  @Field(() => [String], { description: 'The words a cell may hold; empty when it is free.' })
  choices!: readonly string[];
}

@Directive('@shareable')
@ObjectType({ description: 'What is wrong with a cell or a row.' })
export class ImportFinding {
  @Field(() => String, { nullable: true, description: 'Key of the column; null for the row as a whole.' })
  column!: string | null;
  @Field(() => String, { description: 'One of the closed list of input reasons.' })
  code!: string;
  @Field(() => String, { description: 'One sentence, zh-CN.' })
  message!: string;
  @Field(() => String, { nullable: true, description: 'A text to put into the cell instead.' })
  suggestion!: string | null;
  @Field(() => String, { description: '`error`: the row is not written; `warning`: it is.' })
  severity!: string;
}

@Directive('@shareable')
@ObjectType()
export class ImportCell {
  @Field(() => String, { description: 'Key of the column.' })
  column!: string;
  @Field(() => String, { description: 'The cell as it stands in the file or was corrected; dates as YYYY-MM-DD.' })
  value!: string;
}

@Directive('@shareable')
@ObjectType()
export class ImportRow {
  @Field(() => Int, { description: 'Row number as the spreadsheet shows it.' })
  number!: number;
  @Field(() => ImportRowState)
  state!: ImportRowState;
  @Field(() => [ImportCell])
  cells!: ImportCell[];
  @Field(() => [ImportFinding])
  findings!: ImportFinding[];
  @Field(() => [ID], { description: 'Existing objects the row may mean.' })
  candidates!: string[];
  @Field(() => String, { nullable: true, description: '`skip`, `new` or one of the candidates; null: not decided.' })
  choice!: string | null;
}

@Directive('@shareable')
@ObjectType()
export class ImportRowPage {
  @Field(() => [ImportRow])
  nodes!: ImportRow[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@Directive('@shareable')
@ObjectType({ description: 'Number of rows by state.' })
export class ImportCounts {
  @Field(() => Int)
  total!: number;
  @Field(() => Int)
  ok!: number;
  @Field(() => Int)
  warning!: number;
  @Field(() => Int)
  error!: number;
  @Field(() => Int)
  skipped!: number;
  @Field(() => Int)
  committed!: number;
  @Field(() => Int)
  undone!: number;
}

/** Fields every import has; a subgraph extends it by its own type name and adds `rows` with a field resolver. */
@ObjectType()
export abstract class ImportBatch {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  fileName!: string;
  @Field(() => ImportState)
  state!: ImportState;
  @Field(() => Float, { description: 'Share of the present step that is done, 0 to 1.' })
  progress!: number;
  @Field(() => ImportCounts)
  counts!: ImportCounts;
  @Field(() => [ImportColumnInfo])
  columns!: ImportColumnInfo[];
  @Field(() => String, { nullable: true, description: 'Input reason why the last step failed.' })
  failure!: string | null;
  @Field(() => String, { nullable: true, description: 'The same as one sentence, zh-CN.' })
  failureDetail!: string | null;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => Date, { nullable: true, description: 'Until when the whole import can be taken back; null: it cannot.' })
  undoUntil!: Date | null;
  @Field(() => String, { nullable: true, description: 'Where to PUT the file; while the state is uploading.' })
  uploadUrl!: string | null;
  @Field(() => String, { nullable: true, description: 'The file with its findings, .xlsx; valid for five minutes.' })
  findingsUrl!: string | null;
}

@InputType()
export class ImportCellInput {
  @Field(() => String)
  column!: string;
  @Field(() => String)
  value!: string;
}

@InputType({ description: 'Corrects cells of a row, skips it or takes it back, or chooses a candidate.' })
export class ImportRowEditInput {
  @Field(() => Int)
  number!: number;
  @Field(() => [ImportCellInput], { nullable: true })
  cells?: ImportCellInput[] | null;
  @Field(() => Boolean, { nullable: true })
  skip?: boolean | null;
  @Field(() => String, { nullable: true, description: '`skip`, `new` or one of the candidates.' })
  choice?: string | null;
}
