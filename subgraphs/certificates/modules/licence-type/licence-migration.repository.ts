import { change, type Em, newId, query } from '@miaoben/kernel';
import type { LicenceFinding } from './definition.validate.ts';

export interface MigrationRow {
  id: string;
  type_code: string;
  to_version: number;
  state: 'running' | 'done' | 'failed';
  last_licence: string;
  done: number;
  total: number | null;
  unfit: number;
  started_at: string;
  finished_at: string | null;
}
const COLUMNS = 'id, type_code, to_version, state, last_licence, done, total, unfit, started_at, finished_at';
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Orders that the stored licences of a type be carried over to a version. An older order that is not through is over with it. */
export async function orderMigration(em: Em, typeCode: string, toVersion: number): Promise<void> {
  await change(
    em,
    `update licence_migration set state = 'done', finished_at = clock_timestamp()
     where type_code = $1 and finished_at is null`,
    [typeCode],
  );
  await change(
    em,
    `insert into licence_migration (id, type_code, to_version, state, last_licence, started_at)
     values ($1, $2, $3, 'running', $4, clock_timestamp())`,
    [newId(), typeCode, toVersion, NOBODY],
  );
}

export async function latestMigration(em: Em, typeCode: string): Promise<MigrationRow | undefined> {
  const [row] = await query<MigrationRow>(
    em,
    `select ${COLUMNS} from licence_migration where type_code = $1 order by id desc limit 1`,
    [typeCode],
  );
  return row;
}

/** The oldest one that is not through, held by the transaction; none while another process is at it. */
export async function takeMigration(em: Em): Promise<MigrationRow | undefined> {
  const [row] = await query<MigrationRow>(
    em,
    `select ${COLUMNS} from licence_migration where finished_at is null order by id limit 1 for update skip locked`,
  );
  return row;
}

/** Counts what is to be carried over, once at the start. */
export async function noteTotal(em: Em, row: MigrationRow): Promise<void> {
  await change(
    em,
    `update licence_migration set total =
       (select count(*) from licence where type_code = $2 and type_version < $3) where id = $1`,
    [row.id, row.type_code, row.to_version],
  );
}

export interface OldLicence {
  licence_id: string;
  type_version: number;
  sealed: string;
  archived: string | null;
  business_key: string;
  valid_flag: 0 | 1;
}

/** The next licences of an older version, by id, locked. */
export const nextOldLicences = (em: Em, row: MigrationRow, limit: number): Promise<OldLicence[]> =>
  query<OldLicence>(
    em,
    `select licence_id, type_version, sealed, archived, business_key, valid_flag from licence
     where type_code = $1 and licence_id > $2 and type_version < $3 order by licence_id limit $4 for update`,
    [row.type_code, row.last_licence, row.to_version, limit],
  );

/** Keys of these that another valid licence of the type holds. */
export async function takenKeys(em: Em, typeCode: string, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ business_key: string; licence_id: string }>(
    em,
    `select business_key, licence_id from licence
     where type_code = $1 and valid_flag = 1 and business_key = any($2::text[])`,
    [typeCode, keys],
  );
  return new Map(rows.map((row) => [row.business_key, row.licence_id]));
}

export interface CarriedLicence {
  licenceId: string;
  sealed: string;
  archived: string | null;
  businessKey: string;
  businessDate: string;
  documentBlind: string | null;
  nameBlind: string;
  search: string;
  number: string;
  validFrom: string | null;
  validTo: string | null;
}

/** Writes licences as the newer version has them; issuer and state are the licence's own and stay. */
export async function writeCarried(em: Em, row: MigrationRow, carried: readonly CarriedLicence[]): Promise<void> {
  const column = <T>(pick: (c: CarriedLicence) => T): T[] => carried.map(pick);
  await change(
    em,
    `update licence l set type_version = $2, sealed = n.sealed, archived = n.archived, business_key = n.business_key,
       business_date = n.business_date, holder_document_blind = n.document_blind, holder_name_blind = n.name_blind,
       search = n.search, number = n.number, valid_from = n.valid_from, valid_to = n.valid_to
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::text[], $10::jsonb[],
       $11::text[], $12::date[], $13::date[]) as n (licence_id, sealed, archived, business_key, business_date, document_blind,
       name_blind, search, number, valid_from, valid_to)
     where l.type_code = $1 and l.licence_id = n.licence_id`,
    [
      row.type_code,
      row.to_version,
      column((c) => c.licenceId),
      column((c) => c.sealed),
      column((c) => c.archived),
      column((c) => c.businessKey),
      column((c) => c.businessDate),
      column((c) => c.documentBlind),
      column((c) => c.nameBlind),
      column((c) => c.search),
      column((c) => c.number),
      column((c) => c.validFrom),
      column((c) => c.validTo),
    ],
  );
}

export async function noteMisfits(
  em: Em,
  migrationId: string,
  misfits: readonly { licenceId: string; findings: readonly LicenceFinding[] }[],
): Promise<void> {
  await change(
    em,
    `insert into licence_misfit (migration_id, licence_id, findings)
     select $1, * from unnest($2::uuid[], $3::jsonb[]) on conflict do nothing`,
    [migrationId, misfits.map((m) => m.licenceId), misfits.map((m) => JSON.stringify(m.findings))],
  );
}

export async function noteProgress(
  em: Em,
  id: string,
  step: { last: string; done: number; unfit: number; finished: boolean },
): Promise<void> {
  await change(
    em,
    `update licence_migration set last_licence = $2, done = done + $3, unfit = unfit + $4,
       state = case when $5 then 'done' else 'running' end, finished_at = case when $5 then clock_timestamp() end
     where id = $1`,
    [id, step.last, step.done, step.unfit, step.finished],
  );
}

export async function noteFailure(em: Em): Promise<void> {
  await change(
    em,
    `update licence_migration set state = 'failed'
     where id = (select id from licence_migration where finished_at is null order by id limit 1)`,
  );
}

export interface MisfitRow {
  licence_id: string;
  number: string;
  findings: LicenceFinding[];
}

/** Licences a migration could not carry over, by id. */
export const misfitsOf = (
  em: Em,
  migrationId: string,
  divisions: readonly string[],
  after: string | undefined,
  limit: number,
): Promise<MisfitRow[]> =>
  query<MisfitRow>(
    em,
    `select m.licence_id, l.number, m.findings from licence_misfit m
     join licence_migration g on g.id = m.migration_id
     join licence l on l.type_code = g.type_code and l.licence_id = m.licence_id
     where m.migration_id = $1 and ($2::uuid is null or m.licence_id > $2)
       and exists (select 1 from unnest($3::text[]) d where starts_with(l.division, d))
     order by m.licence_id limit $4`,
    [migrationId, after ?? null, divisions, limit],
  );
