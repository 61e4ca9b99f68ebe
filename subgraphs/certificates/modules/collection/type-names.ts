import { type Em, query } from '@miaoben/kernel';

export type TypeNames = ReadonlyMap<string, string>;

/** Names of all licence types by code: a dozen, and a list shows one beside each row. */
export async function typeNames(em: Em): Promise<TypeNames> {
  const rows = await query<{ code: string; name: string }>(em, 'select code, name from licence_type');
  return new Map(rows.map((row) => [row.code, row.name]));
}
