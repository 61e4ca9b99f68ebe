import { change, dateInShanghai, type Em, query } from '@miaoben/kernel';
import { type Reach, withinReach } from '../../scope.ts';
import type { CertificateKey } from '../certificate/certificate-key.ts';
import type { DocumentFailure, DocumentState } from './document.type.ts';

/** The file of a certificate (电子证照文件), in both forms. */
export interface DocumentRow {
  id: string;
  person_id: string;
  certificate_id: string;
  kind: 'certificate' | 'annotated';
  is_masked: boolean;
  state: DocumentState;
  failure: DocumentFailure | null;
  attempts: number;
  requested_by: string;
  operator: string;
  purpose_sealed: string | null;
  valid_until: string | null;
  record_sm3: string | null;
  seal_id: string | null;
  ofd_file: string | null;
  pdf_file: string | null;
  ofd_bytes: number | null;
  pdf_bytes: number | null;
  pages: number | null;
  requested_at: string;
  sealed_at: string | null;
  withdrawn_at: string | null;
  withdrawn_reason: string | null;
}

export type NewDocument = Pick<
  DocumentRow,
  | 'id'
  | 'person_id'
  | 'certificate_id'
  | 'kind'
  | 'is_masked'
  | 'requested_by'
  | 'operator'
  | 'purpose_sealed'
  | 'valid_until'
>;

/**
 * Puts a file into the queue. Of a certificate's own file there is one: a second request finds the first, and a failed one is tried
 * again by whoever asks now.
 * @returns its id
 */
export async function queueDocument(em: Em, document: NewDocument, at: Date): Promise<string> {
  const [row] = await query<{ id: string }>(
    em,
    `insert into sealed_document (id, person_id, certificate_id, kind, is_masked, state, next_at, requested_by, operator,
       purpose_sealed, valid_until, requested_at)
     values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9, $10, $6)
     on conflict (person_id, certificate_id, is_masked) where kind = 'certificate' and state <> 'withdrawn'
     do update set
       state = case sealed_document.state when 'failed' then 'waiting' else sealed_document.state end,
       attempts = case sealed_document.state when 'failed' then 0 else sealed_document.attempts end,
       failure = case sealed_document.state when 'failed' then null else sealed_document.failure end,
       next_at = case sealed_document.state when 'failed' then excluded.next_at else sealed_document.next_at end,
       operator = case sealed_document.state when 'failed' then excluded.operator else sealed_document.operator end
     returning id`,
    [
      document.id,
      document.person_id,
      document.certificate_id,
      document.kind,
      document.is_masked,
      at,
      document.requested_by,
      document.operator,
      document.purpose_sealed,
      document.valid_until,
    ],
  );
  return row!.id;
}

/** Files inside the reach. */
export async function findDocuments(em: Em, ids: readonly string[], reach: Reach): Promise<DocumentRow[]> {
  const { sql, parameters } = withinReach('h', reach, 2);
  return query<DocumentRow>(
    em,
    `select d.* from sealed_document d join holder h using (person_id) where d.id = any($1::uuid[]) and ${sql}`,
    [ids, ...parameters],
  );
}

/** Files of certificates, the latest first. */
export async function documentsOf(em: Em, keys: readonly CertificateKey[]): Promise<DocumentRow[]> {
  return query<DocumentRow>(
    em,
    `select d.* from unnest($1::uuid[], $2::uuid[]) as k (person_id, certificate_id)
     join sealed_document d using (person_id, certificate_id) order by d.id desc`,
    [keys.map((k) => k.personId), keys.map((k) => k.certificateId)],
  );
}

export async function documentById(em: Em, id: string): Promise<DocumentRow | undefined> {
  return (await query<DocumentRow>(em, 'select * from sealed_document where id = $1', [id]))[0];
}

const LEASE = "interval '2 minutes'";

/** The next file to make; it is this worker's for two minutes. */
export async function claimDocument(em: Em, at: Date): Promise<DocumentRow | undefined> {
  const [row] = await query<DocumentRow>(
    em,
    `update sealed_document set state = 'sealing', attempts = attempts + 1, lease_until = $1::timestamptz + ${LEASE}
     where id = (select id from sealed_document
       where (state = 'waiting' and next_at <= $1) or (state = 'sealing' and lease_until < $1)
       order by next_at limit 1 for update skip locked) returning *`,
    [at],
  );
  return row;
}

export interface SealedParts {
  readonly recordSm3: string;
  readonly sealId: string;
  readonly ofdFile: string;
  readonly pdfFile: string;
  readonly ofdBytes: number;
  readonly pdfBytes: number;
  readonly pages: number;
}

