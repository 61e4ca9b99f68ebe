import type { Role } from '../roles.ts';
import { importBatchFields } from './imports.ts';
import type { FieldRule, Scope, SubgraphPolicy } from './rules.ts';

const open = (...names: string[]): Record<string, FieldRule> => Object.fromEntries(names.map((n) => [n, 'open']));

/** Units work on their own cases; disease control sees those of its area (J-11: tasks are done at township level and below). */
const DESK: Partial<Record<Role, Scope>> = { vaccinator: 'organisation', cdc: 'area' };
const UNIT: Partial<Record<Role, Scope>> = { vaccinator: 'organisation' };
/** Lists of deaths: of a hospital by its unit, of the police or civil affairs by disease control. */
const LIST: Partial<Record<Role, Scope>> = { vaccinator: 'organisation', cdc: 'self' };
/** Whole for the units a case is between, masked for disease control. */
const OF_THE_CASE: FieldRule = { vaccinator: 'full', cdc: 'mask' };

/** Births, moves and deaths: part of the table of people. */
export const comingAndGoing: SubgraphPolicy = {
  operations: {
    'Query.births': DESK,
    'Query.birthsExportUrl': DESK,
    'Mutation.openBirthFile': UNIT,
    'Mutation.advanceBirth': UNIT,
    'Query.newborns': { vaccinator: 'area', cdc: 'area' },
    'Mutation.fetchNewborns': { vaccinator: 'area' },
    'Mutation.fileNewborns': { vaccinator: 'area' },
    'Mutation.advanceNewborn': { vaccinator: 'area' },
    'Query.moves': DESK,
    'Query.movesExportUrl': DESK,
    'Query.movableFile': UNIT,
    'Query.searchOtherProvinces': UNIT,
    // The file stays with the unit where the visitor stands, in a township of its area.
    'Mutation.takeVisitor': { vaccinator: 'area' },
    'Query.deaths': DESK,
    'Query.deathsExportUrl': DESK,
    'Query.deathAttachmentUrl': DESK,
    'Mutation.announceDeathAttachment': UNIT,
    'Mutation.reportDeath': UNIT,
    'Mutation.advanceDeath': DESK,
    'Mutation.sendDeaths': { partner: 'grant' },
    'Query.deathImport': LIST,
    'Query.deathImports': LIST,
    'Query.deathTemplateUrl': LIST,
    'Mutation.startDeathImport': LIST,
    'Mutation.editDeathImportRows': LIST,
    'Mutation.commitDeathImport': LIST,
    'Query.peopleSettings': { vaccinator: 'area', cdc: 'area', system_admin: 'area' },
    'Mutation.startMoveOut': UNIT,
    'Mutation.startMoveIn': UNIT,
    'Mutation.advanceMove': DESK,
    'Mutation.changePeopleSettings': { cdc: 'area', system_admin: 'area' },
  },
  fields: {
    Account: open('id'),
    CaseStep: open('number', 'at', 'action', 'from', 'to', 'reason', 'by', 'unit'),
    BirthFile: {
      ...open('id', 'sex', 'birthDate', 'birthTime', 'birthWeightG', 'gestationWeeks', 'birthOrder', 'mother', 'state'),
      ...open('obstetricUnit', 'destinationUnit', 'destinationBy', 'household', 'residence', 'filedOn', 'pushOn'),
      ...open('actions', 'version', 'steps'),
      name: OF_THE_CASE,
    },
    OtherProvinceCases: open('cases', 'isTooMany'),
    OtherProvinceCase: open(...['caseId', 'maskedName', 'sex', 'birthDate', 'province', 'provinceName', 'numberEnd']),
    TakenVisitor: open('person', 'isNew', 'doses', 'leftOut', 'likely'),
    VisitorSource: open('province', 'provinceName', 'takenAt', 'doses'),
    VisitorDose: open('date', 'vaccine', 'isVoided', 'state', 'toldAt'),
    BirthFilePage: open('nodes', 'pageInfo'),
    BirthMother: { ...open('hbsag', 'antiHbs', 'testedOn'), name: OF_THE_CASE, phone: OF_THE_CASE },
    Newborn: {
      ...open('id', 'sex', 'birthDate', 'birthTime', 'birthWeightG', 'birthOrder', 'hospital', 'mother', 'father'),
      ...open('residence', 'state', 'finding', 'faults', 'candidates', 'file', 'news', 'actions', 'fetchedAt'),
      ...open('version', 'steps'),
      name: OF_THE_CASE,
      idNumber: { vaccinator: 'mask', cdc: 'mask' },
      birthCertificate: { vaccinator: 'mask', cdc: 'mask' },
    },
    NewbornFault: open('field', 'reason'),
    NewbornIntake: open('received', 'fresh', 'changed', 'unreadable'),
    NewbornOutcome: open('newbornId', 'personId', 'field', 'reason'),
    NewbornPage: open('nodes', 'pageInfo', 'askedAt'),
    NewbornParent: { ...open('children'), name: OF_THE_CASE, phone: { vaccinator: 'mask', cdc: 'mask' } },
    DeathReport: {
      ...open('id', 'personId', 'sex', 'birthDate', 'diedOn', 'source', 'state', 'household', 'residence', 'unit'),
      ...open('reporterUnit', 'reportedAt', 'actions', 'version', 'steps', 'attachments'),
      name: OF_THE_CASE,
      certificateNumber: OF_THE_CASE,
      documentNumber: { vaccinator: 'mask', cdc: 'mask' },
    },
    DeathAttachment: open('id', 'name', 'size', 'step'),
    DeathAttachmentUpload: open('attachmentId', 'uploadUrl'),
    DeathIntake: open('received', 'known'),
    DeathImport: importBatchFields,
    DeathReportPage: open('nodes', 'pageInfo'),
    FileMove: {
      ...open('id', 'personId', 'sex', 'birthDate', 'direction', 'state', 'fromUnit', 'toUnit', 'fromDivision'),
      ...open('toDivision', 'reason', 'startedAt', 'answerBy', 'actions', 'version', 'steps'),
      name: OF_THE_CASE,
      address: OF_THE_CASE,
      contact: OF_THE_CASE,
      phone: OF_THE_CASE,
    },
    FileMovePage: open('nodes', 'pageInfo'),
    MovableFile: open('maskedName', 'sex', 'birthDate', 'managingClinic', 'isOwn', 'isMoving'),
    PeopleSettings: {
      ...open('division', 'setFor', 'hbsagRequired', 'antiHbsRequired', 'pushDays', 'newbornDays', 'answerDays'),
      ...open('maxBindings', 'version', 'changedAt', 'changedBy'),
    },
  },
};
