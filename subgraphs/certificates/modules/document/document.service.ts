import {
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  openIdentity,
  runCommand,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import {
  type CertificateRow,
  findByIdentifier,
  findCertificates,
  validBy,
} from '../certificate/certificate.repository.ts';
import { decodeCertificateId } from '../certificate/certificate-key.ts';
import { countFetch } from '../fetch/fetch.limit.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { findHolders } from '../holder/holder.repository.ts';
import { activeSeal } from '../seal/seal.repository.ts';
import type { FileFormat } from '../seal/seal.type.ts';
import { mayUse, PLATFORM } from '../seal/seal-grant.repository.ts';
import { logSealing } from '../seal/sealing-log.repository.ts';
import { sealPurpose } from './document.annotation.ts';
import { withdrawFile } from './document.renew.ts';
import {
  type DocumentRow,
  documentById,
  findDocuments,
  insertLink,
  LINK_MS,
  queueDocument,
} from './document.repository.ts';
import { shapeDocument } from './document.shape.ts';
import { type CertificateDocument, DocumentFailure, type DocumentLink, DocumentState } from './document.type.ts';

const MAX_BATCH = 200;
const MAX_PURPOSE = 40;
const MAX_REASON = 200;
/** An annotated copy is for one use, not for ever. */
const MAX_DAYS = 366;
const DAY_MS = 86_400_000;

/**
 * Certificates inside the reach, in the order asked; each named by its id or by its identifier (证照标识), which is what other systems
 * have of it. @throws FORBIDDEN when one is not, the same as for none
 */
async function certificatesWithin(
  ctx: CertificatesCtx,
  operation: string,
  names: readonly string[],
): Promise<CertificateRow[]> {
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const keys = names.map(decodeCertificateId);
  const known = keys.filter((k) => k !== null);
  const identifiers = names.filter((_, i) => keys[i] === null);
  const byId = new Map((await findCertificates(ctx.em, known, reach)).map((r) => [r.certificate_id, r]));
  const byIdentifier = new Map((await findByIdentifier(ctx.em, identifiers, reach)).map((r) => [r.identifier, r]));
  return names.map((name, i) => {
    const row = byId.get(keys[i]?.certificateId ?? '') ?? byIdentifier.get(name);
    if (!row) throw forbidden();
    return row;
  });
}

/** The valid certificate of a holder by its code (持证主体代码); none when several files have that code. */
async function certificateOfHolder(
  ctx: CertificatesCtx,
  operation: string,
  holderCode: string,
): Promise<CertificateRow | undefined> {
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const rows = await validBy(ctx.em, { documentBlinds: documentBlinds(ctx.keyring, holderCode) }, reach);
  return rows.length === 1 ? rows[0] : undefined;
}

/** Who seals: staff by their own right, everybody else has the platform do it. */
const operatorOf = ({ claims }: CertificatesCtx): string => (claims.role === 'vaccinator' ? claims.account : PLATFORM);

/** Staff without a right to the issuer's seal are refused, and the try is written down. @throws FORBIDDEN */
async function requireRight(ctx: CertificatesCtx, certificate: CertificateRow): Promise<void> {
  const operator = operatorOf(ctx);
  if (operator === PLATFORM) return;
  const seal = await activeSeal(ctx.em, certificate.issuer_id);
  if (!seal || (await mayUse(ctx.em, seal.id, operator))) return;
  await logSealing(ctx.em, {
    at: ctx.clock.instant(),
    act: 'seal',
    document_id: newId(),
    person_id: certificate.person_id,
    certificate_id: certificate.certificate_id,
    issuer_id: certificate.issuer_id,
    seal_id: seal.id,
    operator,
    format: null,
    file_sm3: null,
    certificate_serial: null,
    result: 'failed',
    reason: DocumentFailure.not_granted,
  });
  throw forbidden();
}

function requireValid(ctx: CertificatesCtx, row: CertificateRow, field: string): void {
  const now = ctx.clock.instant();
  if (row.state !== 'valid' || new Date(row.expires_at) <= now)
    throw new MiaobenError('CONFLICT', { field, reason: 'wrong_state' });
}

async function written(ctx: CertificatesCtx, id: string): Promise<CertificateDocument> {
  const row = await documentById(ctx.em, id);
  if (!row) throw notFound();
  return shapeDocument(ctx, row);
}

/** Mutation.requestDocuments: one or a batch; those there are found. */
export async function request(
  ctx: CertificatesCtx,
  commandId: string,
  certificateIds: readonly string[],
): Promise<CertificateDocument[]> {
  const operation = 'Mutation.requestDocuments';
  if (certificateIds.length < 1 || certificateIds.length > MAX_BATCH)
    throw badInput('certificateIds', 'out_of_range', { max: MAX_BATCH });
  const certificates = await certificatesWithin(ctx, operation, certificateIds);
  for (const certificate of certificates) {
    requireValid(ctx, certificate, 'certificateIds');
    await requireRight(ctx, certificate);
  }
  const ids = await runCommand(ctx, operation, commandId, { certificateIds }, async (em) => {
    const outcome: string[] = [];
    for (const certificate of certificates) outcome.push(await queue(ctx, em, certificate, null));
    return { outcome, subject: outcome[0] ?? '', detail: { files: outcome.length } };
  });
  return Promise.all(ids.map((id) => written(ctx, id)));
}

interface Use {
  readonly purpose: string;
  readonly validUntil: string;
}

function queue(ctx: CertificatesCtx, em: Em, certificate: CertificateRow, use: Use | null): Promise<string> {
  const { person_id, certificate_id } = certificate;
  return queueDocument(
    em,
    {
      id: newId(),
      person_id,
      certificate_id,
      kind: use ? 'annotated' : 'certificate',
      // The holder's own file says what the booklet says; others do not need the whole number.
      is_masked: ctx.claims.role !== 'guardian',
      requested_by: ctx.claims.account,
      operator: operatorOf(ctx),
      purpose_sealed: use && sealPurpose(ctx, use.purpose),
      valid_until: use?.validUntil ?? null,
    },
    ctx.clock.instant(),
  );
}

/** Mutation.makeAnnotatedCopy. */
export async function annotate(
  ctx: CertificatesCtx,
  commandId: string,
  input: { certificateId: string | null; holderCode: string | null; purpose: string; validUntil: string },
): Promise<CertificateDocument> {
  const operation = 'Mutation.makeAnnotatedCopy';
  const purpose = input.purpose.trim();
  if (purpose === '') throw badInput('purpose', 'required');
  if (Array.from(purpose).length > MAX_PURPOSE) throw badInput('purpose', 'too_long', { max: MAX_PURPOSE });
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(purpose)) throw badInput('purpose', 'suspicious_characters');
  const days = (Date.parse(input.validUntil) - Date.parse(ctx.clock.today())) / DAY_MS;
  if (days < 0 || days > MAX_DAYS) throw badInput('validUntil', 'out_of_range', { max: MAX_DAYS });
  const { certificateId, holderCode } = input;
  if ((certificateId === null) === (holderCode === null)) throw badInput('certificateId', 'required');
  const certificate =
    certificateId === null
      ? await certificateOfHolder(ctx, operation, holderCode ?? '')
      : (await certificatesWithin(ctx, operation, [certificateId]))[0];
  if (!certificate) throw forbidden();
  requireValid(ctx, certificate, 'certificateId');
  await requireRight(ctx, certificate);
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const outcome = await queue(ctx, em, certificate, { purpose, validUntil: input.validUntil });
    return { outcome, subject: outcome };
  });
  return written(ctx, id);
}

