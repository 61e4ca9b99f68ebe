import type { ReviewMode } from './setting.type.ts';

/** 系统设置 of certificates for one division and all below it that have none of their own. */
export interface CertificateSetting {
  /** division it was set for; empty for what the platform starts with */
  readonly division: string;
  readonly review: `${ReviewMode}`;
  /** persons whose valid certificate, or application for one, an account may have at a time (绑定最多个数) */
  readonly maxCertificates: number;
  /** fetches of a file per account, day and licence type */
  readonly fetchesPerDay: number;
  /** fetches of files per account and year, all types together */
  readonly fetchesPerYear: number;
  /** days before the end of validity at which holders are reminded, most first */
  readonly remindDays: readonly number[];
  readonly version: number;
}

export const FIRST_SETTING: CertificateSetting = {
  division: '',
  review: 'automatic',
  maxCertificates: 10,
  fetchesPerDay: 20,
  fetchesPerYear: 500,
  remindDays: [30, 7],
  version: 0,
};

/** The values a setting may take, both ends included. */
export const SETTING_RANGES = {
  maxCertificates: [1, 50],
  fetchesPerDay: [1, 1_000],
  fetchesPerYear: [1, 100_000],
} as const;
export const REMIND_RANGE = [1, 180] as const;
export const MAX_REMINDERS = 4;

/** The setting in force at a division: that of the nearest division above it, itself included. */
export function settingAt(settings: readonly CertificateSetting[], division: string): CertificateSetting {
  const above = settings.filter((s) => division.startsWith(s.division));
  return above.reduce((best, s) => (s.division.length > best.division.length ? s : best), FIRST_SETTING);
}
