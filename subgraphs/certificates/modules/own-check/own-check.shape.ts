import { dateInShanghai, openIdentity } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { CertificateState } from '../certificate/certificate.type.ts';
import type { OwnCheckRead } from './own-check.repository.ts';
import type { OwnCheck } from './own-check.type.ts';

export function stateOf(row: Pick<OwnCheckRead, 'revoked_at' | 'expires_at'>, now: Date): CertificateState {
  if (row.revoked_at !== null) return CertificateState.revoked;
  return new Date(row.expires_at) < now ? CertificateState.expired : CertificateState.valid;
}

export function shapeOwnCheck(
  { keyring, clock }: Pick<CertificatesCtx, 'keyring' | 'clock'>,
  row: OwnCheckRead,
): OwnCheck {
  return {
    id: row.id,
    number: row.number,
    person: { id: row.person_id },
    name: openIdentity(keyring, row.sealed).name,
    birthDate: row.birth_date,
    school: { id: row.school_id },
    entryKind: row.entry_kind,
    checkDate: row.check_date,
    result: row.result,
    missing: row.missing.map(({ series, seriesName, dose, earliest }) => ({ series, seriesName, dose, earliest })),
    scheduleVersion: row.schedule_version,
    clinic: { id: row.clinic_id },
    state: stateOf(row, clock.instant()),
    code: row.code,
    createdAt: new Date(row.created_at),
    expiresOn: dateInShanghai(new Date(row.expires_at)),
    takenAt: row.taken_at === null ? null : new Date(row.taken_at),
  };
}
