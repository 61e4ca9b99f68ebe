import { ROLES, type Role } from '../roles.ts';
import type { FieldRule, Scope, SubgraphPolicy } from './rules.ts';

const AREA_STAFF = ['vaccinator', 'cdc', 'inspector'] as const satisfies readonly Role[];
const rule = <V extends string>(value: V, roles: readonly Role[]): Partial<Record<Role, V>> =>
  Object.fromEntries(roles.map((role) => [role, value]));
const scoped = (scope: Scope, ...roles: Role[]) => rule(scope, roles);
const open = (...names: string[]): Record<string, FieldRule> => Object.fromEntries(names.map((n) => [n, 'open']));

/** Definitions hold no personal data; what licences say is nobody's of administration. */
const DEFINITIONS = scoped('public', 'guardian', ...AREA_STAFF, 'school_checker', 'partner', 'system_admin', 'service');
const STEPS = scoped('public', 'cdc', 'inspector', 'system_admin');
/** Of definitions the CDC of the whole province only: the service looks at the division. */
const CDC = scoped('area', 'cdc');
const AREA = scoped('area', ...AREA_STAFF);
const CONTENT: FieldRule = rule('full', ['guardian', ...AREA_STAFF]);
/** Public registers: without a token too. */
const EVERYBODY = scoped('public', ...ROLES);
/** What a holder fills in. */
const OWN: FieldRule = { guardian: 'full' };
const DESK: FieldRule = rule('full', ['cdc', 'inspector']);
const HOLDER: FieldRule = rule('full', AREA_STAFF);
const APPLICANT: FieldRule = rule('full', ['guardian', 'cdc', 'inspector']);
const EMPLOYER: FieldRule = { partner: 'full', employer: 'full' };
const OWN_STAFF = scoped('organisation', 'partner', 'employer');

/** Licence types and the licences of the store. */
export const licenceOperations: SubgraphPolicy['operations'] = {
  'Query.licenceTypes': DEFINITIONS,
  'Query.licenceType': DEFINITIONS,
  'Query.licenceTypeVersions': STEPS,
  'Query.licenceTypeLog': STEPS,
  'Query.licenceMigration': STEPS,
  'Query.licenceMisfits': scoped('area', 'cdc', 'inspector'),
  'Mutation.draftLicenceType': CDC,
  'Mutation.submitLicenceType': CDC,
  'Mutation.decideLicenceType': CDC,
  'Mutation.activateLicenceType': CDC,
  'Mutation.archiveLicenceType': CDC,
  'Query.licences': AREA,
  'Query.licence': AREA,
  'Query.licencesOfHolder': AREA,
  'Query.myLicences': scoped('self', 'guardian'),
  'Query.licenceFile': scoped('self', 'guardian'),
  'Mutation.requestLicenceFile': scoped('self', 'guardian'),
  'Mutation.fetchLicenceFile': scoped('self', 'guardian'),
  'Query.myLicenceApplications': scoped('self', 'guardian'),
  'Mutation.applyForLicence': scoped('self', 'guardian'),
  'Mutation.withdrawLicenceApplication': scoped('self', 'guardian'),
  'Query.licenceApplications': scoped('area', 'cdc', 'inspector'),
  'Query.licenceApplication': scoped('area', 'cdc', 'inspector'),
  'Mutation.takeUpLicenceApplication': CDC,
  'Mutation.grantLicenceApplication': CDC,
  'Mutation.refuseLicenceApplication': CDC,
  'Query.publicServices': EVERYBODY,
  'Query.lookUpLicence': EVERYBODY,
  'Query.publicServiceSettings': scoped('all', 'security_admin', 'audit_admin'),
  'Mutation.changePublicService': scoped('all', 'security_admin'),
  'Query.myServiceSubscriptions': scoped('self', 'partner'),
  'Mutation.subscribeToService': scoped('self', 'partner'),
  'Query.serviceSubscriptions': scoped('all', 'security_admin', 'audit_admin'),
  'Mutation.decideServiceSubscription': scoped('all', 'security_admin'),
  'Mutation.endServiceSubscription': { security_admin: 'all', partner: 'self' },
  'Query.licenceCounts': scoped('area', 'cdc', 'inspector'),
  'Query.licenceGrowth': scoped('area', 'cdc', 'inspector'),
  'Query.licenceLog': scoped('area', 'cdc', 'inspector'),
  'Mutation.voidLicence': CDC,
  'Mutation.generateLicences': CDC,
  // An employer keeps its own list and sees nobody else's.
  'Query.employees': OWN_STAFF,
  'Mutation.addEmployees': OWN_STAFF,
  'Mutation.removeEmployee': OWN_STAFF,
};

