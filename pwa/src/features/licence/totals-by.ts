import type { LicenceCountsQuery } from '../../data/generated/desk.ts';

type Count = LicenceCountsQuery['licenceCounts'][number];
export const STATES = ['valid', 'expired', 'suspended', 'revoked'] as const satisfies readonly Count['state'][];

/** Licences of one type or issuer, by state. */
export type LicenceTotal = { of: string; sum: number } & Record<Count['state'], number>;

const empty = (of: string): LicenceTotal => ({ of, sum: 0, valid: 0, expired: 0, suspended: 0, revoked: 0 });

/** One row a type or issuer, the sum of all last. */
export function totalsBy(counts: readonly Count[], by: 'type' | 'issuerName', all: string): LicenceTotal[] {
  const rows = new Map<string, LicenceTotal>();
  const sum = empty(all);
  for (const count of counts) {
    const row = rows.get(count[by]) ?? empty(count[by]);
    rows.set(row.of, row);
    for (const one of [row, sum]) {
      one[count.state] += count.licences;
      one.sum += count.licences;
    }
  }
  return [...rows.values(), sum];
}
