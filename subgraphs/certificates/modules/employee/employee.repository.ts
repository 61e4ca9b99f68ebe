import { change, type Em, newId, query } from '@miaoben/kernel';
import type { LicenceRow } from '../licence/licence.repository.ts';

export interface EmployeeRow {
  employee_id: string;
  document_blind: string;
  sealed: string;
  added_at: string;
}
export interface NewEmployee {
  documentBlind: string;
  sealed: string;
}

/** Puts people on the staff list of an organisation; who stands there already stays as it is. @returns how many are new */
export async function insertEmployees(
  em: Em,
  organisation: string,
  account: string,
  employees: readonly NewEmployee[],
): Promise<number> {
  return change(
    em,
    `insert into employee (organisation_id, employee_id, document_blind, sealed, added_by, added_at)
     select $1, n.employee_id, n.document_blind, n.sealed, $2, clock_timestamp()
     from unnest($3::uuid[], $4::text[], $5::text[]) as n (employee_id, document_blind, sealed)
     on conflict (organisation_id, document_blind) where removed_at is null do nothing`,
    [
      organisation,
      account,
      employees.map(() => newId()),
      employees.map((e) => e.documentBlind),
      employees.map((e) => e.sealed),
    ],
  );
}

/** @returns false when nobody of that id stands on the list */
export async function removeRow(em: Em, organisation: string, employeeId: string): Promise<boolean> {
  const removed = await change(
    em,
    `update employee set removed_at = clock_timestamp()
     where organisation_id = $1 and employee_id = $2 and removed_at is null`,
    [organisation, employeeId],
  );
  return removed === 1;
}

/** The staff list of an organisation, by time of entry. */
export const listEmployees = (
  em: Em,
  organisation: string,
  after: string | undefined,
  limit: number,
): Promise<EmployeeRow[]> =>
  query<EmployeeRow>(
    em,
    `select employee_id, document_blind, sealed, added_at from employee
     where organisation_id = $1 and removed_at is null and ($2::uuid is null or employee_id > $2)
     order by employee_id limit $3`,
    [organisation, after ?? null, limit],
  );

export type HeldLicence = Pick<
  LicenceRow,
  'licence_id' | 'number' | 'issuer_name' | 'valid_from' | 'valid_to' | 'state' | 'sealed'
> & {
  holder_document_blind: string;
};

/** Of each of these documents the licence of a type that stands and is valid longest. */
export async function latestOfDocuments(
  em: Em,
  typeCode: string,
  documents: readonly string[],
): Promise<Map<string, HeldLicence>> {
  const rows = await query<HeldLicence>(
    em,
    `select distinct on (l.holder_document_blind) l.holder_document_blind, l.licence_id, l.number, l.issuer_name, l.valid_from,
       l.valid_to, l.state, l.sealed
     from licence l where l.type_code = $1 and l.holder_document_blind = any($2::text[]) and l.valid_flag = 1
     order by l.holder_document_blind, (l.state = 'valid') desc, l.valid_to desc nulls first`,
    [typeCode, documents],
  );
  return new Map(rows.map((row) => [row.holder_document_blind, row]));
}