/** @throws FORBIDDEN, the same as for none */
async function documentWithin(ctx: CertificatesCtx, operation: string, id: string): Promise<DocumentRow> {
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const [row] = isUuid(id) ? await findDocuments(ctx.em, [id], reach) : [];
  if (!row || !mayRead(ctx, row)) throw forbidden();
  return row;
}

/** The unmasked file is the holder's. */
const mayRead = ({ claims }: CertificatesCtx, row: DocumentRow): boolean => row.is_masked || claims.role === 'guardian';

/** Mutation.fetchDocument: an address for one download (Q-52, URL 失效控制). */
export async function fetch(
  ctx: CertificatesCtx,
  commandId: string,
  documentId: string,
  format: FileFormat,
): Promise<DocumentLink> {
  const operation = 'Mutation.fetchDocument';
  const row = await documentWithin(ctx, operation, documentId);
  if (row.state !== DocumentState.sealed)
    throw new MiaobenError('CONFLICT', { field: 'documentId', reason: 'wrong_state' });
  if (row.valid_until !== null && row.valid_until < ctx.clock.today())
    throw new MiaobenError('CONFLICT', { field: 'documentId', reason: 'expired' });
  const id = await runCommand(ctx, operation, commandId, { documentId, format }, async (em) => {
    const { account, role, organisation } = ctx.claims;
    const link = { id: newId(), document_id: row.id, format, account_id: account, role };
    await countFile(em, ctx, row);
    await insertLink(em, { ...link, organisation_id: organisation ?? null, handover_id: null }, ctx.clock.instant());
    return { outcome: link.id, subject: row.id, detail: { format } };
  });
  const expiresAt = new Date(Date.now() + LINK_MS);
  return { url: ctx.files.downloadUrl('certificate-file', id), expiresAt, format };
}

