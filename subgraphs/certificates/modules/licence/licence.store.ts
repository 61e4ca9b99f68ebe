import type { Em, Services } from '@miaoben/kernel';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import { entryOf, identifierOf, type LicenceEntry, type Origin, type StoredType } from './licence.entry.ts';
import {
  type CountChange,
  lockType,
  moveCounts,
  standingLicences,
  type WrittenLicence,
  writeLicences,
} from './licence.repository.ts';
import { type LicenceLogKind, noteLicence } from './licence-log.repository.ts';

/** What became of the rows that were to be stored. */
export interface StoredLicences {
  /** ids in the order of the rows; a row whose key came again later in the list has the id of that one */
  readonly ids: readonly string[];
  readonly added: number;
  /** licences of the same key that were there and are newer now (J-43) */
  readonly overwritten: number;
}

/** Entries as they were written, by whether a licence of the same key was there. */
export interface StoredEntries {
  readonly added: readonly WrittenLicence[];
  readonly overwritten: readonly WrittenLicence[];
}

/** The row of an entry under an id, as its so-manieth version. */
export const rowOf = (
  type: StoredType,
  entry: LicenceEntry,
  origin: Origin,
  id: string,
  version: number,
): WrittenLicence => ({
  licence_id: id,
  type_version: type.version,
  number: entry.number,
  identifier: identifierOf(type.code, entry.issuerCode, id, version),
  identifier_version: version,
  business_key: entry.businessKey,
  business_date: entry.businessDate,
  holder_document_blind: entry.holderDocumentBlind,
  holder_name_blind: entry.holderNameBlind,
  search: entry.search,
  sealed: entry.sealed,
  issuer_code: entry.issuerCode,
  issuer_name: entry.issuerName,
  division: origin.division,
  valid_from: entry.validFrom,
  valid_to: entry.validTo,
  state: entry.state,
  source: origin.source,
  batch_id: origin.batchId,
});

/**
 * Stores entries made before (`entryOf`) in the caller's transaction, the newest of a key winning, with identifier and counters; the log is
 * the caller's. Up to some thousand a call.
 */
export async function storeEntries(
  em: Em,
  type: StoredType,
  entries: readonly LicenceEntry[],
  origin: Origin,
): Promise<StoredEntries> {
  if (entries.length === 0) return { added: [], overwritten: [] };
  const latest = new Map(entries.map((entry) => [entry.businessKey, entry]));
  await lockType(em, type.code);
  const standing = await standingLicences(em, type.code, [...latest.keys()]);
  const counts: CountChange[] = [];
  const written = [...latest.values()].map((entry): WrittenLicence => {
    const old = standing.get(entry.businessKey);
    const id = old?.licence_id ?? entry.licenceId;
    const version = (old?.identifier_version ?? 0) + 1;
    if (old) counts.push(countOf(old, -1));
    const row = rowOf(type, entry, origin, id, version);
    counts.push(countOf(row, 1));
    return row;
  });
  await writeLicences(em, type.code, written);
  await moveCounts(em, type.code, counts);
  return {
    added: written.filter((row) => !standing.has(row.business_key)),
    overwritten: written.filter((row) => standing.has(row.business_key)),
  };
}

/**
 * Stores licences of one type in the caller's transaction: in bulk, the newest of a key winning (J-43), with identifier, counters and
 * one line of the log a kind. Up to some thousand rows a call; the values must be sound (`validateRow`).
 * @param kind `collected` from outside, `generated` here
 */
export async function storeLicences(
  em: Em,
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  type: StoredType,
  rows: readonly LicenceValues[],
  origin: Origin,
  by: { readonly account: string | null; readonly kind: Extract<LicenceLogKind, 'collected' | 'generated'> },
): Promise<StoredLicences> {
  const today = clock.today();
  const entries = rows.map((values) => entryOf(keyring, type, values, origin, today));
  const { added, overwritten } = await storeEntries(em, type, entries, origin);
  const idOf = new Map([...added, ...overwritten].map((row) => [row.business_key, row.licence_id]));
  const note = async (kind: LicenceLogKind, some: readonly WrittenLicence[]) => {
    const [first] = some;
    if (!first) return;
    await noteLicence(em, {
      typeCode: type.code,
      licenceId: some.length === 1 ? first.licence_id : null,
      number: some.length === 1 ? first.number : null,
      kind,
      rows: some.length,
      accountId: by.account,
      reason: null,
      batchId: origin.batchId,
      division: origin.division,
    });
  };
  await note(by.kind, added);
  await note('overwritten', overwritten);
  return {
    ids: entries.map((entry) => idOf.get(entry.businessKey) ?? entry.licenceId),
    added: added.length,
    overwritten: overwritten.length,
  };
}

/** A change of the counter a row in use is counted by. */
export const countOf = (
  row: Pick<WrittenLicence, 'division' | 'issuer_code' | 'issuer_name' | 'state'>,
  by: 1 | -1,
): CountChange => ({
  division: row.division,
  issuerCode: row.issuer_code,
  issuerName: row.issuer_name,
  state: row.state,
  validFlag: 1,
  by,
});
