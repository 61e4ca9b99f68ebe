import { audit, documentBlind } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import type { LicenceRow } from './licence.repository.ts';
import { definitionsOf, shapeLicence } from './licence.shape.ts';
import type { Licence } from './licence.type.ts';
import { decodeLicenceId } from './licence-key.ts';
import { hasSuccessor } from './licence-offer.ts';
import { licenceById, licencesOfDocument } from './licence-query.repository.ts';

const MOST = 100;
const IDENTITY =
  'query ($accountId: ID!) { guardianIdentity(accountId: $accountId) { documentNumber realNameVerified } }';

interface Identity {
  guardianIdentity: { documentNumber: string | null; realNameVerified: boolean } | null;
}

/** The blind index of the document that the caller's real-name check proved; null before the check. */
async function ownDocument(ctx: CertificatesCtx): Promise<string | null> {
  const { guardianIdentity } = await ctx.peers.graph<Identity>('identity', 'my-licences', IDENTITY, {
    accountId: ctx.claims.account,
  });
  if (!guardianIdentity?.documentNumber || !guardianIdentity.realNameVerified) return null;
  return documentBlind(ctx.keyring, guardianIdentity.documentNumber);
}

/** Licences of the caller's own document number; none before the real-name check. */
export async function myLicences(ctx: CertificatesCtx): Promise<Licence[]> {
  const document = await ownDocument(ctx);
  if (document === null) return [];
  const rows = await licencesOfDocument(ctx.em, document, MOST);
  await audit(ctx.em, ctx.claims, 'Query.myLicences', undefined, { rows: rows.length });
  const definitions = await definitionsOf(ctx.em, rows);
  return rows.map((row) => {
    const licence = shapeLicence(ctx, row, definitions.type(row), definitions(row), 'own');
    if (!hasSuccessor(row, rows)) return licence;
    return { ...licence, offers: licence.offers?.filter(({ kind }) => kind !== 'extension') ?? null };
  });
}

/** One of them; undefined for another's, the same as for none. */
export async function ownLicence(ctx: CertificatesCtx, id: string): Promise<LicenceRow | undefined> {
  const key = decodeLicenceId(id);
  const document = await ownDocument(ctx);
  if (!key || document === null) return undefined;
  const row = await licenceById(ctx.em, key.typeCode, key.licenceId, { kind: 'all' });
  return row?.holder_document_blind === document ? row : undefined;
}
