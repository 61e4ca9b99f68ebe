import { audit, documentBlind } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { definitionsOf, shapeLicence } from './licence.shape.ts';
import type { Licence } from './licence.type.ts';
import { licencesOfDocument } from './licence-query.repository.ts';

const MOST = 100;
const IDENTITY =
  'query ($accountId: ID!) { guardianIdentity(accountId: $accountId) { documentNumber realNameVerified } }';

interface Identity {
  guardianIdentity: { documentNumber: string | null; realNameVerified: boolean } | null;
}

/** Licences of the caller's own document number; none before the real-name check. */
export async function myLicences(ctx: CertificatesCtx): Promise<Licence[]> {
  const { guardianIdentity } = await ctx.peers.graph<Identity>('identity', 'my-licences', IDENTITY, {
    accountId: ctx.claims.account,
  });
  if (!guardianIdentity?.documentNumber || !guardianIdentity.realNameVerified) return [];
  const rows = await licencesOfDocument(ctx.em, documentBlind(ctx.keyring, guardianIdentity.documentNumber), MOST);
  await audit(ctx.em, ctx.claims, 'Query.myLicences', undefined, { rows: rows.length });
  const definitions = await definitionsOf(ctx.em, rows);
  return rows.map((row) => shapeLicence(ctx, row, definitions.type(row), definitions(row), 'own'));
}
