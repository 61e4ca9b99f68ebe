import { dateInShanghai, type Em, MiaobenError, publish, query, type Services } from '@miaoben/kernel';
import { certificateChanged } from '../certificate/certificate.event.ts';
import { type CertificateRow, findCertificates, sealRow } from '../certificate/certificate.repository.ts';
import { tellToRenew } from '../handover/handover.notice.ts';
import { findHolders, type HolderRow } from '../holder/holder.repository.ts';
import { activeTypeOf } from '../licence-type/licence-type.repository.ts';
import { type OrganisationRow, organisationOf } from '../organisation/organisation.repository.ts';
import { isClosed } from '../organisation/organisation.rules.ts';
import { openSeal } from '../seal/seal.authority.ts';
import { activeSeal, lockSeal, type UsableSeal } from '../seal/seal.repository.ts';
import { mayUse } from '../seal/seal-grant.repository.ts';
import { logSealing } from '../seal/sealing-log.repository.ts';
import { queueSubmission } from '../submission/submission.repository.ts';
import { annotationOf } from './document.annotation.ts';
import { makeFiles } from './document.make.ts';
import { metadataOf } from './document.metadata.ts';
import { type CertificateRecord, collectRecord } from './document.record.ts';
import { type DocumentRow, failDocument, finishDocument } from './document.repository.ts';
import { DocumentFailure } from './document.type.ts';
import { drawFace } from './face.ts';
import { isAsIssued } from './record.check.ts';
import { recordSm3 } from './record.rules.ts';

/** Why a file was not sealed; trying again will not help until somebody acts. */
export class NotSealed extends Error {
  readonly failure: DocumentFailure;
  constructor(failure: DocumentFailure) {
    super(failure);
    this.failure = failure;
  }
}

interface Standing {
  readonly certificate: CertificateRow;
  readonly holder: HolderRow;
  readonly issuer: OrganisationRow;
}

/** What a file rests on, as it stands now. @throws UNAVAILABLE while the issuer is not heard of */
export async function standingOf(em: Em, row: DocumentRow): Promise<Standing> {
  const key = { personId: row.person_id, certificateId: row.certificate_id };
  const [certificate] = await findCertificates(em, [key], { kind: 'all' });
  const [holder] = await findHolders(em, [row.person_id], { kind: 'all' });
  const issuer = certificate && (await organisationOf(em, certificate.issuer_id));
  if (!certificate || !holder || !issuer) throw new MiaobenError('UNAVAILABLE', { part: 'identity' });
  return { certificate, holder, issuer };
}

/** The seal of the issuer, which the operator may use now. @throws NotSealed */
async function sealFor(em: Em, issuerId: string, operator: string, now: Date): Promise<UsableSeal> {
  if (isClosed(await organisationOf(em, issuerId), dateInShanghai(now)))
    throw new NotSealed(DocumentFailure.issuer_closed);
  const seal = await activeSeal(em, issuerId);
  if (!seal) throw new NotSealed(DocumentFailure.no_seal);
  if (seal.valid_to === null || new Date(seal.valid_to) <= now) throw new NotSealed(DocumentFailure.seal_expired);
  if (!(await mayUse(em, seal.id, operator))) throw new NotSealed(DocumentFailure.not_granted);
  return seal;
}

export async function clinicNames(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ id: string; name: string }>(
    em,
    'select id, name from organisation where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((r) => [r.id, r.name]));
}

export const recordOf = (services: Services, em: Em, standing: Standing): Promise<CertificateRecord> =>
  collectRecord(services, { ...standing, clinics: (ids) => clinicNames(em, ids) });

/**
 * Makes and seals one file: record check, drawing, both seals, store, log and submission. What it rests on is looked at again
 * in the transaction that ends it: a right taken away or a certificate revoked meanwhile wins.
 * @throws NotSealed; UNAVAILABLE
 */
