import type { MyLicencesQuery } from '../../data/generated/family.ts';
import { daysLeft } from './holding-look.ts';

export type OwnLicence = MyLicencesQuery['myLicences'][number];
export type Standing = OwnLicence['state'] | 'expiring';

/** How a licence stands today: what the device kept may be older than its last day. */
export function standingOf(licence: Pick<OwnLicence, 'state' | 'validTo'>, today: string): [Standing, number | null] {
  const { state, validTo } = licence;
  if (state !== 'valid' || !validTo) return [state, null];
  if (validTo < today) return ['expired', null];
  const left = daysLeft({ state, expiresOn: validTo }, today);
  return [left === null ? 'valid' : 'expiring', left];
}
