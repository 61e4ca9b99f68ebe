import { type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { LicenceEntry } from './licence.entry.ts';
import type { LicenceRow, LicenceState } from './licence.repository.ts';

/** A condition of a list, as the definition allows it. */
export type LicenceCondition =
  | { readonly kind: 'equals'; readonly field: string; readonly value: string }
  | { readonly kind: 'prefix'; readonly field: string; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'state'; readonly value: LicenceState }
  /** in force, with its last day between two dates, both included */
  | { readonly kind: 'valid_to'; readonly from: string; readonly to: string };

const COLUMNS = `l.type_code, l.licence_id, l.type_version, l.number, l.identifier, l.identifier_version, l.business_key,
  l.business_date, l.holder_document_blind, l.holder_name_blind, l.sealed, l.issuer_code, l.issuer_name, l.division, l.valid_from,
  l.valid_to, l.state, l.valid_flag, l.source, l.batch_id, l.collected_at::text, l.updated_at::text`;

/** Where a licence belongs decides who sees it; the holder's file, where there is one, plays no part. */
const inReach = (reach: Reach, p: Parameters): string =>
  withinReach({ person: 'l.licence_id', division: 'l.division' }, reach, p);

function sqlOf(condition: LicenceCondition, p: Parameters): string {
  switch (condition.kind) {
    case 'equals':
      return `l.search @> ${p.add(JSON.stringify({ [condition.field]: condition.value }))}::jsonb`;
    case 'prefix':
      // The field is a key of the definition: the expression has to stand as it does in its index.
      return `(l.search ->> '${condition.field}') like ${p.add(`${condition.value.replace(/[\\%_]/g, '\\$&')}%`)}`;
    case 'number':
      return `l.number = ${p.add(condition.value)}`;
    case 'state':
      return `l.state = ${p.add(condition.value)}`;
    case 'valid_to':
      return `l.state = 'valid' and l.valid_to between ${p.add(condition.from)} and ${p.add(condition.to)}`;
  }
}

/** Licences of a type inside the reach, those changed last first. */
export async function listLicences(
  em: Em,
  typeCode: string,
  conditions: readonly LicenceCondition[],
  reach: Reach,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<LicenceRow[]> {
  const p = new Parameters();
  const where = [`l.type_code = ${p.add(typeCode)}`, inReach(reach, p), ...conditions.map((c) => sqlOf(c, p))];
  if (after) where.push(`(l.updated_at, l.licence_id) < (${p.add(after[0])}::timestamptz, ${p.add(after[1])}::uuid)`);
  return query<LicenceRow>(
    em,
    `select ${COLUMNS} from licence l where ${where.join(' and ')}
     order by l.updated_at desc, l.licence_id desc limit ${p.add(limit)}`,
    p.values,
  );
}

/** One licence inside the reach. */
export async function licenceById(
  em: Em,
  typeCode: string,
  licenceId: string,
  reach: Reach,
): Promise<LicenceRow | undefined> {
  const p = new Parameters();
  const [row] = await query<LicenceRow>(
    em,
    `select ${COLUMNS} from licence l where l.type_code = ${p.add(typeCode)} and l.licence_id = ${p.add(licenceId)}
       and ${inReach(reach, p)}`,
    p.values,
  );
  return row;
}

/** The same, held to the end of the transaction. */
export async function lockLicence(
  em: Em,
  typeCode: string,
  licenceId: string,
  reach: Reach,
): Promise<LicenceRow | undefined> {
  const p = new Parameters();
  const [row] = await query<LicenceRow>(
    em,
    `select ${COLUMNS} from licence l where l.type_code = ${p.add(typeCode)} and l.licence_id = ${p.add(licenceId)}
       and ${inReach(reach, p)} for update`,
    p.values,
  );
  return row;
}

/** Licences of all types of one document number, those taken out of use last, else newest first. */
export const licencesOfDocument = (em: Em, documentBlind: string, limit: number): Promise<LicenceRow[]> =>
  query<LicenceRow>(
    em,
    `select ${COLUMNS} from licence l where l.holder_document_blind = $1
     order by l.valid_flag desc, l.business_date desc, l.licence_id desc limit $2`,
    [documentBlind, limit],
  );

/** Licences of all types inside the reach of one document number, or of an institution, which has none, by the hash of its name. */
export async function licencesOfHolder(
  em: Em,
  documentBlinds: readonly string[],
  institutionBlind: string,
  reach: Reach,
  limit: number,
): Promise<LicenceRow[]> {
  const p = new Parameters();
  return query<LicenceRow>(
    em,
    `select ${COLUMNS} from licence l where (l.holder_document_blind = any(${p.add(documentBlinds)}::text[])
       or l.holder_name_blind = ${p.add(institutionBlind)} and l.holder_document_blind is null) and ${inReach(reach, p)}
     order by l.valid_flag desc, l.business_date desc, l.licence_id desc limit ${p.add(limit)}`,
    p.values,
  );
}

export interface LicenceCount {
  type_code: string;
  issuer_code: string;
  issuer_name: string;
  state: LicenceState;
  valid_flag: 0 | 1;
  licences: string;
}

export interface CountFilter {
  readonly typeCode: string | null;
  /** beginning of the issuer's name */
  readonly issuer: string | null;
  readonly state: LicenceState | null;
  readonly validity: LicenceCondition | null;
}

/**
 * Totals inside the reach, by type, issuer and state (J-100): from the kept counters; those that end within a span are no counter and are
 * counted by the index of last days.
 */
export async function countLicences(em: Em, filter: CountFilter, reach: Reach): Promise<LicenceCount[]> {
  const p = new Parameters();
  const bySpan = filter.validity?.kind === 'valid_to';
  const where = [bySpan ? inReach(reach, p) : withinReach({ person: 'null', division: 'l.division' }, reach, p)];
  if (!bySpan) where.push('l.licences > 0');
  if (filter.typeCode !== null) where.push(`l.type_code = ${p.add(filter.typeCode)}`);
  if (filter.issuer) where.push(`starts_with(l.issuer_name, ${p.add(filter.issuer)})`);
  if (filter.state) where.push(`l.state = ${p.add(filter.state)}`);
  if (filter.validity) where.push(sqlOf(filter.validity, p));
  return query<LicenceCount>(
    em,
    `select l.type_code, l.issuer_code, l.issuer_name, l.state, l.valid_flag, ${bySpan ? 'count(*)' : 'sum(l.licences)'} as licences
     from ${bySpan ? 'licence' : 'licence_count'} l
     where ${where.join(' and ')} group by 1, 2, 3, 4, 5 order by 1, 3, 4, 5`,
    p.values,
  );
}

export interface LicenceLogRow {
  id: string;
  type_code: string;
  licence_id: string | null;
  number: string | null;
  kind: string;
  rows: number;
  account_id: string | null;
  at: string;
  reason: string | null;
  batch_id: string | null;
}
export interface LogFilter {
  typeCode: string | null;
  kind: string | null;
  licenceId: string | null;
  /** days in Shanghai, both included */
  from: string | null;
  to: string | null;
}

/** Lines of the log inside the reach and those of the whole province, newest first. */
export async function listLog(
  em: Em,
  filter: LogFilter,
  reach: Reach,
  after: string | undefined,
  limit: number,
): Promise<LicenceLogRow[]> {
  const p = new Parameters();
  const where = [`(l.division is null or ${withinReach({ person: 'null', division: 'l.division' }, reach, p)})`];
  if (filter.typeCode) where.push(`l.type_code = ${p.add(filter.typeCode)}`);
  if (filter.kind) where.push(`l.kind = ${p.add(filter.kind)}`);
  if (filter.licenceId) where.push(`l.licence_id = ${p.add(filter.licenceId)}`);
  if (filter.from) where.push(`l.at >= (${p.add(filter.from)}::date)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.to) where.push(`l.at < (${p.add(filter.to)}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
  if (after) where.push(`l.id < ${p.add(after)}::uuid`);
  return query<LicenceLogRow>(
    em,
    `select id, type_code, licence_id, number, kind, rows, account_id, at, reason, batch_id from licence_log l
     where ${where.join(' and ')} order by l.id desc limit ${p.add(limit)}`,
    p.values,
  );
}

/** True when the holder has another valid licence of the type (J-48). */
export async function hasSecondLicence(
  em: Em,
  typeCode: string,
  entry: Pick<LicenceEntry, 'holderDocumentBlind' | 'businessKey'>,
): Promise<boolean> {
  if (entry.holderDocumentBlind === null) return false;
  const rows = await query(
    em,
    `select 1 from licence where type_code = $1 and holder_document_blind = $2 and business_key <> $3
       and valid_flag = 1 and state = 'valid' limit 1`,
    [typeCode, entry.holderDocumentBlind, entry.businessKey],
  );
  return rows.length > 0;
}

/** Takes a licence out of use; the row stays (J-42). */
export async function voidRow(em: Em, typeCode: string, licenceId: string): Promise<void> {
  await query(
    em,
    `update licence set state = 'revoked', valid_flag = 0, updated_at = clock_timestamp()
     where type_code = $1 and licence_id = $2`,
    [typeCode, licenceId],
  );
}
