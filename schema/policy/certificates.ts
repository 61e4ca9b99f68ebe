import { ROLES, type Role } from '../roles.ts';
import { collectionFields, collectionOperations } from './collection.ts';
import type { FieldRule, SubgraphPolicy } from './rules.ts';

/** Those whose work needs a child's certificate; nobody of administration. */
const CERTIFICATE: FieldRule = {
  guardian: 'full',
  vaccinator: 'full',
  cdc: 'full',
  inspector: 'full',
  partner: 'full',
  service: 'full',
};
/** The code itself can be shown at a gate: only the family, who prints it, and the partner the grant names. */
const CODE: FieldRule = { guardian: 'full', vaccinator: 'full', partner: 'full', service: 'full' };
/** Whom a holder may show an access code: the caller reaches what was shown to it and nothing else. */
const OPENERS: Partial<Record<Role, 'self'>> = { vaccinator: 'self', cdc: 'self', inspector: 'self' };
const CHECKER: FieldRule = { school_checker: 'full' };

const everybody = Object.fromEntries(ROLES.map((role) => [role, 'public'])) as Record<Role, 'public'>;

export const certificatesPolicy: SubgraphPolicy = {
  operations: {
    'Query.certificate': {
      guardian: 'bound',
      vaccinator: 'area',
      cdc: 'area',
      inspector: 'area',
      partner: 'grant',
      service: 'all',
    },
    'Query.myCertificates': { guardian: 'bound' },
    'Query.verifyShortCode': everybody,
    'Query.presentationSchools': { guardian: 'bound' },
    'Query.accessCodes': { guardian: 'bound' },
    'Query.openedRecord': OPENERS,
    'Query.schoolCheck': { school_checker: 'roster' },
    'Query.schoolChecks': { school_checker: 'roster' },
    'Query.rosterTemplateUrl': { school_checker: 'public' },
    'Mutation.issueCertificate': { guardian: 'bound', vaccinator: 'area' },
    'Mutation.revokeCertificate': { vaccinator: 'area' },
    'Mutation.presentCertificate': { guardian: 'bound' },
    'Mutation.makeAccessCode': { guardian: 'bound' },
    'Mutation.openAccessCode': OPENERS,
    'Mutation.startSchoolCheck': { school_checker: 'roster' },
    ...collectionOperations,
  },
  fields: {
    ...collectionFields,
    PageInfo: { hasNextPage: 'open', endCursor: 'open' },
    Organisation: { id: 'open' },
    Person: { id: 'open', certificate: CERTIFICATE },
    CertificateMissing: { vaccine: 'open', doses: 'open' },
    Certificate: {
      id: 'open',
      number: CERTIFICATE,
      identifier: CERTIFICATE,
      person: 'open',
      state: CERTIFICATE,
      issuedAt: CERTIFICATE,
      expiresOn: CERTIFICATE,
      issuer: CERTIFICATE,
      scheduleVersion: CERTIFICATE,
      result: CERTIFICATE,
      missing: CERTIFICATE,
      maskedName: CERTIFICATE,
      birthDate: CERTIFICATE,
      code: CODE,
      shortCode: CODE,
      revokedReason: CODE,
    },
    // The holder of a code may know what it says.
    ShortCodeAnswer: { kind: 'open', result: 'open', maskedName: 'open', birthDate: 'open', state: 'open' },
    Presentation: { code: 'open', issuedAt: 'open', expiresAt: 'open', redrawAfter: 'open' },
    PresentationSchool: { code: 'open', name: 'open' },
    AccessCode: {
      id: 'open',
      purpose: 'open',
      code: 'open',
      createdAt: 'open',
      expiresAt: 'open',
      openedAt: 'open',
      openedBy: 'open',
      refused: 'open',
      refusedAt: 'open',
    },
    AccessCodeOpening: { state: 'open', record: 'open' },
    // Only whom the holder showed the code reaches the object.
    OpenedRecord: {
      id: 'open',
      personId: 'open',
      purpose: 'open',
      openedAt: 'open',
      readableUntil: 'open',
      name: 'open',
      sex: 'open',
      birthDate: 'open',
      maskedDocument: 'open',
      doses: 'open',
    },
    OpenedDose: {
      date: 'open',
      vaccineName: 'open',
      doseNumber: 'open',
      lotNumber: 'open',
      manufacturer: 'open',
      clinicName: 'open',
      isValid: 'open',
    },
    SchoolCheck: {
      id: 'open',
      school: CHECKER,
      title: CHECKER,
      checkDate: CHECKER,
      state: CHECKER,
      progress: CHECKER,
      failure: CHECKER,
      createdAt: CHECKER,
      scheduleVersion: CHECKER,
      uploadUrl: CHECKER,
      exportUrl: CHECKER,
      counts: CHECKER,
      rows: CHECKER,
    },
    VerdictCount: { verdict: 'open', count: 'open' },
    RosterRowPage: { nodes: CHECKER, pageInfo: 'open' },
    RosterRow: {
      number: CHECKER,
      name: CHECKER,
      birthDate: CHECKER,
      className: CHECKER,
      grade: CHECKER,
      verdict: CHECKER,
      missing: CHECKER,
      findings: CHECKER,
      scannedAt: CHECKER,
    },
    RosterMissing: { series: 'open', seriesName: 'open', dose: 'open', earliest: 'open' },
    ImportFinding: { column: 'open', code: 'open', message: 'open', suggestion: 'open', severity: 'open' },
  },
};
