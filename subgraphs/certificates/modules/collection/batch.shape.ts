import type { FileStore } from '@miaoben/kernel';
import type { Claims } from '@miaoben/kernel/claims';
import type { BatchRow, FileRow, RoundRow } from './batch.repository.ts';
import {
  type CollectionBatch,
  type CollectionFinding,
  type CollectionRound,
  type CollectionRoundKind,
  CollectionState,
} from './batch.type.ts';
import { headerOf } from './source.ts';
import type { FindingRow } from './staging.repository.ts';

const shapeRound = (row: RoundRow): CollectionRound => ({
  round: row.round,
  kind: row.kind as CollectionRoundKind,
  startedAt: new Date(row.started_at),
  decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
  outcome: row.outcome === null ? null : CollectionState[row.outcome],
  rowsRead: row.rows_read,
  rowsWrong: row.rows_wrong,
  byRule: Object.entries(row.by_rule).map(([rule, rows]) => ({ rule, rows })),
});

/** @param caller who fetches the returned files stands in the audit */
export function shapeBatch(
  files: FileStore,
  caller: Pick<Claims, 'account' | 'role'>,
  row: BatchRow,
  typeName: string,
  of: { files: readonly FileRow[]; rounds: readonly RoundRow[] },
): CollectionBatch {
  const address = `${row.id}~${caller.account}~${caller.role}`;
  const hasFindings = row.state === 'refused' && row.findings > 0;
  return {
    id: row.id,
    typeCode: row.type_code,
    typeName,
    typeVersion: row.type_version,
    title: row.title,
    source: row.source,
    organisation: row.organisation_id === null ? null : { id: row.organisation_id },
    state: CollectionState[row.state],
    round: row.round,
    progress: row.progress,
    rowsRead: row.rows_read,
    rowsWrong: row.rows_wrong,
    findingCount: row.findings,
    takenRows: row.taken_rows,
    failure: row.failure,
    createdAt: new Date(row.created_at),
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
    files: of.files.map((f) => ({
      number: f.number,
      name: f.name,
      size: Number(f.size),
      rowsRead: f.rows_done,
      uploadUrl:
        f.stored_at === null && f.round === row.round && row.state === 'uploading' ? files.uploadUrl(f.file_id) : null,
    })),
    rounds: of.rounds.map(shapeRound),
    findingsUrl: hasFindings ? files.downloadUrl('collection-findings', address) : null,
    findingsCsvUrl: hasFindings ? files.downloadUrl('collection-findings-csv', address) : null,
  };
}

export const shapeFinding = (row: FindingRow, labels: ReadonlyMap<string, string>): CollectionFinding => ({
  file: row.file,
  row: row.number,
  field: row.field,
  fieldLabel: row.field === null ? null : (labels.get(row.field) ?? headerOf(row.field)),
  rule: row.rule,
  code: row.code,
  message: row.message,
});
