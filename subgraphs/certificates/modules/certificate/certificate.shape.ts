import { dateInShanghai } from '@miaoben/kernel';
import type { Issuing } from '../trust/trust.service.ts';
import { openShortCode } from './certificate.issue.ts';
import type { CertificateRow } from './certificate.repository.ts';
import { type Certificate, CertificateState } from './certificate.type.ts';
import { encodeCertificateId } from './certificate-key.ts';

export function stateOf(row: Pick<CertificateRow, 'state' | 'expires_at'>, now: Date): CertificateState {
  if (row.state === 'revoked') return CertificateState.revoked;
  return new Date(row.expires_at) < now ? CertificateState.expired : CertificateState.valid;
}

export function shapeCertificate(issuing: Issuing, row: CertificateRow): Certificate {
  const { person_id: personId, certificate_id: certificateId } = row;
  return {
    id: encodeCertificateId({ personId, certificateId }),
    number: row.number,
    identifier: row.identifier,
    person: { id: personId },
    state: stateOf(row, issuing.clock.instant()),
    issuedAt: new Date(row.issued_at),
    expiresOn: dateInShanghai(new Date(row.expires_at)),
    issuer: { id: row.issuer_id },
    scheduleVersion: row.schedule_version,
    result: row.result,
    missing: row.missing,
    maskedName: row.masked_name,
    birthDate: row.birth_date,
    code: row.code,
    shortCode: openShortCode(issuing, row.short_code_sealed),
    revokedReason: row.revoked_words ?? row.revoked_reason,
    revokedFor: row.revoked_reason,
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
    isRenewal: row.is_renewal,
  };
}
