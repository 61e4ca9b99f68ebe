import type { ApplicationChanged } from '@miaoben/schema';
import type { ApplicationRow } from './application.repository.ts';

/** The event that tells all of one application; publish it wherever a row of `application` changes. */
export const applicationChanged = (row: ApplicationRow): ApplicationChanged => ({
  type: 'application.changed',
  applicationId: row.id,
  personId: row.person_id,
  birthDate: row.birth_date,
  divisionCode: row.division,
  issuerId: row.issuer_id,
  state: row.state,
  relation: row.relation === 'self' ? 'self' : 'family',
  submittedAt: new Date(row.submitted_at).toISOString(),
  decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
  version: row.version,
});
