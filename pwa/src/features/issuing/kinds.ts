import type { OrganisationKind } from '../../data/generated/desk.ts';

/** Kinds of organisations, issuing bodies first. */
export const KINDS = [
  'clinic',
  'issuer',
  'cdc',
  'obstetric',
  'school',
  'kindergarten',
  'education',
  'authority',
  'partner',
  'employer',
] as const satisfies readonly OrganisationKind[];
