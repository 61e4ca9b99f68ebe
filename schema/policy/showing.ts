import type { FieldRule, SubgraphPolicy } from './rules.ts';

const open = (...fields: string[]): Record<string, FieldRule> => Object.fromEntries(fields.map((f) => [f, 'open']));
const AUDITOR = { security_admin: 'all', audit_admin: 'all' } as const;

/** Showing of licences to partner systems (亮证): the partner within its divisions, its right and its limits; schools and administrators what their office needs; the traces for who watches. */
export const showingOperations: SubgraphPolicy['operations'] = {
  'Query.showLicence': { partner: 'grant' },
  // A school is told yes or no of what it has been shown, wherever it was issued.
  'Query.verifyLicence': { partner: 'grant', school_checker: 'all' },
  // An administrator pages through numbers and states, without anybody's data.
  'Query.licenceSearchKey': { partner: 'grant', system_admin: 'area' },
  'Query.searchLicences': { partner: 'grant', system_admin: 'area' },
  'Mutation.grantShowing': { security_admin: 'all' },
  'Mutation.withdrawShowingRight': { security_admin: 'all' },
  'Mutation.liftShowingBlock': { security_admin: 'all' },
  'Query.showingRights': AUDITOR,
  'Query.showingBlocks': AUDITOR,
  // Disease control asks for one holder of its area, and is told by a mark who it was.
  'Query.showingTraces': { ...AUDITOR, cdc: 'area' },
  'Query.showingFigures': { ...AUDITOR, cdc: 'area' },
};

const SHOWN: FieldRule = { partner: 'full' };
const FOUND: FieldRule = { partner: 'full', system_admin: 'full' };
const found = (...fields: string[]): Record<string, FieldRule> => Object.fromEntries(fields.map((f) => [f, FOUND]));
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
  LicenceSearchKey: found('key', 'expiresAt'),
  FoundLicence: found('number', 'identifier', 'state', 'validFrom', 'validTo'),
  FoundLicencePage: { nodes: FOUND, pageInfo: 'open' },
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
  ShowingFigure: open('day', 'typeCode', 'typeName', 'accountId', 'organisation', 'calls', 'found', 'refused'),
  ShowingFigures: open('figures', 'fileUrl'),
};
