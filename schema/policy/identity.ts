import type { Role } from '../roles.ts';
import type { FieldRule, Scope, SubgraphPolicy } from './rules.ts';

const STAFF = ['vaccinator', 'inspector', 'school_checker', 'cdc'] as const satisfies readonly Role[];
/** Who takes data of a unit along on a device. */
const UNIT_STAFF = ['vaccinator', 'school_checker'] as const satisfies readonly Role[];
const ADMINISTRATORS = ['system_admin', 'security_admin', 'audit_admin'] as const satisfies readonly Role[];
const INTERACTIVE = ['guardian', ...STAFF, 'employer', ...ADMINISTRATORS] as const satisfies readonly Role[];
const SIGNED_IN = [...INTERACTIVE, 'partner'] as const satisfies readonly Role[];

const rule = <V extends string>(value: V, roles: readonly Role[]): Partial<Record<Role, V>> =>
  Object.fromEntries(roles.map((role) => [role, value]));
const scoped = (scope: Scope, ...roles: Role[]) => rule(scope, roles);
const open = (...names: string[]): Record<string, FieldRule> => Object.fromEntries(names.map((n) => [n, 'open']));

/** The directory: no personal data; for everybody who has signed in, and for the other subgraphs. */
const DIRECTORY = scoped('public', ...SIGNED_IN, 'service');
const ANYBODY = scoped('public', 'anonymous', ...SIGNED_IN);

/** Who looks after what devices could not get through: of the own unit, and of an area those whose units have no master account. */
const KEEPERS = { ...scoped('organisation', ...UNIT_STAFF, 'inspector'), ...scoped('area', 'cdc') };

