import type { OrganisationRow } from './organisation.repository.ts';

/** True from the day on which an organisation works no more: what it issued stands, it issues and seals nothing new. */
export const isClosed = (organisation: Pick<OrganisationRow, 'closed_on'> | undefined, today: string): boolean =>
  Boolean(organisation?.closed_on && organisation.closed_on <= today);