/** @returns false when it was withdrawn, or taken over by another worker, meanwhile */
export async function finishDocument(em: Em, row: DocumentRow, parts: SealedParts, at: Date): Promise<boolean> {
  const finished = await change(
    em,
    `update sealed_document set state = 'sealed', failure = null, lease_until = null, record_sm3 = $3, seal_id = $4, ofd_file = $5,
       pdf_file = $6, ofd_bytes = $7, pdf_bytes = $8, pages = $9, sealed_at = $10
     where id = $1 and state = 'sealing' and attempts = $2`,
    [
      row.id,
      row.attempts,
      parts.recordSm3,
      parts.sealId,
      parts.ofdFile,
      parts.pdfFile,
      parts.ofdBytes,
      parts.pdfBytes,
      parts.pages,
      at,
    ],
  );
  return finished > 0;
}

export async function failDocument(em: Em, row: DocumentRow, failure: DocumentFailure): Promise<boolean> {
  const sql = `update sealed_document set state = 'failed', failure = $3, lease_until = null
    where id = $1 and state = 'sealing' and attempts = $2`;
  return (await change(em, sql, [row.id, row.attempts, failure])) > 0;
}
export async function postponeDocument(em: Em, row: DocumentRow, nextAt: Date): Promise<void> {
  await change(
    em,
    `update sealed_document set state = 'waiting', lease_until = null, next_at = $3
     where id = $1 and state = 'sealing' and attempts = $2`,
    [row.id, row.attempts, nextAt],
  );
}

export type EndedDocument = DocumentRow & { issuer_id: string };

/** Ends files that stand. @param where condition on the row `d`, with its parameters from $4 */
export async function endDocuments(
  em: Em,
  where: string,
  parameters: readonly unknown[],
  end: { by: string; reason: string; at: Date },
): Promise<EndedDocument[]> {
  return query(
    em,
    `update sealed_document d set state = 'withdrawn', check_due = false, lease_until = null, withdrawn_at = $1, withdrawn_by = $2,
       withdrawn_reason = $3
     where d.state <> 'withdrawn' and ${where} returning d.*,
       (select issuer_id from certificate c where (c.person_id, c.certificate_id) = (d.person_id, d.certificate_id)) as issuer_id`,
    [end.at, end.by, end.reason, ...parameters],
  );
}

/** Which variants of the file a certificate had when it was revoked. */
export async function withdrawnFilesOf(
  em: Em,
  certificate: { person_id: string; certificate_id: string },
): Promise<{ isMasked: boolean }[]> {
  const rows = await query<{ is_masked: boolean }>(
    em,
    `select distinct is_masked from sealed_document
     where person_id = $1 and certificate_id = $2 and kind = 'certificate' and withdrawn_reason = 'certificate_revoked'`,
    [certificate.person_id, certificate.certificate_id],
  );
  return rows.map((row) => ({ isMasked: row.is_masked }));
}

/** Marks sealed files of persons whose record may have changed; the worker looks again. */
export async function markForCheck(em: Em, personIds: readonly string[]): Promise<void> {
  await change(
    em,
    "update sealed_document set check_due = true where person_id = any($1::uuid[]) and state = 'sealed' and kind = 'certificate'",
    [personIds],
  );
}
export async function nextCheck(em: Em): Promise<DocumentRow | undefined> {
  const sql = "select * from sealed_document where check_due and state = 'sealed' order by next_at limit 1";
  return (await query<DocumentRow>(em, sql))[0];
}
export async function endCheck(em: Em, id: string): Promise<void> {
  await change(em, 'update sealed_document set check_due = false where id = $1', [id]);
}

/** Tries again what failed for one of these reasons with the issuers; copies whose last day has passed are left. */
export async function retryDocuments(
  em: Em,
  issuerIds: readonly string[],
  failures: readonly `${DocumentFailure}`[],
  at: Date,
): Promise<void> {
  await change(
    em,
    `update sealed_document d set state = 'waiting', failure = null, attempts = 0, next_at = $3 from certificate c
     where c.person_id = d.person_id and c.certificate_id = d.certificate_id and c.issuer_id = any($1::uuid[])
       and d.state = 'failed' and d.failure = any($2::text[]) and (d.valid_until is null or d.valid_until >= $4::date)`,
    [issuerIds, failures, at, dateInShanghai(at)],
  );
}

export interface LinkRow {
  id: string;
  document_id: string;
  format: 'ofd' | 'pdf';
  account_id: string;
  role: string;
  organisation_id: string | null;
  /** the hand-over by which a school or unit has it; null: by its own reach */
  handover_id: string | null;
}
/** How long an address may be used. */
export const LINK_MS = 5 * 60_000;
export async function insertLink(em: Em, link: LinkRow, at: Date): Promise<void> {
  await change(
    em,
    `insert into document_link (id, document_id, format, account_id, role, organisation_id, made_at, handover_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [link.id, link.document_id, link.format, link.account_id, link.role, link.organisation_id, at, link.handover_id],
  );
}
/** @returns undefined when there is none or it was used */
export async function useLink(em: Em, id: string, at: Date): Promise<LinkRow | undefined> {
  const [row] = await query<LinkRow>(
    em,
    'update document_link set fetched_at = $2 where id = $1 and fetched_at is null returning *',
    [id, at],
  );
  return row;
}
