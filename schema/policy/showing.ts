import type { FieldRule, SubgraphPolicy } from './rules.ts';

const open = (...fields: string[]): Record<string, FieldRule> => Object.fromEntries(fields.map((f) => [f, 'open']));
const AUDITOR = { security_admin: 'all', audit_admin: 'all' } as const;

/** Showing of licences to partner systems (亮证): the partner within its divisions, its right and its limits; administrators the traces. */
export const showingOperations: SubgraphPolicy['operations'] = {
  'Query.showLicence': { partner: 'grant' },
  'Query.verifyLicence': { partner: 'grant' },
  'Query.licenceSearchKey': { partner: 'grant' },
  'Query.searchLicences': { partner: 'grant' },
  'Mutation.grantShowing': { security_admin: 'all' },
  'Mutation.withdrawShowingRight': { security_admin: 'all' },
  'Mutation.liftShowingBlock': { security_admin: 'all' },
  'Query.showingRights': AUDITOR,
  'Query.showingBlocks': AUDITOR,
  'Query.showingTraces': AUDITOR,
  'Query.showingFigures': AUDITOR,
};

const SHOWN: FieldRule = { partner: 'full' };
const shown = (...fields: string[]): Record<string, FieldRule> => Object.fromEntries(fields.map((f) => [f, SHOWN]));

export const showingFields: SubgraphPolicy['fields'] = {
  ShownLicence: shown(
    'typeCode',
    'typeName',
    'number',
    'identifier',
    'state',
    'validFrom',
    'validTo',
    'face',
    'metadata',
  ),
  ShownField: shown('key', 'label', 'values'),
  ShownMetadata: shown('name', 'value'),
  LicenceSearchKey: shown('key', 'expiresAt'),
  FoundLicence: shown('number', 'identifier', 'state', 'validFrom', 'validTo'),
  FoundLicencePage: { nodes: SHOWN, pageInfo: 'open' },
  ShowingRight: open(
    'id',
    'typeCode',
    'typeName',
    'organisation',
    'accountId',
    'purposes',
    'fields',
    'perMinute',
    'perDay',
    'grantedAt',
    'withdrawnAt',
    'reason',
  ),
  ShowingRightPage: open('nodes', 'pageInfo'),
  ShowingBlock: open('id', 'accountId', 'typeCode', 'typeName', 'blockedAt', 'calls', 'liftedAt', 'reason'),
  ShowingBlockPage: open('nodes', 'pageInfo'),
  ShowingTrace: open(
    'id',
    'at',
    'accountId',
    'organisation',
    'typeCode',
    'typeName',
    'purpose',
    'kind',
    'outcome',
    'holderMark',
    'rows',
  ),
  ShowingTracePage: open('nodes', 'pageInfo'),
  ShowingFigure: open('day', 'typeCode', 'typeName', 'accountId', 'calls', 'found', 'refused'),
  ShowingFigures: open('figures', 'fileUrl'),
};