export async function sealDocument(services: Services, em: Em, row: DocumentRow): Promise<void> {
  const { clock, keyring, files } = services;
  const standing = await standingOf(em, row);
  const { certificate, issuer } = standing;
  const now = clock.instant();
  if (certificate.state !== 'valid' || new Date(certificate.expires_at) <= now)
    throw new NotSealed(DocumentFailure.certificate_not_valid);
  const seal = await sealFor(em, issuer.id, row.operator, now);
  if (!(await isAsIssued(em, certificate, now))) throw new NotSealed(DocumentFailure.record_altered);

  const record = await recordOf(services, em, standing);
  const type = await activeTypeOf(em, 'vaccination_certificate');
  if (!type) throw new MiaobenError('UNAVAILABLE', { part: 'licence types' });
  const annotation = annotationOf(services, row, issuer.name);
  const face = drawFace({
    record,
    isMasked: row.is_masked,
    id: row.id.replaceAll('-', ''),
    metadata: metadataOf({ ...type, mapping: type.definition.metadata }, record, row.is_masked, annotation),
    annotation,
    seal: { width: seal.width_mm, height: seal.height_mm },
  });
  const opened = await openSeal(em, keyring, seal);
  const made = await makeFiles(face, { ...opened, picture: new Uint8Array(seal.picture) }, clock.instant());

  const stored: string[] = [];
  const finished = await em.transactional(async (inner) => {
    const tx = inner as Em;
    await lockSeal(tx, seal.id);
    const still = await sealFor(tx, issuer.id, row.operator, clock.instant());
    const [current] = await query<{ state: string }>(
      tx,
      'select state from certificate where person_id = $1 and certificate_id = $2 for no key update',
      [row.person_id, row.certificate_id],
    );
    if (still.id !== seal.id) throw new MiaobenError('UNAVAILABLE', { part: 'seal' });
    if (current?.state !== 'valid') throw new NotSealed(DocumentFailure.certificate_not_valid);
    for (const form of ['ofd', 'pdf'] as const) {
      const text = keyring.seal(Buffer.from(made[form].bytes).toString('base64'), SEALED_FILE);
      const name = `${row.id}.${form}`;
      const file = { name, kind: 'certificate-file', accountId: row.operator };
      stored.push(await files.keep(tx, file, Buffer.from(text)));
    }
    const at = clock.instant();
    const parts = {
      recordSm3: recordSm3(record),
      sealId: seal.id,
      ofdFile: stored[0]!,
      pdfFile: stored[1]!,
      ofdBytes: made.ofd.bytes.length,
      pdfBytes: made.pdf.bytes.length,
      pages: face.document.pages.length,
    };
    if (!(await finishDocument(tx, row, parts, at))) return false;
    for (const form of ['ofd', 'pdf'] as const) {
      const serial = form === 'ofd' ? opened.ofdSerial : opened.pdfSerial;
      await logSealing(tx, {
        ...lineOf(row, issuer.id, seal.id, at),
        format: form,
        file_sm3: made[form].sm3,
        certificate_serial: serial,
      });
    }
    if (row.kind === 'certificate') {
      await queueSubmission(tx, 'certificate', row.id, at);
      const sealed = await sealRow(tx, { personId: row.person_id, certificateId: row.certificate_id }, at);
      if (sealed) await publish(tx, [certificateChanged(sealed)]);
      if (!row.is_masked) await tellToRenew(tx, services, [row.person_id]);
    }
    return true;
  });
  if (!finished) for (const id of stored) await files.remove(id);
}

/** Context under which the stored bytes of a file are sealed. */
export const SEALED_FILE = 'sealed_document.file';

const lineOf = (row: DocumentRow, issuerId: string, sealId: string | null, at: Date) => ({
  at,
  act: 'seal' as const,
  document_id: row.id,
  person_id: row.person_id,
  certificate_id: row.certificate_id,
  issuer_id: issuerId,
  seal_id: sealId,
  operator: row.operator,
  format: null,
  file_sm3: null,
  certificate_serial: null,
  result: 'ok' as const,
  reason: null,
});

/** Ends a file as failed, with a line in the log. */
export async function failSealing(
  services: Services,
  em: Em,
  row: DocumentRow,
  failure: DocumentFailure,
): Promise<void> {
  await em.transactional(async (inner) => {
    const tx = inner as Em;
    if (!(await failDocument(tx, row, failure))) return;
    await logRefusal(tx, services, row, failure);
  });
}

/** A failed act of sealing, for the evidence. */
export async function logRefusal(
  em: Em,
  { clock }: Pick<Services, 'clock'>,
  row: DocumentRow,
  failure: DocumentFailure,
): Promise<void> {
  const { certificate } = await standingOf(em, row);
  const seal = await activeSeal(em, certificate.issuer_id);
  await logSealing(em, {
    ...lineOf(row, certificate.issuer_id, seal?.id ?? null, clock.instant()),
    result: 'failed',
    reason: failure,
  });
}
