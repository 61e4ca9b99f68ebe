import { takeLicenceTypes } from '@miaoben/certificates/bulk';
import { seedIdentity } from '@miaoben/identity/bulk';
import { type Reference, seedReference } from '@miaoben/vaccines/bulk';
import { divisions, licenceTypes, nipSchedule, products, screeningForms, vaccines } from '../reference/index.ts';
import { emOf, type Targets } from './targets.ts';

/** Schedule, questions of the health inquiry, vaccines and the products of a national code, as the vaccines subgraph takes them. */
export function referenceRows(): Reference {
  return {
    schedule: nipSchedule(),
    screening: screeningForms(),
    vaccines: vaccines(),
    products: products().flatMap((p) =>
      p.vaccineCode === null
        ? []
        : [
            {
              id: p.productId,
              vaccineCode: p.vaccineCode,
              genericName: p.genericName,
              brandName: p.brand,
              manufacturer: p.manufacturer,
              presentation: p.presentation,
              doseVolumeMl: p.doseVolumeMl,
              dosesPerContainer: p.dosesPerContainer,
              approvalNumber: p.approvalNo,
              verification: p.verification,
              openMinutes: p.openLimit?.minutes ?? null,
              openSource: p.openLimit?.source ?? null,
            },
          ],
    ),
  };
}

/** Divisions, vaccines, products, schedules and licence types; may run at each start, writes only what changed. */
export async function loadReference(targets: Targets): Promise<void> {
  await seedIdentity(emOf(targets.identity), targets.keyring, { divisions: divisions() });
  await seedReference(targets.vaccines, referenceRows());
  if (targets.certificates) await takeLicenceTypes(emOf(targets.certificates), licenceTypes());
}
