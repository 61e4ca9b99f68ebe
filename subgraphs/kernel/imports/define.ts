import type { InputReason, Role } from '@miaoben/schema';
import type { Services } from '../context.ts';
import type { Em } from '../db.ts';
import type { SheetCell } from '../sheets/reader.ts';

export type Severity = 'error' | 'warning';

/** What is wrong with a cell. Without a message the one of its code stands (messages.ts). */
export interface CellFinding {
  code: InputReason;
  /** zh-CN, for the screen and the returned file */
  message?: string;
  /** a text to put into the cell instead */
  suggestion?: string;
  /** default `error` */
  severity?: Severity;
}
export interface Finding {
  /** key of the column, null for the row as a whole */
  column: string | null;
  code: InputReason;
  message: string;
  suggestion: string | null;
  severity: Severity;
}

/** What a column made of a cell: a value, a finding, or both (a value that deserves a second look). */
export interface Reading<V> {
  value?: V;
  finding?: CellFinding;
}
export interface ReadEnv {
  today: string;
  /** serial numbers count from 1904 in this workbook */
  date1904: boolean;
}

export interface ImportColumn<V> {
  /** header in the template (zh-CN) */
  header: string;
  /** other headers seen in the wild */
  synonyms?: readonly string[];
  /** the column must be there and its cell filled */
  required?: boolean;
  /** explanation for the template */
  note?: string;
  choices?: readonly string[];
  /** of the template's column, in characters */
  width?: number;
  /** true for text that plainly belongs in this column: finds swapped columns */
  looksLike?: (text: string) => boolean;
  /** reads a filled cell */
  read(cell: string | number | boolean, env: ReadEnv): Reading<V>;
}
export type Columns = Record<string, ImportColumn<unknown>>;
export type Values<C extends Columns> = { [K in keyof C]?: C[K] extends ImportColumn<infer V> ? V : never };

/** A row under examination. `validateBatch` adds findings and candidates and may set the default choice. */
export interface RowDraft<V, R = unknown> {
  readonly number: number;
  readonly cells: Record<string, SheetCell>;
  values: V;
  findings: Finding[];
  /** ids of existing objects the row may mean */
  candidates: string[];
  /** `skip`, `new` or the id of a candidate; null while nobody decided */
  choice: string | null;
  /** what `validateBatch` found out for `commitRows` (ids of what names and codes stand for) */
  resolved?: R;
}

/** Who imports: kept with the batch, because reading and committing run after the request. */
export interface Importer {
  account: string;
  role: Role;
  organisation: string | undefined;
  divisions: readonly string[];
}
export interface BatchEnv extends ReadEnv {
  em: Em;
  services: Services;
  importer: Importer;
  batchId: string;
}

/** One kind of import; the desk does the rest (upload, reading, preview, correction, commit, returned file, template). */
export interface ImportDefinition<C extends Columns, R = unknown> {
  /** lower-case word: part of addresses and of `import_batch.kind` */
  kind: string;
  /** zh-CN, for file names */
  title: string;
  columns: C;
  /** Checks across the cells of one row. */
  check?(row: RowDraft<Values<C>, R>, env: ReadEnv): void;
  /** Rows with equal keys are the same thing twice in the file. */
  duplicateKey?(values: Values<C>): string | undefined;
  /** Looks up what the database knows, set by set (at most 500 rows): few statements for any number of rows. */
  validateBatch(rows: RowDraft<Values<C>, R>[], env: BatchEnv): Promise<void>;
  /** Writes rows (at most 500, none of choice `skip`) and their events with `env.em`, inside the one transaction of the batch. */
  commitRows(rows: RowDraft<Values<C>, R>[], env: BatchEnv): Promise<void>;
  /**
   * Takes back what rows (at most 500) of a committed batch wrote, with its events, inside the one transaction of the undoing.
   * @returns by row number why it stays, as one sentence (zh-CN); null for what was taken back; a row left out stays: nothing says what it wrote
   */
  undoRows?(numbers: readonly number[], env: BatchEnv, account: string): Promise<ReadonlyMap<number, string | null>>;
}
