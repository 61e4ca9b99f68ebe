import { reachOf } from '@miaoben/kernel/reach';
import type { CertificatesCtx } from '../../loaders.ts';
import { allTypes } from '../licence-type/licence-type.repository.ts';
import type { LicenceState } from './licence.repository.ts';
import type { LicenceCount } from './licence.type.ts';
import { validity } from './licence-filter.ts';
import { countLicences } from './licence-query.repository.ts';

/** The kept counters of the caller's area. */
export async function countsOf(
  ctx: CertificatesCtx,
  slug: string | null,
  filter: { issuer: string | null; state: LicenceState | null; validity: string | null },
): Promise<LicenceCount[]> {
  const reach = reachOf(ctx.scopeOf('Query.licenceCounts'), ctx.claims);
  const types = await allTypes(ctx.em);
  const slugs = new Map(types.map((t) => [t.code, t.slug]));
  const typeCode = slug ? (types.find((t) => t.slug === slug)?.code ?? '') : null;
  const rows = await countLicences(
    ctx.em,
    {
      typeCode,
      issuer: filter.issuer?.trim() || null,
      state: filter.state,
      validity: filter.validity ? validity(filter.validity, ctx.clock.today()) : null,
    },
    reach,
  );
  return rows.map((row) => ({
    type: slugs.get(row.type_code) ?? row.type_code,
    issuerCode: row.issuer_code,
    issuerName: row.issuer_name,
    state: row.state,
    isValid: row.valid_flag === 1,
    licences: Number(row.licences),
  }));
}
