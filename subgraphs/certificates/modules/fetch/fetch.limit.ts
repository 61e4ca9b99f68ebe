import { nameKey } from '@miaoben/identifiers';
import {
  type Clock,
  dateInShanghai,
  documentBlind,
  type Em,
  type Keyring,
  MiaobenError,
  newId,
  publish,
} from '@miaoben/kernel';
import type { CredentialUsed } from '@miaoben/schema';
import { allSettings } from '../setting/setting.repository.ts';
import { settingAt } from '../setting/setting.rules.ts';
import { countOne, insertFetch } from './fetch.repository.ts';

/** One fetch of a file of a certificate or licence. */
export interface FetchUse {
  /** who fetches: the limits are those of this account */
  readonly account: string;
  /** slug of the type: `vaccination_certificate`, `health_certificate` … */
  readonly licenceType: string;
  readonly use: Exclude<CredentialUsed['use'], 'verified'>;
  /** opaque id of the certificate or licence */
  readonly certificateId: string | null;
  readonly holder: {
    readonly personId: string | null;
    readonly name: string;
    readonly documentNumber: string | null;
    readonly birthDate: string | null;
    /** township or county; the limits are those set there */
    readonly division: string;
  };
  /** organisation and calling system of a partner */
  readonly organisationId?: string | null;
  readonly system?: string | null;
}

const SEALED = 'fetch_record';
export interface FetchedHolder {
  readonly name: string;
  readonly documentNumber: string | null;
}
export const openFetched = (keyring: Keyring, sealed: string): FetchedHolder =>
  JSON.parse(keyring.open(sealed, SEALED)) as FetchedHolder;
export const fetchNameBlind = (keyring: Keyring, name: string): string => keyring.blind('fetch.name', nameKey(name));

/**
 * Counts a fetch against the limits of the day and the year, records it and publishes `credential.used`, all in the caller's
 * transaction. Call it before the file is handed out. Counting is by rows of the database: two at the same time cannot both take
 * the last one.
 * @throws RATE_LIMITED with `part` `day` (this type, today) or `year` (all types); nothing is counted then
 */
export async function countFetch(
  em: Em,
  { keyring, clock }: { readonly keyring: Keyring; readonly clock: Clock },
  fetch: FetchUse,
): Promise<void> {
  const { account, licenceType, holder } = fetch;
  const at = clock.instant();
  const today = dateInShanghai(at);
  const { fetchesPerDay, fetchesPerYear } = settingAt(await allSettings(em), holder.division);
  const counter = { account, division: holder.division };
  const isWithinDay = await countOne(em, { ...counter, scope: 'day', licenceType, period: today }, fetchesPerDay);
  if (!isWithinDay) throw new MiaobenError('RATE_LIMITED', { part: 'day' });
  const year = today.slice(0, 4);
  const isWithinYear = await countOne(em, { ...counter, scope: 'year', licenceType: '', period: year }, fetchesPerYear);
  if (!isWithinYear) throw new MiaobenError('RATE_LIMITED', { part: 'year' });
  const id = newId();
  const content: FetchedHolder = { name: holder.name, documentNumber: holder.documentNumber };
  await insertFetch(em, {
    id,
    at: at.toISOString(),
    account_id: account,
    person_id: holder.personId,
    licence_type: licenceType,
    certificate_id: fetch.certificateId,
    use: fetch.use,
    division: holder.division,
    sealed: keyring.seal(JSON.stringify(content), SEALED),
    name_blind: fetchNameBlind(keyring, holder.name),
    document_blind: holder.documentNumber === null ? null : documentBlind(keyring, holder.documentNumber),
  });
  await publish(em, [
    {
      type: 'credential.used',
      useId: id,
      licenceType,
      certificateId: fetch.certificateId,
      birthDate: holder.birthDate,
      use: fetch.use,
      organisationId: fetch.organisationId ?? null,
      system: fetch.system ?? null,
      divisionCode: holder.division,
      at: at.toISOString(),
    },
  ]);
}
