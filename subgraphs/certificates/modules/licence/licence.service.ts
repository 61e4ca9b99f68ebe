import {
  audit,
  badInput,
  forbidden,
  isUuid,
  MiaobenError,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { type LicenceFinding, type LicenceValues, validateRow } from '../licence-type/definition.validate.ts';
import { type ActiveType, activeTypeOf } from '../licence-type/licence-type.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { isClosed } from '../organisation/organisation.rules.ts';
import { endLicence } from './licence.revise.ts';
import { definitionsOf, shapeLicence } from './licence.shape.ts';
import { storeLicences } from './licence.store.ts';
import type { GeneratedLicences, Licence } from './licence.type.ts';
import { conditionsOf, type FilterInput } from './licence-filter.ts';
import { decodeLicenceId, encodeLicenceId } from './licence-key.ts';
import { licenceById, listLicences, lockLicence } from './licence-query.repository.ts';

const MAX_ROWS = 500;

async function typeOf(ctx: CertificatesCtx, slug: string): Promise<ActiveType> {
  const type = await activeTypeOf(ctx.em, slug);
  if (!type) throw notFound();
  return type;
}

/** A page of the licences of a type in the caller's area, filtered as the definition says; names and numbers masked. */
export async function findLicences(
  ctx: CertificatesCtx,
  slug: string,
  filters: readonly FilterInput[],
  first: number,
  after: string | null,
): Promise<Page<Licence>> {
  const reach = reachOf(ctx.scopeOf('Query.licences'), ctx.claims);
  const request = pageRequest(first, after, 2);
  const type = await typeOf(ctx, slug);
  const conditions = conditionsOf(type.definition, filters, ctx.keyring, ctx.clock.today());
  const rows = await listLicences(ctx.em, type.code, conditions, reach, request.key, request.limit);
  const definitions = await definitionsOf(ctx.em, rows);
  await audit(ctx.em, ctx.claims, 'Query.licences', type.code, {
    filters: filters.map((f) => f.field),
    rows: Math.min(rows.length, first),
  });
  return toPage(
    rows,
    request,
    (row) => [row.updated_at, row.licence_id],
    (row) => shapeLicence(ctx, row, type, definitions(row), 'list'),
  );
}

/** One licence with its face; the look at it is an audit line. @throws NOT_FOUND out of the area or not there */
export async function findLicence(ctx: CertificatesCtx, id: string): Promise<Licence> {
  const reach = reachOf(ctx.scopeOf('Query.licence'), ctx.claims);
  const key = decodeLicenceId(id);
  const row = key && (await licenceById(ctx.em, key.typeCode, key.licenceId, reach));
  if (!row) throw notFound();
  await audit(ctx.em, ctx.claims, 'Query.licence', row.licence_id, { type: row.type_code });
  const definitions = await definitionsOf(ctx.em, [row]);
  return shapeLicence(ctx, row, definitions.type(row), definitions(row), 'face');
}

/**
 * Takes a licence out of use; row, log and number stay.
 * @throws NOT_FOUND; BAD_INPUT reason; CONFLICT already_voided
 */
export async function voidLicence(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  rawReason: string,
): Promise<Licence> {
  const reach = reachOf(ctx.scopeOf('Mutation.voidLicence'), ctx.claims);
  const reason = readWords(rawReason, 'reason');
  await runCommand(ctx, 'Mutation.voidLicence', commandId, { id, reason }, async (em) => {
    const key = decodeLicenceId(id);
    const row = key && (await lockLicence(em, key.typeCode, key.licenceId, reach));
    if (!row) throw notFound();
    if (row.valid_flag === 0) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_voided' });
    await endLicence(em, row, { account: ctx.claims.account, kind: 'voided', reason });
    return { outcome: true, subject: row.licence_id };
  });
  return findLicence(ctx, id);
}

function parseRow(text: string, row: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // falls through: what is no JSON is as wrong as what is no object
  }
  throw badInput('rows', 'format', { row });
}

/**
 * Makes licences from data that are there, matched to the base form of the type (J-44): all or none.
 * @throws NOT_FOUND no such type; BAD_INPUT rows (format, out_of_range); FORBIDDEN without an organisation; CONFLICT wrong_state for one that works no more
 */
export async function generateLicences(
  ctx: CertificatesCtx,
  commandId: string,
  slug: string,
  texts: readonly string[],
): Promise<GeneratedLicences> {
  const { organisation, account } = ctx.claims;
  const issuer = organisation ? await organisationOf(ctx.em, organisation) : undefined;
  if (isClosed(issuer, ctx.clock.today()))
    throw new MiaobenError('CONFLICT', { field: 'rows', reason: 'wrong_state', part: 'issuer' });
  const type = await typeOf(ctx, slug);
  const [area] = ctx.claims.divisions;
  if (area === undefined) throw forbidden();
  if (texts.length === 0 || texts.length > MAX_ROWS) throw badInput('rows', 'out_of_range', { max: MAX_ROWS });
  const rows = texts.map((text, i) => parseRow(text, i + 1));
  const findings: { row: number; finding: LicenceFinding }[] = [];
  const values: LicenceValues[] = [];
  for (const [i, row] of rows.entries()) {
    const read = validateRow(type.definition, row, ctx.clock.today());
    findings.push(...read.findings.map((finding) => ({ row: i + 1, finding })));
    values.push(read.values);
  }
  if (findings.length > 0) {
    return {
      licences: [],
      findings: findings.map(({ row, finding }) => ({ row, field: finding.field, code: finding.code })),
    };
  }
  const division = issuer?.division ?? area;
  const origin = {
    issuerCode: division.padEnd(6, '0').slice(0, 6),
    division,
    source: issuer?.name ?? '本平台',
    batchId: null,
  };
  const ids = await runCommand(ctx, 'Mutation.generateLicences', commandId, { slug, texts }, async (em) => {
    const stored = await storeLicences(em, ctx, type, values, origin, { account, kind: 'generated' });
    return { outcome: [...stored.ids], subject: type.code, detail: { rows: values.length } };
  });
  return {
    licences: ids.filter(isUuid).map((id) => encodeLicenceId({ typeCode: type.code, licenceId: id })),
    findings: [],
  };
}
