import { maskDocumentNumber, maskName, maskPhone, nameKey } from '@miaoben/identifiers';
import type { Keyring } from '@miaoben/kernel';
import { encodeCertificateId } from '../certificate/certificate-key.ts';
import type { ApplicationRow } from './application.repository.ts';
import type { Application } from './application.type.ts';

const SEALED = 'application';

/** What stands sealed in an application. */
export interface ApplicationContent {
  readonly holderName: string;
  readonly holderDocument: string;
  readonly applicantName: string | null;
  readonly applicantDocument: string | null;
  readonly contactPhone: string | null;
}
export const sealContent = (keyring: Keyring, content: ApplicationContent): string =>
  keyring.seal(JSON.stringify(content), SEALED);
export const openContent = (keyring: Keyring, sealed: string): ApplicationContent =>
  JSON.parse(keyring.open(sealed, SEALED)) as ApplicationContent;

export const applicationNameBlind = (keyring: Keyring, name: string): string =>
  keyring.blind('application.name', nameKey(name));
export const applicationPhoneBlind = (keyring: Keyring, phone: string): string =>
  keyring.blind('application.phone', phone);

export function shapeApplication({ keyring }: { keyring: Keyring }, row: ApplicationRow): Application {
  const content = openContent(keyring, row.sealed);
  return {
    id: row.id,
    person: { id: row.person_id },
    state: row.state,
    relation: row.relation,
    holderName: content.holderName,
    holderDocumentNumber: maskDocumentNumber(content.holderDocument),
    applicantName: content.applicantName === null ? null : maskName(content.applicantName),
    contactPhone: content.contactPhone === null ? null : maskPhone(content.contactPhone),
    issuer: { id: row.issuer_id },
    submittedAt: new Date(row.submitted_at),
    findings: row.findings,
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
    decidedHow: row.decided_how,
    decidedBy: row.decided_how === 'manual' && row.decided_by !== null ? { id: row.decided_by } : null,
    reason: row.reason,
    certificateId:
      row.certificate_id === null
        ? null
        : encodeCertificateId({ personId: row.person_id, certificateId: row.certificate_id }),
  };
}
