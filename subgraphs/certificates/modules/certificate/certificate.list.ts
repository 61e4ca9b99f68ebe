import { maskPhone } from '@miaoben/identifiers';
import { audit, type Em, type Page, pageRequest, query, toPage } from '@miaoben/kernel';
import { columnsOf, narrowTo, Parameters, readDivision, withinReach } from '@miaoben/kernel/reach';
import type { CertificatesCtx } from '../../loaders.ts';
import { type Reach, reachOf } from '../../scope.ts';
import { openContent } from '../application/application.shape.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { endOfDay, startOfDay } from '../listing/days.ts';
import type { Issuing } from '../trust/trust.service.ts';
import { certificateNameBlind } from './certificate.issue.ts';
import type { CertificateRow } from './certificate.repository.ts';
import { shapeCertificate } from './certificate.shape.ts';
import type { CertificateFilter, ListedCertificate } from './certificate.type.ts';

interface ListedRow extends CertificateRow {
  application_sealed: string | null;
}
const DAY_MS = 86_400_000;

/**
 * Newest issue first. The key is (instant of issue, id).
 * @param holder blind indexes of the document; left out: of everybody
 */
async function rowsOf(
  em: Em,
  issuing: Issuing,
  filter: CertificateFilter,
  within: Reach,
  page: { key?: (string | number)[] | undefined; limit: number },
  holder?: readonly string[],
): Promise<ListedRow[]> {
  const p = new Parameters();
  const now = issuing.clock.instant();
  const reach = filter.division ? narrowTo(readDivision(filter.division), within) : within;
  const conditions = [withinReach(columnsOf('h'), reach, p)];
  if (filter.state) conditions.push(`c.state = '${filter.state === 'revoked' ? 'revoked' : 'valid'}'`);
  if (filter.state === 'valid') conditions.push(`c.expires_at > ${p.add(now)}`);
  if (filter.state === 'expired') conditions.push(`c.expires_at <= ${p.add(now)}`);
  if (filter.issuerId) conditions.push(`c.issuer_id = ${p.add(filter.issuerId)}`);
  if (filter.from) conditions.push(`c.issued_at >= ${p.add(startOfDay(filter.from))}`);
  if (filter.to) conditions.push(`c.issued_at < ${p.add(endOfDay(filter.to))}`);
  if (filter.expiringWithinDays) {
    const until = new Date(now.getTime() + filter.expiringWithinDays * DAY_MS);
    conditions.push(`c.state = 'valid' and c.expires_at > ${p.add(now)} and c.expires_at <= ${p.add(until)}`);
  }
  const text = filter.text?.trim();
  if (text) {
    const same = p.add(text);
    conditions.push(`(c.number = ${same} or c.identifier = ${same} or c.name_blind = ${p.add(certificateNameBlind(issuing, text))}
      or h.document_blind = any(${p.add(documentBlinds(issuing.keyring, text))}::text[]))`);
  }
  if (holder) conditions.push(`h.document_blind = any(${p.add(holder)}::text[])`);
  if (page.key)
    conditions.push(
      `(c.issued_at, c.certificate_id) < (${p.add(page.key[0])}::timestamptz, ${p.add(page.key[1])}::uuid)`,
    );
  return query<ListedRow>(
    em,
    `select c.*, a.sealed as application_sealed from certificate c join holder h using (person_id)
     left join application a on a.id = c.application_id
     where ${conditions.join(' and ')} order by c.issued_at desc, c.certificate_id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** There is one type of certificate here; licences of other types have lists of their own. */
const LICENCE_TYPE = 'vaccination_certificate';

function shapeListed(issuing: Issuing, row: ListedRow): ListedCertificate {
  const phone =
    row.application_sealed === null ? null : openContent(issuing.keyring, row.application_sealed).contactPhone;
  return {
    licenceType: LICENCE_TYPE,
    contactPhone: phone === null ? null : maskPhone(phone),
    certificate: shapeCertificate(issuing, row),
  };
}
const keyOf = (row: ListedRow): string[] => [new Date(row.issued_at).toISOString(), row.certificate_id];

/** Query.certificates: certificates of the caller's area. */
export async function listCertificates(
  ctx: CertificatesCtx,
  filter: CertificateFilter,
  first: number,
  after: string | null,
): Promise<Page<ListedCertificate>> {
  const operation = 'Query.certificates';
  const page = pageRequest(first, after, 2);
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const rows = await rowsOf(ctx.em, ctx, filter, reach, page);
  if (rows.length > 0) await audit(ctx.em, ctx.claims, operation, undefined, { rows: rows.length });
  return toPage(rows, page, keyOf, (row) => shapeListed(ctx, row));
}

/** All issues to the holder of a document number, in whatever spelling it was given. */
export async function certificatesOfDocument(
  em: Em,
  issuing: Issuing,
  document: string,
  reach: Reach,
  limit: number,
): Promise<ListedCertificate[]> {
  const blinds = documentBlinds(issuing.keyring, document);
  if (blinds.length === 0) return [];
  const rows = await rowsOf(em, issuing, {}, reach, { limit }, blinds);
  return rows.map((row) => shapeListed(issuing, row));
}

/** All rows of a filter for a sheet, in pages. */
export async function* everyCertificate(
  em: () => Em,
  issuing: Issuing,
  filter: CertificateFilter,
  reach: Reach,
): AsyncGenerator<ListedCertificate> {
  const limit = 1_000;
  let key: string[] | undefined;
  for (;;) {
    const rows = await rowsOf(em(), issuing, filter, reach, { key, limit });
    for (const row of rows) yield shapeListed(issuing, row);
    const last = rows.at(-1);
    if (rows.length < limit || !last) return;
    key = keyOf(last);
  }
}
