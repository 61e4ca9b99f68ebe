import { change, type Em, query } from '@miaoben/kernel';
import type { LicenceDefinition } from './definition.ts';

export interface LicenceTypeRow {
  code: string;
  slug: string;
  name: string;
  created_at: string;
}
/** A type with the definition in force. */
export interface ActiveType extends LicenceTypeRow {
  version: number;
  definition: LicenceDefinition;
}

const ACTIVE = `select t.code, t.slug, t.name, t.created_at, v.version, v.definition
  from licence_type t join licence_type_version v on v.type_code = t.code and v.state = 'active'`;

/** All types in force, by code. */
export const activeTypes = (em: Em): Promise<ActiveType[]> => query<ActiveType>(em, `${ACTIVE} order by t.code`);

/** The type in force of a slug, e.g. `health_certificate`. */
export async function activeTypeOf(em: Em, slug: string): Promise<ActiveType | undefined> {
  const [row] = await query<ActiveType>(em, `${ACTIVE} where t.slug = $1`, [slug]);
  return row;
}

/** The type in force of a code or slug: partners name types by either. */
export async function activeType(em: Em, name: string): Promise<ActiveType | undefined> {
  const [row] = await query<ActiveType>(em, `${ACTIVE} where t.code = $1 or t.slug = $1`, [name]);
  return row;
}

/** A type by one version of its definition, in force or not any more. */
export async function typeAt(em: Em, code: string, version: number): Promise<ActiveType | undefined> {
  const [row] = await query<ActiveType>(
    em,
    `select t.code, t.slug, t.name, t.created_at, v.version, v.definition
     from licence_type t join licence_type_version v on v.type_code = t.code where t.code = $1 and v.version = $2`,
    [code, version],
  );
  return row;
}

/** Makes room for the licences of a new type, and makes its open filter fields quick to search. */
export async function prepareStore(em: Em, typeCode: string, definition: LicenceDefinition): Promise<void> {
  await query(em, 'select add_licence_partition($1)', [typeCode]);
  for (const field of definition.fields) {
    if (field.personal || field.type !== 'text' || !definition.filters.includes(field.key)) continue;
    await query(em, 'select add_licence_filter($1, $2)', [typeCode, field.key]);
  }
}

export async function insertType(em: Em, type: LicenceTypeRow): Promise<boolean> {
  const added = await change(
    em,
    'insert into licence_type (code, slug, name, created_at) values ($1, $2, $3, $4) on conflict do nothing',
    [type.code, type.slug, type.name, type.created_at],
  );
  return added === 1;
}

/** All types, in force or not, by code. */
export const allTypes = (em: Em): Promise<LicenceTypeRow[]> =>
  query<LicenceTypeRow>(em, 'select code, slug, name, created_at from licence_type order by code');

export interface DefinitionKey {
  type_code: string;
  type_version: number;
}
/** Slug of a type with the definition of one version. */
export interface TypeName {
  slug: string;
  definition: LicenceDefinition;
}

/** The versions of definitions these rows were written under, by `code version`. */
export async function definitionsFor(em: Em, rows: readonly DefinitionKey[]): Promise<Map<string, TypeName>> {
  const keys = new Map(rows.map((row) => [`${row.type_code} ${row.type_version}`, row]));
  const found = await query<DefinitionKey & TypeName>(
    em,
    `select v.type_code, v.version as type_version, t.slug, v.definition
     from unnest($1::text[], $2::int[]) as k (code, version)
     join licence_type_version v on v.type_code = k.code and v.version = k.version join licence_type t on t.code = k.code`,
    [[...keys.values()].map((k) => k.type_code), [...keys.values()].map((k) => k.type_version)],
  );
  return new Map(found.map((row) => [`${row.type_code} ${row.type_version}`, row]));
}