/** Counts the fetch against the caller's limits (J-57). @throws RATE_LIMITED */
export async function countFile(
  em: Em,
  ctx: CertificatesCtx,
  row: Pick<DocumentRow, 'person_id' | 'certificate_id'>,
): Promise<void> {
  const { account, role, organisation } = ctx.claims;
  const [holder] = await findHolders(em, [row.person_id], { kind: 'all' });
  if (!holder) throw forbidden();
  const { name, documentNumber } = openIdentity(ctx.keyring, holder.sealed);
  const isPartner = role === 'partner';
  await countFetch(em, ctx, {
    account,
    licenceType: 'vaccination_certificate',
    use: isPartner ? 'fetched' : 'downloaded',
    certificateId: row.certificate_id,
    holder: {
      personId: row.person_id,
      name,
      documentNumber,
      birthDate: holder.birth_date,
      division: holder.division,
    },
    organisationId: organisation ?? null,
    system: isPartner ? account : null,
  });
}

/** Mutation.withdrawDocument. */
export async function withdraw(
  ctx: CertificatesCtx,
  commandId: string,
  input: { documentId: string; reason: string; renew: boolean },
): Promise<CertificateDocument> {
  const operation = 'Mutation.withdrawDocument';
  const reason = input.reason.trim();
  if (reason === '') throw badInput('reason', 'required');
  if (Array.from(reason).length > MAX_REASON) throw badInput('reason', 'too_long', { max: MAX_REASON });
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const [row] = isUuid(input.documentId) ? await findDocuments(ctx.em, [input.documentId], reach) : [];
  if (!row) throw forbidden();
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const end = { by: ctx.claims.account, reason, at: ctx.clock.instant(), renew: input.renew };
    if (!(await withdrawFile(em, row.id, end)))
      throw new MiaobenError('CONFLICT', { field: 'documentId', reason: 'already_decided' });
    return { outcome: null, subject: row.id };
  });
  return written(ctx, row.id);
}

/** Query.certificateDocument: null outside the reach, the same as for an id that names none. */
export async function read(ctx: CertificatesCtx, id: string): Promise<CertificateDocument | null> {
  const reach = reachOf(ctx.scopeOf('Query.certificateDocument'), ctx.claims);
  const [row] = isUuid(id) ? await findDocuments(ctx.em, [id], reach) : [];
  return row ? shapeDocument(ctx, row) : null;
}
