import type { FileStore } from '@miaoben/kernel';
import type { Account } from '../account/account.type.ts';
import type { SealRow } from './seal.repository.ts';
import { type Seal, type SealGrant, type SealingLogLine, SealState } from './seal.type.ts';
import type { GrantRow } from './seal-grant.repository.ts';
import type { LogRow } from './sealing-log.repository.ts';

const instant = (value: string | null): Date | null => (value === null ? null : new Date(value));
/** Accounts by id; what the platform did itself has none. */
const accountOf = (account: string): Account | null => (account.startsWith('service:') ? null : { id: account });

export function shapeSeal({ files }: { files: FileStore }, row: SealRow): Seal {
  return {
    id: row.id,
    issuer: { id: row.issuer_id },
    name: row.name,
    number: row.number,
    origin: row.origin,
    state: row.state,
    failure: row.failure,
    uploadUrl: row.state === SealState.uploading && row.file_id ? files.uploadUrl(row.file_id) : null,
    pictureUrl: row.picture === null ? null : files.downloadUrl('seal-picture', row.id),
    widthMm: row.width_mm,
    createdAt: new Date(row.created_at),
    validTo: instant(row.valid_to),
    endedAt: instant(row.ended_at),
    endedReason: row.ended_reason,
  };
}

export const shapeGrant = (row: GrantRow): SealGrant => ({
  account: accountOf(row.grantee),
  system: row.grantee.startsWith('service:') ? row.grantee : null,
  grantedAt: new Date(row.granted_at),
  withdrawnAt: instant(row.withdrawn_at),
});

export const shapeLogLine = (row: LogRow): SealingLogLine => ({
  id: row.seq,
  at: new Date(row.at),
  act: row.act as SealingLogLine['act'],
  result: row.result as SealingLogLine['result'],
  reason: row.reason,
  documentId: row.document_id,
  certificateNumber: row.certificate_number,
  issuer: { id: row.issuer_id },
  operator: accountOf(row.operator),
  format: row.format as SealingLogLine['format'],
  fileSm3: row.file_sm3,
  certificateSerial: row.certificate_serial,
});