export const identityPolicy: SubgraphPolicy = {
  operations: {
    'Query.serviceStatus': scoped('public', 'anonymous', ...SIGNED_IN, 'service'),
    'Query.me': scoped('self', ...SIGNED_IN),
    'Query.division': DIRECTORY,
    'Query.divisions': DIRECTORY,
    'Query.organisation': DIRECTORY,
    'Query.organisations': DIRECTORY,
    'Query.divisionPreview': scoped('area', 'cdc', 'system_admin'),
    'Query.divisionOrders': scoped('area', 'cdc', 'system_admin'),
    'Mutation.changeDivisions': scoped('area', 'cdc', 'system_admin'),
    'Mutation.undoDivisionOrder': scoped('area', 'cdc', 'system_admin'),
    'Mutation.createOrganisation': scoped('area', 'cdc', 'system_admin'),
    'Mutation.changeOrganisation': scoped('area', 'cdc', 'system_admin'),
    'Mutation.closeOrganisation': scoped('area', 'cdc', 'system_admin'),
    // Three powers: accounts are seen by the system and the security administrator, locks are lifted by the security
    // administrator alone, the audit is read by the auditor alone.
    'Query.accounts': scoped('area', 'system_admin', 'security_admin'),
    // Vaccines asks whether who stands on the list of a point works there (H-11).
    'Query.workingAccounts': {
      ...scoped('area', 'cdc'),
      ...scoped('organisation', 'vaccinator'),
      ...scoped('all', 'service'),
    },
    'Mutation.unlockAccount': scoped('area', 'security_admin'),
    'Mutation.hideBlocks': scoped('area', 'security_admin'),
    'Query.auditLines': scoped('all', 'audit_admin'),
    'Query.myNotices': scoped('self', ...INTERACTIVE),
    'Query.unreadNotices': scoped('self', ...INTERACTIVE),
    'Mutation.markNoticesRead': scoped('self', ...INTERACTIVE),
    // A device proves itself by its own secret, with or without a session: a lost one is wiped whoever holds it.
    'Mutation.contactDevice': ANYBODY,
    'Mutation.keepEntries': ANYBODY,
    'Mutation.confirmDeviceWiped': ANYBODY,
    'Query.devices': { ...scoped('organisation', ...UNIT_STAFF), ...scoped('area', 'system_admin') },
    'Mutation.reportDeviceLost': { ...scoped('organisation', ...UNIT_STAFF), ...scoped('area', 'system_admin') },
    'Query.keptEntries': KEEPERS,
    'Mutation.settleKeptEntries': KEEPERS,
    'Mutation.setUnitMaster': scoped('area', 'system_admin'),
    'Query.guardianIdentity': scoped('all', 'service'),
    'Query.isUnitMaster': scoped('all', 'service'),
    'Mutation.signIn': ANYBODY,
    'Mutation.refreshSession': ANYBODY,
    'Mutation.signOut': ANYBODY,
    'Mutation.confirmPassword': scoped('self', ...INTERACTIVE),
    'Mutation.requestPhoneCode': ANYBODY,
    'Mutation.registerGuardian': ANYBODY,
    'Mutation.verifyRealName': scoped('self', 'guardian'),
  },
  services: { 'Query.workingAccounts': ['vaccines'] },
  fields: {
    ServiceStatus: open('today', 'version', 'demo'),
    PageInfo: open('hasNextPage', 'endCursor'),
    Division: open('code', 'name', 'fullName', 'level', 'parent', 'children'),
    Organisation: open('id', 'code', 'name', 'kind', 'division', 'address', 'phone', 'creditCode', 'closedOn'),
    DivisionChange: open('kind', 'from', 'to', 'name'),
    DivisionSuccession: open('from', 'name', 'to', 'isPart'),
    DivisionPreview: open('successions', 'divisions', 'ended', 'units', 'accounts'),
    DivisionOrder: open('id', 'changes', 'reason', 'by', 'at', 'undoneBy', 'undoneAt'),
    OrganisationPage: open('nodes', 'pageInfo'),
    Account: {
      ...open('id', 'role', 'organisation', 'divisions', 'realNameVerified', 'state', 'hiddenBlocks', 'unitMaster'),
      // The own account is never masked (masks of the subgraph). Staff see the names of colleagues: they stand on every record.
      displayName: {
        ...rule('full', ['guardian', ...STAFF, 'partner', 'employer', 'service']),
        ...rule('mask', ADMINISTRATORS),
      },
      login: { ...rule('mask', SIGNED_IN), service: 'full' },
      lastSignInAt: {
        ...rule('full', ADMINISTRATORS),
        ...rule('mask', ['guardian', ...STAFF, 'partner', 'employer', 'service']),
      },
    },
    AccountPage: open('nodes', 'pageInfo'),
    GuardianIdentity: {
      name: { service: 'full' },
      phone: { service: 'full' },
      documentType: { service: 'full' },
      documentNumber: { service: 'full' },
      realNameVerified: { service: 'full' },
    },
    Notice: open('id', 'kind', 'subjectId', 'params', 'at', 'readAt', 'sms'),
    NoticeParam: open('name', 'value'),
    NoticeSms: open('state', 'failure', 'at'),
    NoticePage: open('nodes', 'pageInfo'),
    Device: open(
      ...[
        'id',
        'name',
        'state',
        'account',
        'organisation',
        'firstContactAt',
        'lastContactAt',
        'waiting',
        'attention',
        'packAt',
      ],
      ...['lostAt', 'lostReason', 'lostBy', 'wipedAt', 'leftUnsent'],
    ),
    DeviceOrder: open('wipe', 'answers'),
    KeptEntryAnswer: open('id', 'state', 'note'),
    // Only who typed it and the master account of the unit are given any.
    KeptEntry: open(
      ...[
        'id',
        'kind',
        'personId',
        'enteredAt',
        'keptAt',
        'isBehind',
        'problem',
        'content',
        'state',
        'settledAt',
        'note',
      ],
      ...['account', 'settledBy'],
    ),
    KeptEntryProblem: open('code', 'field', 'reason'),
    AuditLine: open('id', 'at', 'subgraph', 'operation', 'account', 'outcome', 'subject'),
    AuditLinePage: open('nodes', 'pageInfo'),
    // Only who has just proved to be the account holds one.
    Session: open('accessToken', 'expiresAt', 'account'),
    PhoneCodeTicket: open('ticket', 'expiresAt', 'resendAfter'),
    RealNameCheck: open('result', 'checkedAt', 'provider'),
  },
};
