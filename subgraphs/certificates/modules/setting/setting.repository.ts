import { type Em, query } from '@miaoben/kernel';
import type { CertificateSetting } from './setting.rules.ts';

interface SettingRow {
  division: string;
  review: CertificateSetting['review'];
  max_certificates: number;
  fetches_per_day: number;
  fetches_per_year: number;
  remind_days: number[];
  version: number;
  changed_at: string;
  changed_by: string;
}
export interface StoredSetting extends CertificateSetting {
  readonly changedAt: string;
  readonly changedBy: string;
}

const toSetting = (row: SettingRow): StoredSetting => ({
  division: row.division,
  review: row.review,
  maxCertificates: row.max_certificates,
  fetchesPerDay: row.fetches_per_day,
  fetchesPerYear: row.fetches_per_year,
  remindDays: row.remind_days,
  version: row.version,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

/** All settings there are: one a division that set its own, so they are few. */
export async function allSettings(em: Em): Promise<StoredSetting[]> {
  return (await query<SettingRow>(em, 'select * from certificate_setting')).map(toSetting);
}

/** Stores the next version of a division's setting. @returns undefined when `setting.version` is not the stored one */
export async function putSetting(
  em: Em,
  setting: CertificateSetting,
  by: string,
  at: Date,
): Promise<StoredSetting | undefined> {
  const values = [
    setting.division,
    setting.review,
    setting.maxCertificates,
    setting.fetchesPerDay,
    setting.fetchesPerYear,
    setting.remindDays,
    at,
    by,
  ];
  const rows =
    setting.version === 0
      ? await query<SettingRow>(
          em,
          `insert into certificate_setting (division, review, max_certificates, fetches_per_day, fetches_per_year, remind_days,
             changed_at, changed_by, version)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 1) on conflict do nothing returning *`,
          values,
        )
      : await query<SettingRow>(
          em,
          `update certificate_setting set review = $2, max_certificates = $3, fetches_per_day = $4, fetches_per_year = $5,
             remind_days = $6, changed_at = $7, changed_by = $8, version = version + 1
           where division = $1 and version = $9 returning *`,
          [...values, setting.version],
        );
  return rows[0] && toSetting(rows[0]);
}
