import type { FieldRule, SubgraphPolicy } from './rules.ts';

const open = (...fields: string[]): Record<string, FieldRule> => Object.fromEntries(fields.map((f) => [f, 'open']));

/** Who may upload licences where a right is given to it: the right itself stands in the subgraph (J-41). */
const UPLOADER = { partner: 'organisation', cdc: 'organisation', inspector: 'organisation' } as const;
const READER = { ...UPLOADER, system_admin: 'all' } as const;

/** Collection of licences from outside (证照归集). Administrators see counts and findings, never what a cell holds. */
export const collectionOperations: SubgraphPolicy['operations'] = {
  'Query.collectableTypes': { ...UPLOADER, system_admin: 'all', security_admin: 'all', audit_admin: 'all' },
  'Mutation.grantCollection': { security_admin: 'all' },
  'Mutation.withdrawCollectionGrant': { security_admin: 'all' },
  'Query.collectionGrants': { security_admin: 'all', system_admin: 'all', audit_admin: 'all' },
  'Query.collectionChecks': { security_admin: 'all', audit_admin: 'all' },
  'Query.collectionBatch': READER,
  'Query.collectionBatches': READER,
  'Mutation.startCollectionBatch': UPLOADER,
  'Mutation.correctCollectionBatch': UPLOADER,
  'Mutation.withdrawCollectionBatch': UPLOADER,
  'Mutation.collectLicence': UPLOADER,
  'Query.qualityReport': READER,
  'Query.qualityProblems': READER,
  'Mutation.planQualityProblem': UPLOADER,
};

/** The cells themselves are in the returned file, which its uploader alone gets. */
const CELLS: FieldRule = { partner: 'full', cdc: 'full', inspector: 'full' };

export const collectionFields: SubgraphPolicy['fields'] = {
  CollectableType: open('code', 'slug', 'name', 'templateUrl'),
  CollectionGrant: open(
    'id',
    'typeCode',
    'typeName',
    'organisation',
    'accountId',
    'grantedAt',
    'withdrawnAt',
    'reason',
  ),
  CollectionGrantPage: open('nodes', 'pageInfo'),
  CollectionCheck: open('id', 'typeCode', 'typeName', 'accountId', 'organisation', 'action', 'allowed', 'at'),
  CollectionCheckPage: open('nodes', 'pageInfo'),
  CollectionBatch: {
    ...open(
      'id',
      'typeCode',
      'typeName',
      'typeVersion',
      'title',
      'source',
      'organisation',
      'state',
      'round',
      'progress',
      'rowsRead',
      'rowsWrong',
      'findingCount',
      'takenRows',
      'failure',
      'createdAt',
      'decidedAt',
      'files',
      'rounds',
      'findings',
    ),
    findingsUrl: CELLS,
    findingsCsvUrl: CELLS,
  },
  CollectionBatchPage: open('nodes', 'pageInfo'),
  CollectionFile: { ...open('number', 'name', 'size', 'rowsRead'), uploadUrl: CELLS },
  CollectionRound: open('round', 'kind', 'startedAt', 'decidedAt', 'outcome', 'rowsRead', 'rowsWrong', 'byRule'),
  CollectionRuleCount: open('rule', 'rows'),
  CollectionFinding: open('file', 'row', 'field', 'fieldLabel', 'rule', 'code', 'message'),
  CollectionFindingPage: open('nodes', 'pageInfo'),
  CollectedLicence: open('licenceId', 'typeCode'),
  QualityDay: open(
    'day',
    'typeCode',
    'typeName',
    'batches',
    'taken',
    'refused',
    'failed',
    'rowsRead',
    'rowsWrong',
    'byRule',
    'singlesTaken',
    'singlesRefused',
  ),
  QualityReport: open('from', 'to', 'days', 'fileUrl'),
  QualityProblem: open(
    'id',
    'typeCode',
    'typeName',
    'batchId',
    'organisation',
    'rule',
    'rows',
    'state',
    'plan',
    'dueOn',
    'openedAt',
    'repairedAt',
    'verifiedAt',
  ),
  QualityProblemPage: open('nodes', 'pageInfo'),
};
