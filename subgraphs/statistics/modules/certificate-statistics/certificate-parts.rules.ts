import { dateInShanghai } from '@miaoben/kernel';
import type { ApplicationChanged, CertificateChanged, CredentialUsed, PupilChecked } from '@miaoben/schema';
import { type PopulationClass, populationOn } from './population.rules.ts';

/** What is counted (`measure`); each thing at most once under each. */
export const MEASURES = [
  'applied',
  'approved',
  'refused',
  'generated',
  'renewed',
  'sealed',
  'revoked',
  'revoked_issuer',
  'revoked_holder',
  'revoked_replaced',
  'revoked_other',
  'used',
  'verified',
  'shown',
  'fetched',
  'downloaded',
  'printed',
  'checked',
  'complete',
  'missing_doses',
  'no_file',
  'postponed',
  'not_yet_due',
  'certificate_seen',
  'rechecked',
] as const;
export type Measure = (typeof MEASURES)[number];

export type CountedEvent = CertificateChanged | ApplicationChanged | CredentialUsed | PupilChecked;
export type FactKind = 'certificate' | 'application' | 'use' | 'pupil';

/** A thing under a measure: a row behind a figure. */
export interface Part {
  readonly measure: Measure;
  /** calendar date in Asia/Shanghai */
  readonly day: string;
  /** division code; empty where none is known */
  readonly place: string;
  /** issuing, using or checking organisation; empty for the holder and for nobody known */
  readonly organisation: string;
  readonly population: PopulationClass;
}

export interface Fact {
  readonly kind: FactKind;
  readonly id: string;
  readonly version: number;
  readonly event: CountedEvent;
}

export function factOf(event: CountedEvent): Fact {
  switch (event.type) {
    case 'certificate.changed':
      return { kind: 'certificate', id: event.certificateId, version: event.version, event };
    case 'application.changed':
      return { kind: 'application', id: event.applicationId, version: event.version, event };
    case 'credential.used':
      // Only ever added, never changed.
      return { kind: 'use', id: event.useId, version: 1, event };
    case 'pupil.checked':
      return { kind: 'pupil', id: event.rowId, version: event.version, event };
  }
}

const dayOf = (instant: string): string => dateInShanghai(new Date(instant));

/** Certificates that ended because a new one took their place (换发). */
const REPLACED: ReadonlySet<string> = new Set(['replaced', 'record_changed', 'person_changed']);

function revocationMeasure(reason: string | null): Measure {
  if (reason === 'issuer' || reason === 'holder') return `revoked_${reason}`;
  return reason !== null && REPLACED.has(reason) ? 'revoked_replaced' : 'revoked_other';
}

function ofCertificate(event: CertificateChanged): Part[] {
  const issued = dayOf(event.issuedAt);
  const common = {
    place: event.divisionCode,
    organisation: event.issuerId,
    // The class of a certificate is that at its issue, also when it is sealed or revoked later.
    population: populationOn(event.birthDate, issued),
  };
  const parts: Part[] = [{ ...common, measure: 'generated', day: issued }];
  if (event.isRenewal) parts.push({ ...common, measure: 'renewed', day: issued });
  if (event.sealedAt) parts.push({ ...common, measure: 'sealed', day: dayOf(event.sealedAt) });
  if (event.revokedAt) {
    const day = dayOf(event.revokedAt);
    parts.push({ ...common, measure: 'revoked', day });
    parts.push({ ...common, measure: revocationMeasure(event.revokedReason), day });
  }
  return parts;
}

function ofApplication(event: ApplicationChanged): Part[] {
  const applied = dayOf(event.submittedAt);
  const common = {
    place: event.divisionCode,
    organisation: event.issuerId,
    population: populationOn(event.birthDate, applied),
  };
  const parts: Part[] = [{ ...common, measure: 'applied', day: applied }];
  if ((event.state === 'approved' || event.state === 'refused') && event.decidedAt)
    parts.push({ ...common, measure: event.state, day: dayOf(event.decidedAt) });
  return parts;
}

function ofUse(event: CredentialUsed): Part[] {
  const day = dayOf(event.at);
  const common = {
    day,
    place: event.divisionCode ?? '',
    organisation: event.organisationId ?? '',
    population: populationOn(event.birthDate, day),
  };
  return [
    { ...common, measure: 'used' },
    { ...common, measure: event.use },
  ];
}

function ofPupil(event: PupilChecked): Part[] {
  if (!event.isEnrolled || event.result === null || event.checkedOn === null) return [];
  // The row of a check carries no birth date.
  const common = { place: event.divisionCode, organisation: event.schoolId, population: 'unknown' as const };
  const day = event.checkedOn;
  const parts: Part[] = [
    { ...common, measure: 'checked', day },
    { ...common, measure: event.result, day },
  ];
  if (event.certificateSeen) parts.push({ ...common, measure: 'certificate_seen', day });
  if (event.recheckedOn) parts.push({ ...common, measure: 'rechecked', day: event.recheckedOn });
  return parts;
}

/** All that the state of a thing is counted under. */
export function partsOf(event: CountedEvent): Part[] {
  switch (event.type) {
    case 'certificate.changed':
      return ofCertificate(event);
    case 'application.changed':
      return ofApplication(event);
    case 'credential.used':
      return ofUse(event);
    case 'pupil.checked':
      return ofPupil(event);
  }
}
