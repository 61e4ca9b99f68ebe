import { change, type Em, query } from '@miaoben/kernel';
import type { LicenceRow } from '../licence/licence.repository.ts';
import type { ResultFormat } from '../showing/showing.rules.ts';

export interface ServiceRow {
  slug: string;
  fields: string[];
  /** what is asked besides the number and, of a person's, the name */
  filters: string[];
  result_format: ResultFormat;
  per_minute: number;
  per_day: number;
  is_open: boolean;
  version: number;
}

/** The whole catalogue, closed services too. */
export const allServices = (em: Em): Promise<ServiceRow[]> =>
  query<ServiceRow>(em, 'select * from public_service order by slug');

export async function openService(em: Em, slug: string): Promise<ServiceRow | undefined> {
  const [row] = await query<ServiceRow>(em, 'select * from public_service where slug = $1 and is_open', [slug]);
  return row;
}

/** Stores the next version of a service. @returns false when `version` is not the stored one */
export async function putService(em: Em, service: ServiceRow): Promise<boolean> {
  const stored = await change(
    em,
    `insert into public_service as s (slug, fields, per_minute, per_day, is_open, filters, result_format)
     select $1, $2::text[], $3, $4, $5, $7::text[], $8 where $6 = 0 or exists (select 1 from public_service where slug = $1)
     on conflict (slug) do update set fields = $2::text[], per_minute = $3, per_day = $4, is_open = $5, filters = $7::text[],
       result_format = $8, version = s.version + 1
       where s.version = $6`,
    [
      service.slug,
      service.fields,
      service.per_minute,
      service.per_day,
      service.is_open,
      service.version,
      service.filters,
      service.result_format,
    ],
  );
  return stored > 0;
}

export type PublicRow = Pick<
  LicenceRow,
  'licence_id' | 'number' | 'issuer_name' | 'valid_from' | 'valid_to' | 'state' | 'sealed' | 'holder_document_blind'
>;

/** The licence of a number: one in use before one that was voided, a valid one before others, the newest first. */
export async function licenceOfNumber(em: Em, typeCode: string, number: string): Promise<PublicRow | undefined> {
  const [row] = await query<PublicRow>(
    em,
    `select licence_id, number, issuer_name, valid_from, valid_to, state, sealed, holder_document_blind from licence
     where type_code = $1 and number = $2
     order by valid_flag desc, (state = 'valid') desc, business_date desc, licence_id desc limit 1`,
    [typeCode, number],
  );
  return row;
}

/** Ends a block of an earlier day: an address is shared and handed on. */
export async function endOldBlock(em: Em, account: string, typeCode: string, at: Date): Promise<void> {
  await change(
    em,
    `update showing_block set lifted_at = $3, reason = 'next_day' where account_id = $1 and type_code = $2 and lifted_at is null`,
    [account, typeCode, at],
  );
}
