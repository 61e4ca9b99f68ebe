import type { Services } from '@miaoben/kernel';
import { encodeCertificateId } from '../certificate/certificate-key.ts';
import { openPurpose } from './document.annotation.ts';
import type { DocumentRow } from './document.repository.ts';
import { type CertificateDocument, DocumentKind } from './document.type.ts';

const instant = (value: string | null): Date | null => (value === null ? null : new Date(value));

export function shapeDocument(services: Pick<Services, 'keyring'>, row: DocumentRow): CertificateDocument {
  return {
    id: row.id,
    certificateId: encodeCertificateId({ personId: row.person_id, certificateId: row.certificate_id }),
    kind: row.kind === 'annotated' ? DocumentKind.annotated : DocumentKind.certificate,
    isMasked: row.is_masked,
    state: row.state,
    failure: row.failure,
    requestedAt: new Date(row.requested_at),
    sealedAt: instant(row.sealed_at),
    pages: row.pages,
    ofdBytes: row.ofd_bytes,
    pdfBytes: row.pdf_bytes,
    purpose: openPurpose(services, row.purpose_sealed),
    validUntil: row.valid_until,
    withdrawnAt: instant(row.withdrawn_at),
    withdrawnReason: row.withdrawn_reason,
  };
}
