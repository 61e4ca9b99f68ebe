import type { FieldRule } from './rules.ts';

const open = (...fields: string[]): Record<string, FieldRule> => Object.fromEntries(fields.map((f) => [f, 'open']));

/** Fields of the import types every subgraph with an import desk has: who reaches a batch has uploaded what it shows. */
export const importFields: Record<string, Record<string, FieldRule>> = {
  ImportColumnInfo: open('key', 'header', 'required', 'choices'),
  ImportFinding: open('column', 'code', 'message', 'suggestion', 'severity'),
  ImportCell: open('column', 'value'),
  ImportRow: open('number', 'state', 'cells', 'findings', 'candidates', 'choice'),
  ImportRowPage: open('nodes', 'pageInfo'),
  ImportCounts: open('total', 'ok', 'warning', 'error', 'skipped', 'committed', 'undone'),
};
/** Fields of the batch type of a subgraph (`RecipientImport`, `DoseImport`). */
export const importBatchFields: Record<string, FieldRule> = open(
  'id',
  'fileName',
  'state',
  'progress',
  'counts',
  'columns',
  'failure',
  'failureDetail',
  'createdAt',
  'undoUntil',
  'uploadUrl',
  'findingsUrl',
  'rows',
);
