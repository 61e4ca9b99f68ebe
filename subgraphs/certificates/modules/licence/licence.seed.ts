import type { Em, Services } from '@miaoben/kernel';
import { validateRow } from '../licence-type/definition.validate.ts';
import { activeTypeOf } from '../licence-type/licence-type.repository.ts';
import type { Origin } from './licence.entry.ts';
import { storeLicences } from './licence.store.ts';

/**
 * Stores licences of one type as they would be collected, in one transaction.
 * @throws when the type is not there or a row does not fit its definition
 */
export async function insertLicences(
  services: Pick<Services, 'orm' | 'keyring' | 'clock'>,
  slug: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  origin: Origin,
): Promise<number> {
  return (services.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const type = await activeTypeOf(em, slug);
    if (!type) throw new Error(`no licence type ${slug}`);
    const values = rows.map((row, i) => {
      const read = validateRow(type.definition, row, services.clock.today());
      if (read.findings.length > 0) throw new Error(`row ${i + 1} of ${slug}: ${JSON.stringify(read.findings)}`);
      return read.values;
    });
    const { added } = await storeLicences(em, services, type, values, origin, { account: null, kind: 'collected' });
    return added;
  });
}
