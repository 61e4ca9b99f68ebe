import { change, type Em, query } from '@miaoben/kernel';

export async function insertSingle(
  em: Em,
  single: {
    id: string;
    type_code: string;
    account_id: string;
    organisation_id: string | null;
    source: string;
    taken: boolean;
    rules: string[];
    licence_id: string | null;
    at: Date;
  },
): Promise<void> {
  await change(
    em,
    `insert into collection_single (id, type_code, account_id, organisation_id, source, taken, rules, licence_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      single.id,
      single.type_code,
      single.account_id,
      single.organisation_id,
      single.source,
      single.taken,
      single.rules,
      single.licence_id,
      single.at,
    ],
  );
}

export async function licenceOfKey(em: Em, typeCode: string, key: string): Promise<{ licence_id: string } | undefined> {
  const rows = await query<{ licence_id: string }>(
    em,
    'select licence_id from licence where type_code = $1 and business_key = $2 and valid_flag = 1',
    [typeCode, key],
  );
  return rows[0];
}

/** Keeps what a licence said before it is overwritten or ended. */
export async function backUpLicence(em: Em, typeCode: string, licenceId: string, at: Date): Promise<void> {
  await change(
    em,
    `insert into cleaning_entry (id, type_code, batch_id, file, number, kind, licence_id, original, at)
     select gen_random_uuid(), type_code, null, null, null, 'overwritten', licence_id, sealed, $3
     from licence where type_code = $1 and licence_id = $2`,
    [typeCode, licenceId, at],
  );
}
