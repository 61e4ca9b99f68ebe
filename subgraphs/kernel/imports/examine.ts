import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SheetCell } from '../sheets/reader.ts';
import { cellText } from './cells.ts';
import type { BatchEnv, Columns, ImportDefinition, ReadEnv, RowDraft, Values } from './define.ts';
import { addFinding } from './messages.ts';
import type { ImportStore, StoredRow } from './store.ts';
import { ImportRowState } from './types.ts';

/** What the desk knows of a row before it is examined. */
export interface RowInput {
  number: number;
  cells: Record<string, SheetCell>;
  choice: string | null;
  skipped: boolean;
}
/** What a row is read by. */
type RowRules<C extends Columns, R> = Pick<ImportDefinition<C, R>, 'columns' | 'check'>;
/** Rows read between two turns of the event loop: the server answers others meanwhile. */
const ROWS_A_TURN = 100;

const isEmpty = (cell: SheetCell | undefined): cell is null | undefined | '' =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** Reads the cells of one row and looks at them together; nothing outside the row is asked. */
export function readRow<C extends Columns, R>(
  definition: RowRules<C, R>,
  input: RowInput,
  env: ReadEnv,
): RowDraft<Values<C>, R> {
  const values: Record<string, unknown> = {};
  const draft: RowDraft<Values<C>, R> = {
    number: input.number,
    cells: input.cells,
    values: values as Values<C>,
    findings: [],
    candidates: [],
    choice: input.choice,
  };
  for (const [key, column] of Object.entries(definition.columns)) {
    const cell = input.cells[key];
    if (isEmpty(cell)) {
      if (column.required) addFinding(draft, key, { code: 'required' });
      continue;
    }
    const { value, finding } = column.read(cell, env);
    if (value !== undefined) values[key] = value;
    if (finding) addFinding(draft, key, finding);
  }
  findSwapped(definition, draft);
  definition.check?.(draft, env);
  return draft;
}

/** Two cells that cannot be read, each of which plainly belongs in the other's column. */
function findSwapped<C extends Columns, R>(definition: RowRules<C, R>, draft: RowDraft<Values<C>, R>): void {
  const wrong = draft.findings.flatMap((f) => {
    const cell = f.column === null ? undefined : draft.cells[f.column];
    const column = f.column === null ? undefined : definition.columns[f.column];
    return f.severity === 'error' && column?.looksLike && !isEmpty(cell)
      ? [{ key: f.column as string, column, text: cellText(cell) }]
      : [];
  });
  for (const a of wrong) {
    const b = wrong.find((o) => o !== a && a.column.looksLike?.(o.text) && o.column.looksLike?.(a.text));
    if (!b) continue;
    draft.findings = draft.findings.filter((f) => f.column !== a.key);
    const message = `“${a.column.header}”与“${b.column.header}”可能填反`;
    addFinding(draft, a.key, { code: 'swapped_columns', message, suggestion: b.text });
  }
}

/**
 * Reads rows, finds duplicates in the file and asks the definition what the database knows: the one way to a row's state,
 * for the first reading, after a correction and before the commit.
 */
export async function examine<C extends Columns, R>(
  definition: ImportDefinition<C, R>,
  store: ImportStore,
  inputs: readonly RowInput[],
  env: BatchEnv,
): Promise<{ drafts: RowDraft<Values<C>, R>[]; rows: StoredRow[] }> {
  const drafts: RowDraft<Values<C>, R>[] = [];
  for (const [i, input] of inputs.entries()) {
    if (i % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    drafts.push(readRow(definition, input, env));
  }
  const keys = drafts.map((d) => {
    const key = definition.duplicateKey?.(d.values);
    return key === undefined ? null : store.duplicateKey(env.batchId, key);
  });
  const skipped = new Set(inputs.filter((r) => r.skipped).map((r) => r.number));
  await findDuplicates(store, drafts, keys, skipped, env);
  const examined = drafts.filter((d) => !skipped.has(d.number));
  if (examined.length > 0) await definition.validateBatch(examined, env);
  const rows = drafts.map(
    (d, i): StoredRow => ({
      number: d.number,
      state: skipped.has(d.number) ? ImportRowState.skipped : stateOf(d),
      choice: d.choice,
      duplicateKey: keys[i] ?? null,
      cells: d.cells,
      findings: d.findings,
      candidates: d.candidates,
    }),
  );
  return { drafts, rows };
}

function stateOf(draft: RowDraft<unknown>): ImportRowState {
  if (draft.findings.some((f) => f.severity === 'error')) return ImportRowState.error;
  return draft.findings.length > 0 ? ImportRowState.warning : ImportRowState.ok;
}

async function findDuplicates(
  store: ImportStore,
  drafts: readonly RowDraft<unknown>[],
  keys: readonly (string | null)[],
  skipped: ReadonlySet<number>,
  env: BatchEnv,
): Promise<void> {
  const asked = [...new Set(keys.filter((k): k is string => k !== null))];
  if (asked.length === 0) return;
  const first = await store.firstWithKeys(
    env.em,
    env.batchId,
    asked,
    drafts.map((d) => d.number),
  );
  for (const [i, draft] of drafts.entries()) {
    const key = keys[i];
    if (!key || skipped.has(draft.number)) continue;
    const other = first.get(key);
    if (other === undefined || other > draft.number) first.set(key, draft.number);
  }
  for (const [i, draft] of drafts.entries()) {
    const key = keys[i];
    const other = key && !skipped.has(draft.number) ? first.get(key) : undefined;
    if (other === undefined || other === draft.number) continue;
    addFinding(draft, null, { code: 'duplicate_in_file', message: `与第${other}行重复` });
  }
}
