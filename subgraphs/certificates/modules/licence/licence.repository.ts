import { change, type Em, query } from '@miaoben/kernel';

export type LicenceState = 'valid' | 'expired' | 'suspended' | 'revoked';

export interface LicenceRow {
  type_code: string;
  licence_id: string;
  type_version: number;
  number: string;
  identifier: string;
  identifier_version: number;
  business_key: string;
  business_date: string;
  holder_document_blind: string | null;
  holder_name_blind: string;
  sealed: string;
  issuer_code: string;
  issuer_name: string;
  division: string;
  valid_from: string | null;
  valid_to: string | null;
  state: LicenceState;
  valid_flag: 0 | 1;
  source: string;
  batch_id: string | null;
  collected_at: string;
  updated_at: string;
}

/** A licence of the type that holds one of the keys, locked to the end of the transaction. */
export interface Standing {
  business_key: string;
  licence_id: string;
  identifier_version: number;
  business_date: string;
  division: string;
  issuer_code: string;
  issuer_name: string;
  state: LicenceState;
}

/** One writer of many licences of a type at a time: two would lock the same rows in different orders. */
export const lockType = (em: Em, typeCode: string): Promise<unknown> =>
  query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 17))', [typeCode]);

/** Valid licences of these keys, by key. */
export async function standingLicences(
  em: Em,
  typeCode: string,
  keys: readonly string[],
): Promise<Map<string, Standing>> {
  const rows = await query<Standing>(
    em,
    `select business_key, licence_id, identifier_version, business_date, division, issuer_code, issuer_name, state
     from licence where type_code = $1 and valid_flag = 1 and business_key = any($2::text[])
     order by business_key for update`,
    [typeCode, keys],
  );
  return new Map(rows.map((row) => [row.business_key, row]));
}

export type WrittenLicence = Omit<LicenceRow, 'type_code' | 'valid_flag' | 'collected_at' | 'updated_at'> & {
  /** JSON text */
  search: string;
};

const COLUMNS = {
  licence_id: 'uuid',
  type_version: 'int',
  number: 'text',
  identifier: 'text',
  identifier_version: 'int',
  business_key: 'text',
  business_date: 'date',
  holder_document_blind: 'text',
  holder_name_blind: 'text',
  search: 'jsonb',
  sealed: 'text',
  issuer_code: 'text',
  issuer_name: 'text',
  division: 'text',
  valid_from: 'date',
  valid_to: 'date',
  state: 'text',
  source: 'text',
  batch_id: 'uuid',
} as const satisfies Record<keyof WrittenLicence, string>;
const NAMES = Object.keys(COLUMNS) as (keyof WrittenLicence)[];

/** Writes licences in one statement; a row of the same id is overwritten. Times are the database's. */
export async function writeLicences(em: Em, typeCode: string, rows: readonly WrittenLicence[]): Promise<void> {
  const arrays = NAMES.map((name, i) => `$${i + 2}::${COLUMNS[name]}[]`);
  const kept = NAMES.filter((name) => name !== 'licence_id');
  await change(
    em,
    `insert into licence (type_code, ${NAMES.join(', ')}, collected_at, updated_at)
     select $1, n.*, clock_timestamp(), clock_timestamp() from unnest(${arrays.join(', ')}) as n
     on conflict (type_code, licence_id) do update set ${kept.map((n) => `${n} = excluded.${n}`).join(', ')},
       collected_at = excluded.collected_at, updated_at = excluded.updated_at`,
    [typeCode, ...NAMES.map((name) => rows.map((row) => row[name]))],
  );
}

/** One change of a counter. */
export interface CountChange {
  division: string;
  issuerCode: string;
  issuerName: string;
  state: LicenceState;
  validFlag: 0 | 1;
  by: number;
}

/** Moves the kept counters of a type (J-100); changes of the same counter are put together. */
export async function moveCounts(em: Em, typeCode: string, changes: readonly CountChange[]): Promise<void> {
  const sums = new Map<string, CountChange>();
  for (const c of changes) {
    const key = [c.division, c.issuerCode, c.issuerName, c.state, c.validFlag].join('\0');
    sums.set(key, { ...c, by: (sums.get(key)?.by ?? 0) + c.by });
  }
  const rows = [...sums.entries()].filter(([, c]) => c.by !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  const column = <T>(pick: (c: CountChange) => T): T[] => rows.map(([, c]) => pick(c));
  await change(
    em,
    `insert into licence_count (type_code, division, issuer_code, state, valid_flag, issuer_name, licences)
     select $1, n.* from unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::bigint[]) as n
     on conflict (type_code, division, issuer_code, issuer_name, state, valid_flag)
     do update set licences = licence_count.licences + excluded.licences`,
    [
      typeCode,
      column((c) => c.division),
      column((c) => c.issuerCode),
      column((c) => c.state),
      column((c) => c.validFlag),
      column((c) => c.issuerName),
      column((c) => c.by),
    ],
  );
}