export const licenceFields: SubgraphPolicy['fields'] = {
  LicenceType: open('code', 'slug', 'name', 'createdAt', 'version', 'definition'),
  LicenceTypePage: open('nodes', 'pageInfo'),
  LicenceTypeDifference: open('what', 'field', 'label', 'before', 'after'),
  LicenceDefinitionFinding: open('code', 'path'),
  LicenceTypeVersion: open(
    'typeCode',
    'version',
    'state',
    'definition',
    'hints',
    'differences',
    'script',
    'note',
    'proposedBy',
    'proposedAt',
    'decidedBy',
    'decidedAt',
    'decisionNote',
    'activeFrom',
  ),
  LicenceTypeDraft: open('version', 'findings'),
  LicenceTypeLogLine: open('id', 'version', 'action', 'accountId', 'at', 'note', 'differences'),
  LicenceMigration: open('id', 'state', 'toVersion', 'done', 'total', 'unfit', 'startedAt', 'finishedAt'),
  LicenceMisfit: open('licenceId', 'number', 'findings'),
  Licence: {
    ...open(
      'id',
      'type',
      'typeName',
      'typeVersion',
      'number',
      'identifier',
      'issuerName',
      'validFrom',
      'validTo',
      'state',
    ),
    ...open('isValid', 'source', 'collectedAt', 'updatedAt'),
    columns: CONTENT,
    face: CONTENT,
    offers: OWN,
  },
  HeldLicence: {
    ...open('id', 'isLicence', 'type', 'typeName', 'typeNameEn', 'state', 'number', 'issuerName', 'validTo'),
    holderName: HOLDER,
    phone: HOLDER,
  },
  LicenceCode: open('code', 'zh', 'en'),
  LicenceOffer: { ...open('kind', 'needsStatement'), fields: OWN },
  LicenceOfferField: {
    ...open('key', 'label', 'labelEn', 'type', 'required', 'maxLength', 'codes'),
    value: OWN,
  },
  LicenceApplication: {
    ...open('id', 'kind', 'state', 'licenceId', 'type', 'typeName', 'number', 'issuerName', 'validTo'),
    ...open('submittedAt', 'takenUpAt', 'decidedAt', 'reason'),
    holderName: APPLICANT,
    statement: APPLICANT,
    comparison: APPLICANT,
    takenUpBy: DESK,
    decidedBy: DESK,
  },
  LicenceApplicationPage: open('nodes', 'pageInfo'),
  LicenceFieldChange: { ...open('key', 'label', 'labelEn', 'isChanged'), before: APPLICANT, after: APPLICANT },
  LicenceFile: open('id', 'licenceId', 'state', 'bytes', 'madeAt', 'until'),
  PublicService: open('type', 'name', 'asksName', 'filters'),
  PublicFilter: open('key', 'label', 'labelEn', 'type', 'codes'),
  ServiceSubscription: open(
    ...[
      'id',
      'type',
      'typeName',
      'accountId',
      'organisation',
      'purpose',
      'state',
      'submittedAt',
      'decidedAt',
      'reason',
      'endedAt',
    ],
  ),
  ServiceSubscriptionPage: open('nodes', 'pageInfo'),
  PublicFieldChoice: open('key', 'label'),
  PublicServiceSetting: open(
    ...['type', 'name', 'isOpen', 'fields', 'choices', 'filters', 'filterChoices', 'resultFormat'],
    ...['perMinute', 'perDay', 'version'],
  ),
  PublicField: open('key', 'label', 'labelEn', 'values'),
  PublicLicence: open(...['typeName', 'number', 'holderName', 'state', 'validFrom', 'validTo', 'issuerName', 'fields']),
  LicencePage: open('nodes', 'pageInfo'),
  LicenceGroup: { ...open('title', 'titleEn'), fields: CONTENT },
  LicenceField: { ...open('key', 'label', 'labelEn', 'type', 'masked'), value: CONTENT, items: CONTENT },
  LicenceCount: open('type', 'issuerCode', 'issuerName', 'state', 'isValid', 'licences'),
  LicenceGrowth: open('type', 'added', 'before', 'lastYear', 'renewed', 'voided'),
  LicenceGrowthReport: open('rows', 'fileUrl'),
  LicenceLogLine: open('id', 'type', 'licenceId', 'number', 'kind', 'rows', 'accountId', 'at', 'reason'),
  LicenceLogPage: open('nodes', 'pageInfo', 'fileUrl'),
  Employee: { id: 'open', name: EMPLOYER, documentNumber: EMPLOYER, verdict: EMPLOYER, certificate: EMPLOYER },
  EmployeeCertificate: {
    number: EMPLOYER,
    issuerName: EMPLOYER,
    validFrom: EMPLOYER,
    validTo: EMPLOYER,
    state: EMPLOYER,
  },
  EmployeePage: { nodes: EMPLOYER, pageInfo: 'open' },
  LicenceRowFinding: open('row', 'field', 'code'),
  GeneratedLicences: open('licences', 'findings'),
};
