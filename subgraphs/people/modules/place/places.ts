import {
  badInput,
  change,
  type Em,
  isUuid,
  NotHeardOf,
  query,
  type Services,
  type Subscription,
} from '@miaoben/kernel';
import type { OrganisationChanged } from '@miaoben/schema';

export interface OrganisationRow {
  id: string;
  code: string;
  name: string;
  kind: string;
  division_code: string;
}
/** Kinds of units that manage files. */
const MANAGING = ['clinic', 'obstetric'];

export const organisationSubscription: Subscription = {
  source: 'identity',
  types: ['organisation.changed'],
  async handle(events, em) {
    const last = new Map(events.map((e) => [(e as OrganisationChanged).organisationId, e as OrganisationChanged]));
    const all = [...last.values()];
    await query(
      em,
      `insert into organisation (id, code, name, kind, division_code, closed_on)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[])
       on conflict (id) do update set code = excluded.code, name = excluded.name, kind = excluded.kind,
         division_code = excluded.division_code, closed_on = excluded.closed_on`,
      [
        all.map((o) => o.organisationId),
        all.map((o) => o.code),
        all.map((o) => o.name),
        all.map((o) => o.kind),
        all.map((o) => o.divisionCode),
        all.map((o) => o.closedOn ?? null),
      ],
    );
  },
};

type Base = Pick<Services, 'consumer' | 'peers'>;

const FIND = 'select id, code, name, kind, division_code from organisation where kind = any($1) and ';

/** A unit that manages files, as far as it is known here. */
export async function managingUnit(em: Em, id: string): Promise<OrganisationRow | undefined> {
  return isUuid(id) ? (await query<OrganisationRow>(em, `${FIND} id = $2`, [MANAGING, id]))[0] : undefined;
}

/**
 * A clinic that can take a file over today; an obstetric unit cannot.
 * @param caughtUp from `runCommand`. @throws BAD_INPUT unknown_code
 */
export async function receivingClinic(
  em: Em,
  field: string,
  id: string,
  today: string,
  caughtUp: boolean,
): Promise<OrganisationRow> {
  if (!isUuid(id)) throw badInput(field, 'unknown_code');
  const [unit] = await query<OrganisationRow & { closed_on: string | null }>(
    em,
    'select id, code, name, kind, division_code, closed_on from organisation where id = $1',
    [id],
  );
  if (!unit && !caughtUp) throw new NotHeardOf('identity');
  if (unit?.kind !== 'clinic' || (unit.closed_on !== null && unit.closed_on <= today))
    throw badInput(field, 'unknown_code');
  return unit;
}

/**
 * Units that manage files by code or name. What is not known yet is asked for before the answer is "no", but not inside a
 * transaction: the taking over needs another connection.
 */
export async function managingUnitsByWord(
  em: Em,
  services: Base,
  words: readonly string[],
): Promise<Map<string, OrganisationRow>> {
  const find = () => query<OrganisationRow>(em, `${FIND} (code = any($2) or name = any($2))`, [MANAGING, words]);
  let rows = await find();
  const complete = () => words.every((w) => rows.some((r) => r.code === w || r.name === w));
  if (!complete() && !em.isInTransaction()) {
    await services.consumer.drain('identity');
    rows = await find();
  }
  return new Map(rows.flatMap((r) => [[r.code, r] as const, [r.name, r] as const]));
}

export interface Township {
  code: string;
  name: string;
}

/**
 * The townships of a county, from the copy; a county not met before is asked of identity. Divisions change once a year, so the copy
 * is renewed only by asking for a township it lacks.
 */
export async function townshipsOf(em: Em, services: Base, county: string): Promise<Township[]> {
  const known = await query<Township>(
    em,
    `select code, name from township where code >= $1 and code < $1 || ':' order by code`,
    [county],
  );
  return known.length > 0 ? known : fetchTownships(em, services, county);
}

async function fetchTownships(em: Em, services: Base, county: string): Promise<Township[]> {
  const { divisions } = await services.peers.graph<{ divisions: Township[] }>(
    'identity',
    'residence',
    'query Townships($parent: ID) { divisions(parent: $parent) { code name } }',
    { parent: county },
  );
  const townships = divisions.filter((d) => d.code.length === 9 && d.code.startsWith(county));
  await change(
    em,
    `insert into township (code, name) select * from unnest($1::text[], $2::text[])
     on conflict (code) do update set name = excluded.name`,
    [townships.map((t) => t.code), townships.map((t) => t.name)],
  );
  return townships;
}

/** True when the 9-digit code names a township. */
export async function isTownship(em: Em, services: Base, code: string): Promise<boolean> {
  if (!/^\d{9}$/.test(code)) return false;
  const county = code.slice(0, 6);
  if ((await townshipsOf(em, services, county)).some((t) => t.code === code)) return true;
  return (await fetchTownships(em, services, county)).some((t) => t.code === code);
}
