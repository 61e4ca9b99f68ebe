import { change, type Em, query } from '@miaoben/kernel';
import type { OrganisationChanged } from '@miaoben/schema';

export interface OrganisationRow {
  id: string;
  code: string;
  name: string;
  kind: string;
  division: string;
}

/** Takes over the latest state of organisations. */
export async function putOrganisations(em: Em, events: readonly OrganisationChanged[]): Promise<void> {
  const latest = [...new Map(events.map((e) => [e.organisationId, e])).values()];
  await change(
    em,
    `insert into organisation (id, code, name, kind, division)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
     on conflict (id) do update set code = excluded.code, name = excluded.name, kind = excluded.kind,
       division = excluded.division`,
    [
      latest.map((e) => e.organisationId),
      latest.map((e) => e.code),
      latest.map((e) => e.name),
      latest.map((e) => e.kind),
      latest.map((e) => e.divisionCode),
    ],
  );
}

export async function organisationOf(em: Em, id: string): Promise<OrganisationRow | undefined> {
  const [row] = await query<OrganisationRow>(em, 'select * from organisation where id = $1', [id]);
  return row;
}
