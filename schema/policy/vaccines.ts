import type { Role } from '../roles.ts';
import { importBatchFields, importFields } from './imports.ts';
import type { FieldRule, Scope, SubgraphPolicy } from './rules.ts';

const AREA_STAFF = ['vaccinator', 'inspector', 'cdc'] as const satisfies readonly Role[];
const ADMINISTRATORS = ['system_admin', 'security_admin', 'audit_admin'] as const satisfies readonly Role[];
const SIGNED_IN = ['guardian', ...AREA_STAFF, 'school_checker', 'partner', ...ADMINISTRATORS] as const;

const rule = <V extends string>(value: V, roles: readonly Role[]): Partial<Record<Role, V>> =>
  Object.fromEntries(roles.map((role) => [role, value]));
const scoped = (scope: Scope, ...roles: Role[]) => rule(scope, roles);
const open = (...names: string[]): Record<string, FieldRule> => Object.fromEntries(names.map((n) => [n, 'open']));

/** Code lists: no personal data. */
const CODES = scoped('public', 'anonymous', 'service', ...SIGNED_IN);
/** Who reads records, and how far; references from other subgraphs are held to the same. */
const RECORDS: Partial<Record<Role, Scope>> = {
  guardian: 'bound',
  ...scoped('area', ...AREA_STAFF),
  partner: 'grant',
  service: 'all',
};
/** Words of colleagues to each other and names of staff: families and partners get them masked. */
const STAFF_ONLY: FieldRule = { ...rule('full', [...AREA_STAFF, 'service']), ...rule('mask', ['guardian', 'partner']) };

export const vaccinesPolicy: SubgraphPolicy = {
  operations: {
    'Query.vaccines': CODES,
    'Query.products': CODES,
    'Query.lotsOnHand': scoped('organisation', 'vaccinator'),
    'Query.dose': RECORDS,
    'Query.dueList': scoped('area', ...AREA_STAFF),
    'Query.dosesToReview': scoped('area', ...AREA_STAFF),
    'Query.runningObservations': scoped('organisation', 'vaccinator'),
    'Query.clinicSettings': scoped('organisation', 'vaccinator'),
    'Query.dosePack': scoped('area', 'vaccinator'),
    'Query.entryAssessments': {
      guardian: 'bound',
      ...scoped('area', 'vaccinator', 'cdc'),
      service: 'all',
    },
    'Query.doseImport': scoped('organisation', 'vaccinator'),
    'Query.doseImports': scoped('organisation', 'vaccinator'),
    'Query.doseTemplateUrl': scoped('organisation', 'vaccinator'),
    'Mutation.recordDose': { vaccinator: 'area', partner: 'grant' },
    'Mutation.voidDose': scoped('area', 'vaccinator'),
    'Mutation.reviewDose': scoped('area', 'vaccinator'),
    'Mutation.endObservation': scoped('area', 'vaccinator'),
    'Mutation.setObservationMinutes': scoped('organisation', 'vaccinator'),
    'Mutation.startDoseImport': scoped('organisation', 'vaccinator'),
    'Mutation.editDoseImportRows': scoped('organisation', 'vaccinator'),
    'Mutation.commitDoseImport': scoped('organisation', 'vaccinator'),
  },
  fields: {
    PageInfo: open('hasNextPage', 'endCursor'),
    Organisation: open('id'),
    Account: open('id'),
    Vaccine: open('code', 'name', 'majorCode', 'majorName', 'series', 'programme'),
    Product: open(
      'id',
      'vaccine',
      'genericName',
      'brandName',
      'manufacturer',
      'presentation',
      'doseVolumeMl',
      'dosesPerContainer',
      'approvalNumber',
      'verification',
    ),
    Lot: { ...open('id', 'number', 'product', 'expiresOn'), dosesOnHand: { vaccinator: 'full', service: 'full' } },
    Reason: open('code', 'rule', 'source', 'text', 'doctorText'),
    DoseEvaluation: open('series', 'doseNumber', 'clinicallyValid', 'countedForCoverage', 'reasons'),
    Observation: open('startedAt', 'endsAt', 'endedAt', 'minutes', 'reaction'),
    Dose: {
      ...open(
        'id',
        'person',
        'date',
        'vaccine',
        'product',
        'lotNumber',
        'lot',
        'traceCode',
        'site',
        'route',
        'volumeMl',
        'doseNumber',
        'clinic',
        'clinicName',
        'vaccinator',
        'state',
        'source',
        'recordedAt',
        'evaluations',
        'observation',
        'conflictsWith',
        'reviewed',
      ),
      vaccinatorName: STAFF_ONLY,
      voidReason: STAFF_ONLY,
      overrideReason: STAFF_ONLY,
    },
    DosePage: open('nodes', 'pageInfo'),
    SeriesForecast: open(
      'series',
      'seriesName',
      'status',
      'dose',
      'dosesNeeded',
      'dosesGiven',
      'earliest',
      'recommended',
      'overdueFrom',
      'latest',
      'vaccines',
      'reasons',
      'text',
      'doctorText',
    ),
    VisitItem: open('series', 'seriesName', 'dose', 'vaccines', 'notBefore', 'reason'),
    VaccinationPlan: open('asOf', 'scheduleVersion', 'series', 'today', 'later', 'nextDate'),
    Person: open('id', 'doses', 'plan'),
    EntryMissingDose: open('series', 'seriesName', 'dose', 'earliest'),
    EntryAssessment: open('personId', 'checkDate', 'scheduleVersion', 'result', 'missing'),
    DueItem: open('person', 'series', 'seriesName', 'dose', 'status', 'recommended', 'overdueFrom'),
    DuePage: open('nodes', 'pageInfo'),
    PackPage: open('rows', 'cursor', 'complete', 'takenAt', 'total'),
    ClinicSettings: open('observationMinutes'),
    RecordDoseResult: open('dose', 'warnings', 'conflict'),
    ...importFields,
    DoseImport: importBatchFields,
  },
};
