import type { Em } from '@miaoben/kernel';
import type { Origin } from '../licence/licence.entry.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import type { BatchRow } from './batch.repository.ts';

const COUNTY_DIGITS = 6;
/** The province of the deployment, where the sender is no organisation of the directory. */
const PROVINCE = '63';

/** Where licences of a sender belong: the division of its organisation. */
export async function originOf(
  em: Em,
  from: Pick<BatchRow, 'organisation_id' | 'source'> & { id: string | null },
): Promise<Origin> {
  const organisation = from.organisation_id === null ? undefined : await organisationOf(em, from.organisation_id);
  const division = organisation?.division ?? PROVINCE;
  return {
    division,
    issuerCode: division.padEnd(COUNTY_DIGITS, '0').slice(0, COUNTY_DIGITS),
    source: from.source,
    batchId: from.id,
  };
}
