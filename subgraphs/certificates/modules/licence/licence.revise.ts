import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import { entryOf, type Origin, type StoredType } from './licence.entry.ts';
import { type LicenceRow, moveCounts, standingLicences, writeLicences } from './licence.repository.ts';
import { countOf, rowOf } from './licence.store.ts';
import { type LicenceLogKind, noteLicence } from './licence-log.repository.ts';
import { hasSecondLicence, voidRow } from './licence-query.repository.ts';

/** Who changes a licence, how it is noted, and with which words. */
export interface Revision<K extends LicenceLogKind> {
  readonly account: string;
  readonly kind: K;
  readonly reason: string | null;
}

const note = (em: Em, row: LicenceRow, number: string, by: Revision<LicenceLogKind>): Promise<void> =>
  noteLicence(em, {
    typeCode: row.type_code,
    licenceId: row.licence_id,
    number,
    kind: by.kind,
    rows: 1,
    accountId: by.account,
    reason: by.reason,
    batchId: null,
    division: row.division,
  });

/** Takes a licence out of use for ever, in the caller's transaction under `lockLicence`; row, log and number stay. */
export async function endLicence(em: Em, row: LicenceRow, by: Revision<'voided' | 'cancelled'>): Promise<void> {
  await voidRow(em, row.type_code, row.licence_id);
  await moveCounts(em, row.type_code, [countOf(row, -1), { ...countOf(row, 1), state: 'revoked', validFlag: 0 }]);
  await note(em, row, row.number, by);
}

const originOf = (row: LicenceRow): Origin => ({
  issuerCode: row.issuer_code,
  division: row.division,
  source: row.source,
  batchId: row.batch_id,
});

/** The same with what its values say last, as that it was cancelled. @param values sound by the definition */
export async function cancelLicence(
  em: Em,
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  row: LicenceRow,
  type: StoredType,
  values: LicenceValues,
  by: Revision<'cancelled'>,
): Promise<void> {
  const origin = originOf(row);
  const entry = entryOf(keyring, type, values, origin, clock.today());
  const written = rowOf(type, entry, origin, row.licence_id, row.identifier_version + 1);
  await writeLicences(em, type.code, [{ ...written, state: 'revoked' }]);
  await endLicence(em, row, by);
}

/**
 * Gives a licence other values, in the caller's transaction under `lockType` and `lockLicence`: it keeps its id, the identifier goes up
 * by a version, so files and codes of the one before hold no more.
 * @param values sound by the definition (`validateRow`)
 * @throws CONFLICT duplicate: another licence of the type has the key, or the holder has another one in force (J-48)
 */
export async function reviseLicence(
  em: Em,
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  row: LicenceRow,
  type: StoredType,
  values: LicenceValues,
  by: Revision<'extended' | 'changed' | 'replaced'>,
): Promise<void> {
  const origin = originOf(row);
  const entry = entryOf(keyring, type, values, origin, clock.today());
  const other = (await standingLicences(em, type.code, [entry.businessKey])).get(entry.businessKey);
  const comesBack = row.state === 'expired' && entry.state === 'valid';
  if (
    (other !== undefined && other.licence_id !== row.licence_id) ||
    (comesBack && (await hasSecondLicence(em, type.code, entry)))
  )
    throw new MiaobenError('CONFLICT', { field: 'id', reason: 'duplicate', part: 'licence' });
  const written = rowOf(type, entry, origin, row.licence_id, row.identifier_version + 1);
  await writeLicences(em, type.code, [written]);
  await moveCounts(em, type.code, [countOf(row, -1), countOf(written, 1)]);
  await note(em, row, written.number, by);
}
