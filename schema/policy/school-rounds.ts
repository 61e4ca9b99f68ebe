import type { FieldRule, SubgraphPolicy } from './rules.ts';

/** The round's rows: the school that checks, the vaccination unit that catches up, disease control that guides. */
const ROUND: FieldRule = { school_checker: 'full', vaccinator: 'full', cdc: 'full' };
const CHECKER: FieldRule = { school_checker: 'full' };
const READERS = { school_checker: 'roster', vaccinator: 'area', cdc: 'area' } as const;
const SCHOOL = { school_checker: 'roster' } as const;
const CLINIC = { vaccinator: 'area' } as const;

const fields = <F extends string>(rule: FieldRule, ...names: F[]): Record<F, FieldRule> =>
  Object.fromEntries(names.map((name) => [name, rule])) as Record<F, FieldRule>;

/** Rounds of the entry check and the rows of pupils (入托入学查验). */
export const schoolRoundPolicy: SubgraphPolicy = {
  operations: {
    'Query.schoolRounds': READERS,
    'Query.schoolClasses': READERS,
    'Query.schoolPupils': READERS,
    'Query.schoolPupil': READERS,
    'Query.pupilProof': READERS,
    'Query.checkRecords': READERS,
    'Query.checkRecord': READERS,
    'Mutation.openSchoolRound': { cdc: 'area' },
    'Mutation.closeSchoolRound': { cdc: 'area' },
    'Mutation.putSchoolClass': SCHOOL,
    'Mutation.finishSchoolClass': SCHOOL,
    'Mutation.confirmSchoolCheck': SCHOOL,
    'Mutation.undoSchoolCheck': SCHOOL,
    'Mutation.mendSchoolCheckRow': SCHOOL,
    'Mutation.addSchoolPupil': SCHOOL,
    'Mutation.addSchoolPupilByCode': SCHOOL,
    'Mutation.decidePupilMatch': { ...SCHOOL, ...CLINIC },
    'Mutation.askClinicToDecide': SCHOOL,
    'Mutation.exemptPupil': CLINIC,
    'Mutation.noteCertificateSeen': { ...SCHOOL, ...CLINIC },
    'Mutation.sendPupilNotices': SCHOOL,
    'Mutation.recheckPupils': SCHOOL,
    'Mutation.transferPupil': SCHOOL,
    'Mutation.addPupilProof': SCHOOL,
    'Mutation.decidePupilProof': CLINIC,
  },
  fields: {
    SchoolRound: {
      id: 'open',
      ...fields(
        ROUND,
        'code',
        'schoolYear',
        'term',
        'division',
        'termStart',
        'deadline',
        'recheckFrom',
        'recheckTo',
        'state',
        'openedAt',
        'closedAt',
      ),
    },
    SchoolClassCounts: fields('open', 'enrolled', 'checked', 'finished', 'toDecide', 'toFollowUp', 'overdue'),
    SchoolClass: {
      id: 'open',
      ...fields(ROUND, 'round', 'school', 'schoolKind', 'grade', 'name', 'headTeacher', 'finishedAt', 'counts'),
    },
    SchoolPupilPage: { nodes: ROUND, pageInfo: 'open' },
    SchoolPupil: {
      id: 'open',
      ...fields(
        ROUND,
        'round',
        'school',
        'class',
        'name',
        'birthDate',
        'sex',
        'documentNumber',
        'studentNumber',
        'guardianPhone',
        'checkType',
        'state',
        'verdict',
        'certificateSeen',
        'certificateNumber',
        'scheduleVersion',
        'missing',
        'caughtUp',
        'caughtUpOn',
        'managingClinic',
        'noticeType',
        'noticeOn',
        'noticeState',
        'isReissued',
        'recheckOn',
        'recheckResult',
        'proofState',
        'forClinic',
        'checkedOn',
        'checker',
        'candidates',
        'steps',
      ),
      answerCode: CHECKER,
      person: { vaccinator: 'full', cdc: 'full' },
    },
    CaughtUpDose: fields('open', 'series', 'seriesName', 'dose'),
    PupilStep: fields('open', 'number', 'step', 'result', 'missing', 'scheduleVersion', 'byRole', 'at'),
    MatchCandidate: fields('open', 'personId', 'maskedName', 'birthDate', 'sex', 'managingClinic', 'reasons'),
    SentNotices: fields('open', 'toAccounts', 'bySms', 'toPrint'),
    RecheckResult: fields('open', 'rechecked', 'finished'),
    PupilProofUrls: fields('open', 'uploadUrl', 'downloadUrl'),
    ImportCell: fields('open', 'column', 'value'),
  },
};
