import { toFhirBundle } from '@miaoben/exchange';
import { audit, type Em, MiaobenError, openIdentity, type Services } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { findHolders } from '../holder/holder.repository.ts';
import { exchangeRecord } from './exchange-record.client.ts';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const KIND = 'fhir';

/**
 * Query.fhirBundleUrl: address of the record as a FHIR bundle, open for five minutes; the look-up is an audit line.
 * @throws FORBIDDEN outside the reach, the same as for nobody
 */
export async function bundleUrl(ctx: CertificatesCtx, personId: string, withResidentId: boolean): Promise<string> {
  const operation = 'Query.fhirBundleUrl';
  await reachableHolder(ctx, operation, personId);
  await audit(ctx.em, ctx.claims, operation, personId, { withResidentId });
  return ctx.files.downloadUrl(KIND, `${personId}~${withResidentId ? 'id' : ''}`);
}

/** Serves the bundles, made from the record as it is when they are fetched. The address is signed for the reader who got it. */
export function serveBundles(services: Services): void {
  services.files.onFetch(KIND, async (id, response) => {
    const [personId = '', asked] = id.split('~');
    const em = services.orm.em.fork() as Em;
    const [holder] = await findHolders(em, [personId], { kind: 'all' });
    if (!holder) throw new MiaobenError('NOT_FOUND');
    const { documentType, documentNumber } = openIdentity(services.keyring, holder.sealed);
    const isShown = asked === 'id' && documentType === 'RESIDENT_ID' && documentNumber !== null;
    const record = await exchangeRecord(services, em, holder, {
      latinName: null,
      identifiers: isShown ? [{ kind: 'resident_id', value: documentNumber }] : [],
    });
    const bundle = toFhirBundle(record, { purpose: 'partner', identifiers: isShown ? ['resident_id'] : [] });
    response
      .writeHead(200, {
        'content-type': FHIR_JSON,
        'content-disposition': 'attachment; filename="record.fhir.json"',
        'cache-control': 'no-store',
      })
      .end(JSON.stringify(bundle));
  });
}
