import type { Scope } from '@miaoben/schema';
import type { Claims } from './claims.ts';
import { forbidden } from './errors.ts';
import type { Parameters } from './reach.ts';

/** At whose desk a caller sits: a unit's, which works on cases, or disease control's, which sees those of its area. */
export type Desk =
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'area'; readonly divisions: readonly string[] };

/** @throws FORBIDDEN when the policy gives neither, or the account has no unit */
export function deskOf(scope: Scope | undefined, claims: Pick<Claims, 'organisation' | 'divisions'>): Desk {
  if (scope === 'organisation' && claims.organisation) return { kind: 'unit', unit: claims.organisation };
  if (scope === 'area' || scope === 'grant') return { kind: 'area', divisions: claims.divisions };
  throw forbidden();
}

/** True for a desk of disease control whose area holds one of the divisions. */
export const coversAny = (desk: Desk, divisions: readonly (string | null)[]): boolean =>
  desk.kind === 'area' && divisions.some((d) => d !== null && desk.divisions.some((own) => d.startsWith(own)));

/** SQL: one of the columns with a unit is the desk's, or one of those with a division lies in its area. */
export function atDesk(
  desk: Desk,
  columns: { units: readonly string[]; divisions: readonly string[] },
  p: Parameters,
): string {
  if (desk.kind === 'unit') {
    const unit = p.add(desk.unit);
    return `(${columns.units.map((c) => `${c} = ${unit}`).join(' or ')})`;
  }
  const parts = desk.divisions.flatMap((d) =>
    columns.divisions.map((c) => `(${c} >= ${p.add(d)} and ${c} < ${p.add(`${d}:`)})`),
  );
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}
