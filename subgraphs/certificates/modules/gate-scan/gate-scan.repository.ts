import { change, type Em, query } from '@miaoben/kernel';
import type { GateScanOutcome } from './gate-scan.type.ts';

export interface GateScanRow {
  id: string;
  check_id: string;
  number: number;
  school_id: string;
  payload_hash: string | null;
  claimed_result: number | null;
  outcome: GateScanOutcome;
  reason: string | null;
  is_elsewhere: boolean;
  scanned_at: string;
  list_date: string | null;
  by_account: string;
  at: string;
}

export async function insertGateScan(em: Em, row: GateScanRow): Promise<void> {
  await change(em, 'insert into gate_scan select * from jsonb_populate_record(null::gate_scan, $1::jsonb)', [
    JSON.stringify(row),
  ]);
}

/** Scans of a check in the order in which they came. */
export function scansOf(em: Em, checkId: string): Promise<GateScanRow[]> {
  return query<GateScanRow>(em, 'select * from gate_scan where check_id = $1 order by number, id', [checkId]);
}

/** Whether another school has sent a scan of the same code. */
export async function isSeenElsewhere(em: Em, payloadHash: string, schoolId: string): Promise<boolean> {
  const [row] = await query<{ seen: boolean }>(
    em,
    'select exists (select 1 from gate_scan where payload_hash = $1 and school_id <> $2) as seen',
    [payloadHash, schoolId],
  );
  return row?.seen ?? false;
}

export interface ListedRow {
  sealed: string;
  /** the enduring row of the pupil, once the list is taken over */
  pupil_id: string | null;
}

/** The row of a list as it lies there. */
export async function listedRow(em: Em, checkId: string, number: number): Promise<ListedRow | undefined> {
  const sql = 'select sealed, pupil_id from school_check_row where check_id = $1 and number = $2';
  return (await query<ListedRow>(em, sql, [checkId, number]))[0];
}
