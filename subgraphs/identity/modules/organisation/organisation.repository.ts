import { type Em, type Page, pageRequest, query, toPage } from '@miaoben/kernel';
import type { Organisation, OrganisationKind } from './organisation.type.ts';

export interface OrganisationRow {
  id: string;
  code: string;
  name: string;
  kind: OrganisationKind;
  division_code: string;
  address: string | null;
  phone: string | null;
  credit_code: string | null;
  closed_on: string | null;
}

export const COLUMNS = 'id, code, name, kind, division_code, address, phone, credit_code, closed_on';
export const toOrganisation = ({ division_code, credit_code, closed_on, ...rest }: OrganisationRow): Organisation => ({
  ...rest,
  divisionCode: division_code,
  creditCode: credit_code,
  closedOn: closed_on,
});

/** The directory of organisations is public: it has no scope. */
export async function organisationsById(em: Em, ids: readonly string[]): Promise<Organisation[]> {
  const rows = await query<OrganisationRow>(em, `select ${COLUMNS} from organisation where id = any($1::uuid[])`, [
    ids,
  ]);
  return rows.map(toOrganisation);
}

/** @param division prefix: the organisation's division is it or lies in it */
export async function organisationPage(
  em: Em,
  filter: {
    division: string | undefined;
    kind: OrganisationKind | undefined;
    /** part of the name, or the start of the code */
    text: string | undefined;
    withClosed: boolean;
    /** YYYY-MM-DD */
    today: string;
  },
  first: number,
  after: string | null | undefined,
): Promise<Page<Organisation>> {
  const page = pageRequest(first, after, 2);
  const rows = await query<OrganisationRow>(
    em,
    `select ${COLUMNS} from organisation
     where ($1::text is null or starts_with(division_code, $1)) and ($2::text is null or kind = $2)
       and ($6::text is null or position($6 in name) > 0 or starts_with(code, $6))
       and ($7 or closed_on is null or closed_on > $8::date)
       and ($3::text is null or (division_code, code) > ($3, $4))
     order by division_code, code limit $5`,
    [
      filter.division ?? null,
      filter.kind ?? null,
      page.key?.[0] ?? null,
      page.key?.[1] ?? null,
      page.limit,
      filter.text ?? null,
      filter.withClosed,
      filter.today,
    ],
  );
  return toPage(rows, page, (r) => [r.division_code, r.code], toOrganisation);
}
