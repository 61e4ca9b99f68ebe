import { change, type Em, query } from '@miaoben/kernel';
import type { OrganisationChanged } from '@miaoben/schema';

export interface OrganisationRow {
  id: string;
  code: string;
  name: string;
  kind: string;
  division: string;
  /** first day on which it works no more, YYYY-MM-DD; null while it works */
  closed_on: string | null;
}

/** Takes over the latest state of organisations. */
export async function putOrganisations(em: Em, events: readonly OrganisationChanged[]): Promise<void> {
  const latest = [...new Map(events.map((e) => [e.organisationId, e])).values()];
  await change(
    em,
    `insert into organisation (id, code, name, kind, division, closed_on)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[])
     on conflict (id) do update set code = excluded.code, name = excluded.name, kind = excluded.kind,
       division = excluded.division, closed_on = excluded.closed_on`,
    [
      latest.map((e) => e.organisationId),
      latest.map((e) => e.code),
      latest.map((e) => e.name),
      latest.map((e) => e.kind),
      latest.map((e) => e.divisionCode),
      latest.map((e) => e.closedOn ?? null),
    ],
  );
}

/** Names of all organisations, by id. */
export async function organisationNames(em: Em): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(em, 'select id, name from organisation');
  return new Map(rows.map((r) => [r.id, r.name]));
}

export async function organisationOf(em: Em, id: string): Promise<OrganisationRow | undefined> {
  const [row] = await query<OrganisationRow>(em, 'select * from organisation where id = $1', [id]);
  return row;
}

const SCHOOL = 'school';

export async function schoolByCode(em: Em, code: string): Promise<OrganisationRow | undefined> {
  const [row] = await query<OrganisationRow>(em, 'select * from organisation where code = $1 and kind = $2', [
    code,
    SCHOOL,
  ]);
  return row;
}

/** Schools of a county by name, at most 300. @param county six digits */
export async function schoolsOfCounty(em: Em, county: string): Promise<OrganisationRow[]> {
  return query<OrganisationRow>(
    em,
    `select * from organisation where kind = $2 and division like $1 || '%' order by name, id limit 300`,
    [county, SCHOOL],
  );
}

/** Names of organisations by id; those not heard of are left out. */
export async function namesOf(em: Em, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<OrganisationRow>(em, 'select id, name from organisation where id = any($1::uuid[])', [ids]);
  return new Map(rows.map((r) => [r.id, r.name]));
}

export async function organisationsOf(em: Em, ids: readonly string[]): Promise<OrganisationRow[]> {
  return query<OrganisationRow>(em, 'select * from organisation where id = any($1::uuid[])', [ids]);
}
