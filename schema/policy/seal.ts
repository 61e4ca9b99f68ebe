import type { FieldRule, SubgraphPolicy } from './rules.ts';

/** Who looks after seals: the superior, and the unit whose seal it is. */
const SEAL: FieldRule = { vaccinator: 'full', cdc: 'full', inspector: 'full', service: 'full' };
/** The file of a certificate: those who may read the certificate. */
const FILE: FieldRule = { guardian: 'full', partner: 'full', ...SEAL };

export const sealOperations: SubgraphPolicy['operations'] = {
  'Query.seals': { vaccinator: 'organisation', cdc: 'area', inspector: 'area', service: 'all' },
  'Query.seal': { vaccinator: 'organisation', cdc: 'area', inspector: 'area', service: 'all' },
  'Query.sealingLog': { vaccinator: 'organisation', cdc: 'area', inspector: 'area', service: 'all' },
  'Query.sealStatistics': { cdc: 'area', inspector: 'area', service: 'all' },
  // A unit makes its first seal only; the service looks.
  'Mutation.startSealUpload': { vaccinator: 'organisation', cdc: 'area' },
  'Mutation.drawSeal': { vaccinator: 'organisation', cdc: 'area' },
  'Mutation.withdrawSeal': { cdc: 'area' },
  'Mutation.grantSeal': { cdc: 'area' },
  'Mutation.withdrawSealGrant': { cdc: 'area' },
  'Query.certificateDocument': {
    guardian: 'bound',
    vaccinator: 'area',
    cdc: 'area',
    inspector: 'area',
    partner: 'grant',
    service: 'all',
  },
  // The right to the issuer's seal is looked at besides, for those who seal by their own.
  'Mutation.requestDocuments': { guardian: 'bound', vaccinator: 'area', partner: 'grant' },
  'Mutation.makeAnnotatedCopy': { guardian: 'bound', vaccinator: 'area', partner: 'grant' },
  'Mutation.fetchDocument': { guardian: 'bound', vaccinator: 'area', cdc: 'area', inspector: 'area', partner: 'grant' },
  'Mutation.withdrawDocument': { vaccinator: 'area', cdc: 'area' },
};

export const sealFields: SubgraphPolicy['fields'] = {
  CertificateDocument: {
    id: 'open',
    certificateId: 'open',
    kind: FILE,
    isMasked: FILE,
    state: FILE,
    failure: FILE,
    requestedAt: FILE,
    sealedAt: FILE,
    pages: FILE,
    ofdBytes: FILE,
    pdfBytes: FILE,
    purpose: FILE,
    validUntil: FILE,
    withdrawnAt: FILE,
    withdrawnReason: FILE,
    submission: FILE,
  },
  Submission: { state: 'open', receipt: FILE, attempts: 'open', lastError: FILE, acceptedAt: FILE },
  DocumentLink: { url: 'open', expiresAt: 'open', format: 'open' },
  Seal: {
    id: 'open',
    issuer: SEAL,
    name: SEAL,
    number: SEAL,
    origin: SEAL,
    state: SEAL,
    failure: SEAL,
    uploadUrl: { vaccinator: 'full', cdc: 'full' },
    pictureUrl: SEAL,
    widthMm: SEAL,
    createdAt: SEAL,
    validTo: SEAL,
    endedAt: SEAL,
    endedReason: SEAL,
    grants: SEAL,
    submission: SEAL,
  },
  SealGrant: { account: SEAL, system: SEAL, grantedAt: SEAL, withdrawnAt: SEAL },
  SealPage: { nodes: SEAL, pageInfo: 'open' },
  SealingLogLine: {
    id: 'open',
    at: SEAL,
    act: SEAL,
    result: SEAL,
    reason: SEAL,
    documentId: SEAL,
    certificateNumber: SEAL,
    issuer: SEAL,
    operator: SEAL,
    format: SEAL,
    fileSm3: SEAL,
    certificateSerial: SEAL,
  },
  SealingLogPage: { nodes: SEAL, pageInfo: 'open' },
  SealCount: {
    division: SEAL,
    active: SEAL,
    made: SEAL,
    ended: SEAL,
    sealed: SEAL,
    failed: SEAL,
    withdrawn: SEAL,
  },
};
