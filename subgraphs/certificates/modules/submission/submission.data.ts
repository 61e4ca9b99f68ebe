import { dateInShanghai, type Em, query } from '@miaoben/kernel';
import type { CertificateData, SealData, SubmissionData, WithdrawalData } from './submission.port.ts';
import type { SubmissionRow } from './submission.repository.ts';

const dayOf = (instant: string): string => dateInShanghai(new Date(instant));

async function certificateData(em: Em, row: SubmissionRow): Promise<CertificateData | null> {
  const [found] = await query<{
    identifier: string;
    number: string;
    masked_name: string;
    issued_at: string;
    expires_at: string;
    issuer_code: string;
    seal_number: string;
    ofd_sm3: string;
    pdf_sm3: string;
  }>(
    em,
    `select c.identifier, c.number, c.masked_name, c.issued_at, c.expires_at, o.code as issuer_code, s.number as seal_number,
       (select file_sm3 from sealing_log where document_id = d.id and act = 'seal' and format = 'ofd' order by seq desc limit 1) as ofd_sm3,
       (select file_sm3 from sealing_log where document_id = d.id and act = 'seal' and format = 'pdf' order by seq desc limit 1) as pdf_sm3
     from sealed_document d join certificate c using (person_id, certificate_id)
     join organisation o on o.id = c.issuer_id join seal s on s.id = d.seal_id where d.id = $1`,
    [row.subject_id],
  );
  if (!found) return null;
  return {
    kind: 'certificate',
    submissionId: row.id,
    identifier: found.identifier,
    typeCode: found.identifier.split('.')[5] ?? '',
    number: found.number,
    issuerCode: found.issuer_code,
    holderName: found.masked_name,
    issuedOn: dayOf(found.issued_at),
    expiresOn: dayOf(found.expires_at),
    ofdSm3: found.ofd_sm3,
    pdfSm3: found.pdf_sm3,
    sealNumber: found.seal_number,
  };
}

async function sealData(em: Em, row: SubmissionRow): Promise<SealData | null> {
  const [found] = await query<{ number: string; name: string; code: string; serial: string; valid_to: string }>(
    em,
    `select s.number, s.name, o.code, k.serial, s.valid_to from seal s join organisation o on o.id = s.issuer_id
     join seal_key k on k.id = s.ofd_key where s.id = $1`,
    [row.subject_id],
  );
  if (!found) return null;
  return {
    kind: 'seal',
    submissionId: row.id,
    number: found.number,
    name: found.name,
    issuerCode: found.code,
    certificateSerial: found.serial,
    validTo: dayOf(found.valid_to),
  };
}

function withdrawalData(row: SubmissionRow): WithdrawalData {
  const at = new Date(row.created_at).toISOString();
  return { kind: 'withdrawal', submissionId: row.id, of: row.subject_id, cause: row.cause!, at };
}

/** @returns null while the issuer is not heard of here */
export async function dataOf(em: Em, row: SubmissionRow): Promise<SubmissionData | null> {
  if (row.kind === 'withdrawal') return withdrawalData(row);
  return row.kind === 'seal' ? sealData(em, row) : certificateData(em, row);
}
