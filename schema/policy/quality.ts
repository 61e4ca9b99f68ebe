import type { Role } from '../roles.ts';
import type { FieldRule, Scope, SubgraphPolicy } from './rules.ts';

const open = (...names: string[]): Record<string, FieldRule> => Object.fromEntries(names.map((n) => [n, 'open']));

/** Clinics find what is wrong in the files they manage; disease control and inspection what is in their area. */
const READ: Partial<Record<Role, Scope>> = { vaccinator: 'organisation', cdc: 'area', inspector: 'area' };
const WORK: Partial<Record<Role, Scope>> = { vaccinator: 'organisation', cdc: 'area' };
const AREA: Partial<Record<Role, Scope>> = { cdc: 'area', inspector: 'area' };
const CDC: Partial<Record<Role, Scope>> = { cdc: 'area' };

/** The data check (数据核查): part of the table of people. */
export const quality: SubgraphPolicy = {
  operations: {
    'Query.qualityRules': READ,
    'Query.qualitySummary': READ,
    'Query.qualityUnits': AREA,
    'Query.qualityFindings': READ,
    'Query.qualityFile': READ,
    'Query.qualityHandovers': WORK,
    'Mutation.switchQualityRule': CDC,
    'Mutation.recheckQuality': CDC,
    'Mutation.handOverFindings': CDC,
    'Query.qualityRepair': WORK,
    'Query.qualityRepairs': WORK,
    'Query.qualityRepairFiles': WORK,
    'Mutation.prepareRepair': WORK,
    'Mutation.runRepair': WORK,
    'Mutation.undoRepair': WORK,
    'Query.duplicatePairs': CDC,
    'Query.duplicateSearch': CDC,
    'Mutation.decideDuplicatePair': CDC,
    'Mutation.answerFinding': { vaccinator: 'organisation' },
  },
  fields: {
    QualityRuleInfo: open(
      ...[
        'id',
        'title',
        'titleEn',
        'severity',
        'fields',
        'breaks',
        'repair',
        'isOn',
        'changedAt',
        'changedBy',
        'reason',
      ],
    ),
    QualityRun: open('isRunning', 'done', 'total', 'startedAt', 'endedAt'),
    QualityCard: open('rule', 'files'),
    QualitySummary: open('version', 'source', 'cards', 'run'),
    QualityUnitCount: open('clinic', 'files'),
    QualityFinding: open(
      ...['id', 'person', 'rule', 'division', 'clinic', 'foundAt', 'state', 'answer', 'answeredBy', 'answeredAt'],
    ),
    QualityFindingPage: open('nodes', 'pageInfo'),
    QualityHandover: open('id', 'rule', 'clinic', 'files', 'left', 'answered', 'note', 'by', 'at'),
    DuplicatePair: open(
      ...['id', 'first', 'second', 'score', 'reasons', 'common', 'state', 'note', 'decidedBy', 'decidedAt'],
    ),
    DuplicatePairPage: open('nodes', 'pageInfo'),
    DuplicateSearch: open('isRunning', 'files', 'skipped', 'startedAt', 'endedAt'),
    RepairBatch: open(
      ...[
        'id',
        'rule',
        'ruleTitle',
        'ruleTitleEn',
        'clinic',
        'state',
        'total',
        'ready',
        'refused',
        'written',
        'skipped',
      ],
      ...['restored', 'kept', 'askedAt', 'ranAt', 'undoUntil'],
    ),
    RepairBatchPage: open('nodes', 'pageInfo'),
    RepairFile: open('id', 'person', 'state', 'reason', 'changes'),
    RepairFilePage: open('nodes', 'pageInfo'),
    QualityHandoverPage: open('nodes', 'pageInfo'),
  },
};
