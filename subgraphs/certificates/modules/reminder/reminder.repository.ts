import { type Em, query } from '@miaoben/kernel';
import type { CertificateRow } from '../certificate/certificate.repository.ts';
import type { ReminderStep } from './reminder.rules.ts';

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

/** Notes reminders as given. @returns the ids of those that had not been given */
export async function noteReminders(
  em: Em,
  reminders: readonly { readonly id: string; readonly step: ReminderStep }[],
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
