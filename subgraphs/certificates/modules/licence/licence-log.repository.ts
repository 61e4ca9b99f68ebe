import { change, type Em, newId } from '@miaoben/kernel';

/** What is noted of licences for ever (J-45). Closed list. */
export const LICENCE_LOG_KINDS = [
  'generated',
  'collected',
  'overwritten',
  'voided',
  'suspended',
  'restored',
  'expired',
  'migrated',
  'extended',
  'changed',
  'replaced',
  'cancelled',
] as const;
export type LicenceLogKind = (typeof LICENCE_LOG_KINDS)[number];

export interface LicenceLogEntry {
  typeCode: string;
  /** null for many at once */
  licenceId: string | null;
  number: string | null;
  kind: LicenceLogKind;
  rows: number;
  accountId: string | null;
  reason: string | null;
  batchId: string | null;
  division: string | null;
}

/** Adds a line; lines are never changed nor removed. */
export async function noteLicence(em: Em, entry: LicenceLogEntry): Promise<void> {
  await change(
    em,
    `insert into licence_log (id, type_code, licence_id, number, kind, rows, account_id, at, reason, batch_id, division)
     values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8, $9, $10)`,
    [
      newId(),
      entry.typeCode,
      entry.licenceId,
      entry.number,
      entry.kind,
      entry.rows,
      entry.accountId,
      entry.reason,
      entry.batchId,
      entry.division,
    ],
  );
}
