import { type Em, query } from '@miaoben/kernel';
import { COLUMNS, type OrganisationRow, toOrganisation } from './organisation.repository.ts';
import type { Organisation, OrganisationKind } from './organisation.type.ts';

export interface OrganisationFields {
  readonly name: string;
  readonly code: string;
  readonly kind: `${OrganisationKind}`;
  readonly divisionCode: string;
  readonly address: string | null;
  readonly phone: string | null;
  readonly creditCode: string | null;
}
const valuesOf = (f: OrganisationFields) => [f.name, f.code, f.kind, f.divisionCode, f.address, f.phone, f.creditCode];

const one = ([row]: OrganisationRow[]): Organisation => {
  if (!row) throw new Error('an organisation was not written');
  return toOrganisation(row);
};

export async function insertOrganisation(em: Em, id: string, fields: OrganisationFields): Promise<Organisation> {
  return one(
    await query<OrganisationRow>(
      em,
      `insert into organisation (id, name, code, kind, division_code, address, phone, credit_code)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [id, ...valuesOf(fields)],
    ),
  );
}

export async function updateOrganisation(em: Em, id: string, fields: OrganisationFields): Promise<Organisation> {
  return one(
    await query<OrganisationRow>(
      em,
      `update organisation set name = $2, code = $3, kind = $4, division_code = $5, address = $6, phone = $7, credit_code = $8
       where id = $1 returning ${COLUMNS}`,
      [id, ...valuesOf(fields)],
    ),
  );
}

export async function updateClosing(em: Em, id: string, closedOn: string | null): Promise<Organisation> {
  return one(
    await query<OrganisationRow>(
      em,
      `update organisation set closed_on = $2::date where id = $1 returning ${COLUMNS}`,
      [id, closedOn],
    ),
  );
}

/** The organisation, locked to the end of the transaction. */
export async function lockOrganisation(em: Em, id: string): Promise<Organisation | undefined> {
  const [row] = await query<OrganisationRow>(em, `select ${COLUMNS} from organisation where id = $1 for update`, [id]);
  return row && toOrganisation(row);
}

/** True when another organisation has the code. */
export async function codeIsTaken(em: Em, code: string, except: string | null): Promise<boolean> {
  const rows = await query(em, 'select 1 from organisation where code = $1 and id is distinct from $2::uuid', [
    code,
    except,
  ]);
  return rows.length > 0;
}

export async function divisionExists(em: Em, code: string): Promise<boolean> {
  return (await query(em, 'select 1 from division where code = $1', [code])).length > 0;
}

/** Accounts in use that work for the organisation. */
export async function countWorking(em: Em, id: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    em,
    `select count(*)::int n from account where organisation_id = $1 and state = 'normal'`,
    [id],
  );
  return row?.n ?? 0;
}
