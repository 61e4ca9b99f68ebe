import type { Role } from '../roles.ts';
import { comingAndGoing } from './coming-and-going.ts';
import { importBatchFields, importFields } from './imports.ts';
import { quality } from './quality.ts';
import type { FieldRule, Scope, SubgraphPolicy } from './rules.ts';

const rule = <V extends string>(value: V, roles: readonly Role[]): Partial<Record<Role, V>> =>
  Object.fromEntries(roles.map((role) => [role, value]));
const scoped = (scope: Scope, ...roles: Role[]) => rule(scope, roles);
const open = (...names: string[]): Record<string, FieldRule> => Object.fromEntries(names.map((n) => [n, 'open']));

/** Whoever reads files at all; the rest of the roles sees no personal data here. */
const READERS = ['guardian', 'vaccinator', 'inspector', 'cdc', 'partner', 'service'] as const satisfies readonly Role[];
/** Full for those named, masked for the other readers. */
const fullFor = (...roles: (typeof READERS)[number][]): FieldRule => ({
  ...rule('mask', READERS),
  ...rule('full', roles),
});

const LIST: Partial<Record<Role, Scope>> = { vaccinator: 'organisation', inspector: 'area', cdc: 'area' };
const IMPORT: Partial<Record<Role, Scope>> = { vaccinator: 'organisation', cdc: 'self' };

