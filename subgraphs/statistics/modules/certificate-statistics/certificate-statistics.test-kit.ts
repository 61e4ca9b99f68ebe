import { newId } from '@miaoben/kernel';
import type { ApplicationChanged, CertificateChanged, CredentialUsed, PupilChecked } from '@miaoben/schema';

export const CLINIC_A = '01900000-0000-7000-8000-00000000000a';
export const CLINIC_B = '01900000-0000-7000-8000-00000000000b';
export const SCHOOL = '01900000-0000-7000-8000-00000000000c';

/** A certificate as certificates announces it: a preschool child of the first township, unless said otherwise. */
export const certificate = (changes: Partial<CertificateChanged> = {}): CertificateChanged => ({
  type: 'certificate.changed',
  certificateId: newId(),
  personId: newId(),
  birthDate: '2022-05-01',
  divisionCode: '630121001',
  issuerId: CLINIC_A,
  state: changes.revokedAt ? 'revoked' : 'valid',
  issuedAt: '2026-10-01T02:00:00Z',
  sealedAt: null,
  revokedAt: null,
  revokedReason: null,
  isRenewal: false,
  applicationId: null,
  version: 1,
  ...changes,
});

export const application = (changes: Partial<ApplicationChanged> = {}): ApplicationChanged => ({
  type: 'application.changed',
  applicationId: newId(),
  personId: newId(),
  birthDate: '2022-05-01',
  divisionCode: '630121001',
  issuerId: CLINIC_A,
  state: 'submitted',
  relation: 'family',
  submittedAt: '2026-10-01T01:00:00Z',
  decidedAt: null,
  version: 1,
  ...changes,
});

export const use = (changes: Partial<CredentialUsed> = {}): CredentialUsed => ({
  type: 'credential.used',
  useId: newId(),
  licenceType: 'vaccination_certificate',
  certificateId: newId(),
  birthDate: '2022-05-01',
  use: 'verified',
  organisationId: SCHOOL,
  system: null,
  divisionCode: '630121001',
  at: '2026-10-05T02:00:00Z',
  ...changes,
});

export const pupil = (changes: Partial<PupilChecked> = {}): PupilChecked => ({
  type: 'pupil.checked',
  checkId: newId(),
  rowId: newId(),
  round: '20261',
  schoolId: SCHOOL,
  divisionCode: '630121001',
  checkType: 'entry',
  result: 'complete',
  certificateSeen: true,
  missing: [],
  caughtUp: [],
  reissued: false,
  recheckedOn: null,
  isEnrolled: true,
  checkedOn: '2026-09-10',
  version: 1,
  ...changes,
});
