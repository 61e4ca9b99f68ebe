import { type Em, query } from '@miaoben/kernel';
import type { CertificateRow } from '../certificate/certificate.repository.ts';
import type { LicenceRow } from '../licence/licence.repository.ts';

export interface EndingRow
  extends Pick<CertificateRow, 'person_id' | 'certificate_id' | 'issued_at' | 'expires_at' | 'division'> {}

/** Certificates in force that end in a window, in the order of their ends, after a key. */
export async function endingCertificates(
  em: Em,
  window: { readonly from: Date; readonly to: Date },
  after: EndingRow | undefined,
  limit: number,
): Promise<EndingRow[]> {
  return query<EndingRow>(
    em,
    `select person_id, certificate_id, issued_at, expires_at, division from certificate
     where state = 'valid' and expires_at between $1 and $2
       and ($3::timestamptz is null or (expires_at, certificate_id) > ($3, $4::uuid))
     order by expires_at, certificate_id limit $5`,
    [window.from, window.to, after?.expires_at ?? null, after?.certificate_id ?? null, limit],
  );
}

export type EndingLicence = Pick<
  LicenceRow,
  'type_code' | 'licence_id' | 'type_version' | 'valid_from' | 'division'
> & {
  valid_to: string;
};

/** Licences of persons in use whose last day lies in a window, both ends included, in the order of those days, after a key. */
export async function endingLicences(
  em: Em,
  window: { readonly from: string; readonly to: string },
  after: EndingLicence | undefined,
  limit: number,
): Promise<EndingLicence[]> {
  return query<EndingLicence>(
    em,
    `select type_code, licence_id, type_version, valid_from, valid_to, division from licence
     where valid_flag = 1 and state in ('valid', 'expired') and holder_document_blind is not null and valid_to between $1 and $2
       and ($3::date is null or (valid_to, licence_id) > ($3::date, $4::uuid))
     order by valid_to, licence_id limit $5`,
    [window.from, window.to, after?.valid_to ?? null, after?.licence_id ?? null, limit],
  );
}

/** What these licences hold, sealed, by id: of the few that are told of, for it may carry a photo. */
export async function sealedLicences(em: Em, rows: readonly EndingLicence[]): Promise<Map<string, string>> {
  const found = await query<{ licence_id: string; sealed: string }>(
    em,
    `select l.licence_id, l.sealed from unnest($1::text[], $2::uuid[]) as k (type_code, licence_id)
     join licence l using (type_code, licence_id)`,
    [rows.map((r) => r.type_code), rows.map((r) => r.licence_id)],
  );
  return new Map(found.map((r) => [r.licence_id, r.sealed]));
}

/** Notes reminders as given. @returns the ids of those that had not been given */
export async function noteReminders(
  em: Em,
  reminders: readonly { readonly id: string; readonly step: string }[],
  at: Date,
): Promise<Set<string>> {
  const rows = await query<{ subject_id: string }>(
    em,
    `insert into reminder (subject_id, step, at) select *, $3 from unnest($1::uuid[], $2::text[])
     on conflict do nothing returning subject_id`,
    [reminders.map((r) => r.id), reminders.map((r) => r.step), at],
  );
  return new Set(rows.map((r) => r.subject_id));
}