export const peoplePolicy: SubgraphPolicy = {
  operations: {
    // References to Person from other subgraphs are held to the row of Query.person.
    'Query.person': {
      guardian: 'bound',
      ...scoped('area', 'vaccinator', 'inspector', 'cdc'),
      partner: 'grant',
      service: 'all',
    },
    // A partner searches by number or whole name only (search.service.ts): it must know whom it asks about.
    'Query.searchPersons': { ...scoped('area', 'vaccinator', 'inspector', 'cdc'), partner: 'grant' },
    'Query.possibleDuplicates': scoped('area', 'vaccinator', 'cdc'),
    'Query.personSample': scoped('area', 'inspector', 'cdc'),
    'Query.personSampleFile': scoped('area', 'inspector', 'cdc'),
    // A clinic finds the files it manages, disease control and inspection those of their area.
    'Query.personQuery': LIST,
    'Query.personQueryCount': LIST,
    'Query.personQueryFile': LIST,
    'Query.savedQueries': LIST,
    'Mutation.saveQuery': LIST,
    'Mutation.deleteQuery': LIST,
    // Counts only: whoever changes divisions sees what follows.
    'Query.divisionFollow': scoped('area', 'cdc', 'system_admin'),
    'Query.divisionFiles': scoped('area', 'cdc', 'system_admin'),
    'Query.myChildren': scoped('bound', 'guardian'),
    'Query.bindableChildren': scoped('self', 'guardian'),
    'Query.personPack': scoped('area', 'vaccinator'),
    'Query.recipientImport': IMPORT,
    'Query.recipientImports': IMPORT,
    'Query.recipientTemplateUrl': IMPORT,
    'Mutation.createPerson': scoped('area', 'vaccinator', 'cdc'),
    // Of the caller's own account only.
    'Query.paperReading': { vaccinator: 'organisation', guardian: 'self' },
    'Mutation.announcePaperReading': { vaccinator: 'organisation', guardian: 'self' },
    'Mutation.closePaperReading': { vaccinator: 'organisation', guardian: 'self' },
    // Who read which sort of paper and when, not what stood on it.
    'Query.paperReadings': { vaccinator: 'organisation', cdc: 'area' },
    'Mutation.changePerson': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.advanceFile': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.addGuardian': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.changeGuardian': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.endGuardian': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.liftBindingBar': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.joinHousehold': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.relateHousehold': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.leaveHousehold': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.keepContact': { guardian: 'bound' },
    'Mutation.linkHealthRecord': { guardian: 'bound' },
    'Mutation.unlinkHealthRecord': { guardian: 'bound' },
    'Mutation.noteSampleFinding': scoped('area', 'inspector', 'cdc'),
    'Mutation.recordHealthEntry': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.withdrawHealthEntry': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.mergePersons': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.unmergePerson': scoped('area', 'vaccinator', 'cdc'),
    'Mutation.bindChild': scoped('self', 'guardian'),
    'Mutation.unbindChild': scoped('self', 'guardian'),
    'Mutation.startRecipientImport': IMPORT,
    'Mutation.editRecipientImportRows': IMPORT,
    'Mutation.commitRecipientImport': IMPORT,
    ...comingAndGoing.operations,
    ...quality.operations,
  },
  fields: {
    PaperReading: open('id', 'kind', 'state', 'failure', 'fields', 'pageUrl'),
    PaperReadingUpload: open('readingId', 'uploadUrl'),
    PaperField: open('field', 'value', 'confidence', 'isSure', 'box', 'dose'),
    PaperReadingPage: open('nodes', 'pageInfo'),
    PaperReadingLine: open(
      ...['id', 'startedAt', 'by', 'role', 'unit', 'kind', 'state', 'failure', 'quality', 'fields', 'unsure'],
      ...['duration', 'isUsed', 'corrected'],
    ),
    PaperBox: open('x', 'y', 'width', 'height'),
    PageInfo: open('hasNextPage', 'endCursor'),
    Division: open('code'),
    Organisation: open('id'),
    Person: {
      ...open(
        'id',
        'sex',
        'birthDate',
        'documentType',
        'residence',
        'managingClinic',
        'registrationState',
        'mergedInto',
      ),
      ...open('guardians', 'birthOrder', 'ending', 'details', 'version', 'updatedAt'),
      name: fullFor('guardian', 'vaccinator', 'service'),
      documentNumber: fullFor('service'),
      identityCode: fullFor('service'),
      phone: fullFor('service'),
      ethnicity: fullFor('guardian', 'vaccinator', 'cdc', 'service'),
      residenceAddress: fullFor('guardian', 'vaccinator', 'service'),
      conditions: fullFor('guardian', 'vaccinator', 'cdc', 'service'),
      birthWeightG: fullFor('guardian', 'vaccinator', 'cdc', 'service'),
      barcode: fullFor('guardian', 'vaccinator', 'cdc', 'partner', 'service'),
      actions: fullFor('vaccinator', 'cdc'),
      gaps: fullFor('vaccinator', 'cdc', 'inspector'),
      duplicates: fullFor('vaccinator', 'cdc'),
      mergedFiles: fullFor('vaccinator', 'cdc'),
      history: fullFor('vaccinator', 'cdc', 'inspector'),
      healthHistory: fullFor('vaccinator', 'cdc', 'inspector'),
      familyChangedAt: fullFor('vaccinator', 'cdc', 'inspector', 'guardian'),
      visitor: fullFor('vaccinator', 'cdc', 'inspector'),
      // Who vaccinates and the family itself; nobody else has a reason.
      healthRecord: fullFor('vaccinator', 'guardian'),
      moves: fullFor('vaccinator', 'cdc', 'inspector'),
      operations: fullFor('vaccinator', 'cdc', 'inspector'),
      formerGuardians: fullFor('vaccinator', 'cdc', 'inspector'),
      // A partner is told of one person, not of a family.
      household: { ...rule('full', ['guardian', 'vaccinator', 'inspector', 'cdc', 'service']) },
      formerHouseholds: fullFor('vaccinator', 'cdc', 'inspector'),
    },
    HealthRecord: open('linkedAt', 'isReachable', 'updatedOn', 'pastHistory', 'allergies', 'medication'),
    PastIllness: open('name', 'since'),
    RecordedAllergy: open('substance', 'reaction'),
    Medication: open('name', 'usage', 'until'),
    HealthEntry: open(
      ...['id', 'kind', 'code', 'note', 'since', 'until', 'recordedAt', 'recordedBy', 'withdrawnAt', 'withdrawnReason'],
    ),
    MoveRecord: open(
      ...['id', 'direction', 'state', 'fromUnit', 'toUnit', 'fromDivision', 'toDivision', 'reason', 'startedAt'],
    ),
    FileOperation: open('id', 'at', 'operation', 'by', 'role'),
    FormerGuardian: { ...open('id', 'barred', 'relation', 'endedAt', 'by', 'reason'), name: fullFor('vaccinator') },
    Household: {
      ...open('id', 'number', 'division', 'openedAt', 'members'),
      formerMembers: rule('full', ['vaccinator', 'inspector', 'cdc']),
    },
    HouseholdMember: {
      ...open('personId', 'person', 'relation', 'registrationState', 'since', 'until', 'endReason', 'endedBy'),
      name: fullFor('guardian', 'vaccinator', 'service'),
    },
    FormerHousehold: open('number', 'relation', 'since', 'until', 'reason'),
    FileVersion: open('version', 'at', 'by', 'role', 'changes'),
    FileChange: {
      ...open('field', 'placeBefore', 'placeAfter', 'unitBefore', 'unitAfter'),
      before: fullFor('vaccinator'),
      after: fullFor('vaccinator'),
    },
    FileGap: open('field', 'fault'),
    PersonDetails: {
      ...open('maritalStatus', 'personType', 'householdType', 'registeredDivision'),
      birthHospital: fullFor('guardian', 'vaccinator', 'service'),
      birthCertificate: fullFor('service'),
      emergencyName: fullFor('guardian', 'vaccinator', 'service'),
      emergencyPhone: fullFor('service'),
    },
    FileEnding: { ...open('on', 'reason', 'diedOn', 'deletedOn'), note: fullFor('vaccinator', 'cdc', 'inspector') },
    MergedFile: {
      ...open('id', 'mergedAt'),
      name: fullFor('vaccinator'),
      reason: fullFor('vaccinator', 'cdc'),
    },
    Guardian: {
      ...open('ordinal', 'relation', 'memberId'),
      children: fullFor('vaccinator', 'cdc'),
      name: fullFor('guardian', 'vaccinator', 'service'),
      phone: fullFor('service'),
      documentNumber: fullFor('service'),
    },
    DuplicateCandidate: open('person', 'score', 'reasons'),
    PersonPage: open('nodes', 'pageInfo', 'isSimilar'),
    PersonSample: open('seed', 'population', 'strata', 'persons', 'findings'),
    SampleFinding: open('person', 'result', 'note', 'foundAt', 'by'),
    PersonQueryRow: open('person', 'doses', 'lastDoseOn'),
    PersonQueryPage: open('nodes', 'pageInfo'),
    PersonQueryCount: open('files', 'isMore'),
    DoseWindowShape: open('vaccines', 'from', 'to', 'clinic'),
    QueryConditionShape: open('field', 'operator', 'values', 'doses'),
    QueryGroupShape: open('logic', 'conditions'),
    SavedQuery: open('id', 'name', 'isShared', 'isOwn', 'by', 'division', 'logic', 'groups', 'columns', 'changedAt'),
    DivisionFollow: open('id', 'state', 'written', 'restored', 'kept', 'endedAt'),
    DivisionFiles: open('division', 'files'),
    SampleStratum: open('unit', 'population', 'drawn'),
    BindCandidate: open('id', 'maskedName', 'birthDate', 'sex', 'relation', 'bound'),
    PackPage: open('rows', 'cursor', 'complete', 'takenAt', 'total', 'position', 'gone'),
    ...importFields,
    RecipientImport: importBatchFields,
    ...comingAndGoing.fields,
    ...quality.fields,
  },
};
