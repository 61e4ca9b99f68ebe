import { vi } from 'vitest';
import { newId } from '../support/client.ts';

/** Runs an operation of the app as a role or a demo account and answers its data. */
export type Ask = <T = Record<string, unknown>>(who: string, name: string, variables?: object) => Promise<T>;
type Row = [string, () => Record<string, unknown>];

/** What the queries about certificates, licences and school rounds refer to. */
export interface CertificateWorld {
  today: string;
  county: string;
  ownChild: string;
  certificate: string;
  merged: string;
  ownCheck: string;
  round: string;
  roundCode: string;
  schoolClass: string;
  pupil: string;
  schoolCheck: string;
  typeCode: string;
  migration: string;
  licence: string;
  licenceNumber: string;
  licenceFile: string;
  licenceApplication: string;
  searchKey: string;
  batch: string;
  recall: string;
  seal: string;
  /** acceptance number of the licence platform for that seal */
  receipt: string;
  clinic: string;
}
type Given = Pick<CertificateWorld, 'today' | 'county' | 'ownChild' | 'certificate' | 'schoolCheck' | 'merged'>;

/** A type of which the demo has no licence: nobody else looks at its new version. */
const CHANGED_TYPE = 'tcm_specialist_qualification';
const LISTED_TYPE = 'health_certificate';

interface Nodes<N> {
  nodes: N[];
}

/** Gives a licence type a second version, so that there is a migration to ask for. */
async function changeLicenceType(ask: Ask): Promise<{ typeCode: string; migration: string }> {
  const { licenceType } = await ask<{ licenceType: { code: string; definition: string } }>(
    'demo.province',
    'LicenceTypeOf',
    { slug: CHANGED_TYPE },
  );
  const definition = JSON.parse(licenceType.definition) as { name: { en: string } };
  definition.name.en += ' (trial)';
  const { draftLicenceType } = await ask<{ draftLicenceType: { version: { version: number } } }>(
    'demo.province',
    'DraftLicenceType',
    { commandId: newId(), input: { slug: CHANGED_TYPE, definition: JSON.stringify(definition), note: '预算' } },
  );
  const version = { typeCode: licenceType.code, version: draftLicenceType.version.version };
  await ask('demo.province', 'SubmitLicenceType', { commandId: newId(), ...version });
  await ask('demo.province2', 'DecideLicenceType', { commandId: newId(), ...version, approved: true, note: '预算' });
  await ask('demo.province', 'ActivateLicenceType', { commandId: newId(), ...version });
  const { licenceMigration } = await ask<{ licenceMigration: { id: string } }>(
    'demo.province',
    'LicenceMigrationState',
    { typeCode: licenceType.code },
  );
  return { typeCode: licenceType.code, migration: licenceMigration.id };
}

/** Stops a lot of the area for further use: touches no dose. */
async function recallLot(ask: Ask): Promise<string> {
  const { lotUse } = await ask<{ lotUse: { lot: { id: string } }[] }>('demo.province', 'LotUse', { text: '20' });
  const { recallLot: recall } = await ask<{ recallLot: { id: string } }>('demo.province', 'RecallLot', {
    commandId: newId(),
    lotId: lotUse[0]!.lot.id,
    effect: 'stopped',
    reason: '预算',
  });
  return recall.id;
}

/** A pupil of the round that is open, with a photo of the paper certificate announced. */
async function addPupil(ask: Ask, round: string): Promise<string> {
  const { addSchoolPupil } = await ask<{ addSchoolPupil: { id: string } }>('school_checker', 'AddSchoolPupil', {
    commandId: newId(),
    input: { roundId: round, name: '旦增措', birthDate: '2020-01-31', sex: '女' },
  });
  await ask('school_checker', 'AnnouncePupilProof', {
    commandId: newId(),
    id: addSchoolPupil.id,
    fileName: 'proof.jpg',
    size: 1000,
  });
  return addSchoolPupil.id;
}

/** The codes, cards and the own check a guardian makes. */
async function useAsGuardian(ask: Ask, { ownChild, today }: Given): Promise<string> {
  await ask('guardian', 'MakeAccessCode', { commandId: newId(), personId: ownChild, purpose: 'identity' });
  await ask('guardian', 'IssueTravelCard', {
    commandId: newId(),
    input: { personId: ownChild, familyName: 'QI', givenName: 'MA' },
  });
  const { findSchools } = await ask<{ findSchools: { id: string }[] }>('guardian', 'FindSchools', { text: '小学' });
  const { runOwnCheck } = await ask<{ runOwnCheck: { id: string } }>('guardian', 'RunOwnCheck', {
    commandId: newId(),
    input: { personId: ownChild, schoolId: findSchools[0]!.id, entryKind: 'primary_school', checkDate: today },
  });
  return runOwnCheck.id;
}

/** The file of the licence that the demo guardian holds. */
async function askForLicenceFile(ask: Ask): Promise<string> {
  const { myLicences } = await ask<{ myLicences: { id: string }[] }>('guardian', 'MyLicences');
  const { requestLicenceFile } = await ask<{ requestLicenceFile: { id: string } }>('guardian', 'RequestLicenceFile', {
    commandId: newId(),
    licenceId: myLicences[0]!.id,
    reload: false,
  });
  return requestLicenceFile.id;
}

/** What the demo guardian asks for about it. */
/** An application taken back at once: the browser story of another one is told with the same licence. */
async function applyForLicence(ask: Ask): Promise<string> {
  const { myLicences } = await ask<{ myLicences: { id: string }[] }>('guardian', 'MyLicences');
  const { applyForLicence: made } = await ask<{ applyForLicence: { id: string } }>('guardian', 'ApplyForLicence', {
    commandId: newId(),
    input: { licenceId: myLicences[0]!.id, kind: 'cancellation', values: [], statement: '预算' },
  });
  await ask('guardian', 'WithdrawLicenceApplication', { commandId: newId(), id: made.id });
  return made.id;
}

interface HandedOver {
  id: string;
  issuer: { id: string };
  submission: { receipt: string | null } | null;
}

/** The first seal of the area, once the licence platform has taken it. */
const handedOver = (ask: Ask): Promise<{ seal: HandedOver; receipt: string }> =>
  vi.waitFor(
    async () => {
      const { seals } = await ask<{ seals: Nodes<HandedOver> }>('cdc', 'Seals');
      const [seal] = seals.nodes;
      const receipt = seal?.submission?.receipt;
      if (!seal || !receipt) throw new Error('the licence platform has not taken the seal yet');
      return { seal, receipt };
    },
    { timeout: 30_000, interval: 500 },
  );

export async function prepareCertificates(ask: Ask, given: Given): Promise<CertificateWorld> {
  const { schoolRounds } = await ask<{ schoolRounds: { id: string; code: string; state: string }[] }>(
    'school_checker',
    'SchoolRounds',
  );
  const round = schoolRounds.find((r) => r.state === 'open') ?? schoolRounds[0]!;
  const { schoolClasses } = await ask<{ schoolClasses: { id: string }[] }>('school_checker', 'RoundClasses', {
    roundId: round.id,
  });
  const { licences } = await ask<{ licences: Nodes<{ id: string; number: string }> }>('cdc', 'Licences', {
    type: LISTED_TYPE,
    filters: [],
  });
  const { collectionBatches } = await ask<{ collectionBatches: Nodes<{ id: string }> }>(
    'system_admin',
    'CollectionBatches',
  );
  const { licenceSearchKey } = await ask<{ licenceSearchKey: { key: string } }>('system_admin', 'LicenceSearchKey', {
    type: LISTED_TYPE,
    purpose: '预算',
  });
  const { seal, receipt } = await handedOver(ask);
  return {
    ...given,
    ...(await changeLicenceType(ask)),
    ownCheck: await useAsGuardian(ask, given),
    round: round.id,
    roundCode: round.code,
    schoolClass: schoolClasses[0]!.id,
    pupil: await addPupil(ask, round.id),
    licence: licences.nodes[0]!.id,
    licenceNumber: licences.nodes[0]!.number,
    licenceFile: await askForLicenceFile(ask),
    licenceApplication: await applyForLicence(ask),
    searchKey: licenceSearchKey.key,
    batch: collectionBatches.nodes[0]!.id,
    recall: await recallLot(ask),
    seal: seal.id,
    receipt,
    clinic: seal.issuer.id,
  };
}

/** Their rows: who asks, and with what. */
export const certificateQueries = (world: () => CertificateWorld): Record<string, Row> => {
  const month = () => ({ from: `${world().today.slice(0, 7)}-01`, to: world().today });
  const report = () => ({ report: 'issuance', division: world().county, span: 'month' });
  const inRound = () => ({ roundId: world().round });
  const ofType = () => ({ typeCode: world().typeCode });
  const summary = () => ({ round: world().roundCode });
  const own = () => ({ id: world().ownChild });
  const batch = () => ({ id: world().batch });
  const nothing = () => ({});
  return {
    MyHoldings: ['guardian', nothing],
    MyLicences: ['guardian', nothing],
    MyLicenceApplications: ['guardian', nothing],
    LicenceFileOf: ['guardian', () => ({ id: world().licenceFile })],
    CertificateHistory: ['guardian', own],
    CertificateFiles: ['guardian', () => ({ id: world().certificate })],
    DocumentHandovers: ['guardian', () => ({ certificateId: world().certificate })],
    HandoverRecipients: ['guardian', () => ({ personId: world().ownChild, text: '小学' })],
    ReceivedDocuments: ['school_checker', nothing],
    AccessCodes: ['guardian', () => ({ personId: world().ownChild })],
    PresentationSchools: ['guardian', () => ({ personId: world().ownChild })],
    ChildTravelCard: ['guardian', own],
    TravelCardFiles: ['guardian', own],
    FindSchools: ['guardian', () => ({ text: '小学' })],
    OwnCheck: ['guardian', () => ({ id: world().ownCheck })],
    OwnCheckCode: ['guardian', () => ({ id: world().ownCheck })],
    OwnCheckFile: ['guardian', () => ({ id: world().ownCheck })],
    OwnChecks: ['guardian', nothing],
    OwnChecksFile: ['guardian', nothing],
    MyNotices: ['guardian', () => ({ first: 20, unreadOnly: false })],
    UnreadNotices: ['guardian', nothing],

    Applications: ['vaccinator', nothing],
    ApplicationsExport: ['vaccinator', nothing],
    Certificates: ['vaccinator', nothing],
    CertificatesExport: ['vaccinator', nothing],
    CertificateSettings: ['system_admin', () => ({ division: world().county })],
    PeopleSettings: ['system_admin', () => ({ division: world().county })],
    FetchRecords: ['system_admin', nothing],
    FetchRecordsExport: ['system_admin', nothing],
    FetchBlocks: ['system_admin', nothing],
    ClinicSchoolRounds: ['vaccinator', nothing],
    ClinicSchoolPupils: ['vaccinator', inRound],
    ClinicPupilProof: ['school_checker', () => ({ id: world().pupil })],
    ClinicMergeFile: ['vaccinator', () => ({ id: world().merged })],
    ClinicFile: ['vaccinator', () => ({ id: world().merged })],
    ClinicFileHistory: ['vaccinator', () => ({ id: world().merged })],
    ClinicFileState: ['vaccinator', () => ({ id: world().merged })],
    ClinicFileDuplicates: ['vaccinator', () => ({ id: world().merged })],
    ClinicMerges: ['vaccinator', () => ({ id: world().merged })],

    SchoolMe: ['school_checker', nothing],
    SchoolRounds: ['school_checker', nothing],
    RoundClasses: ['school_checker', inRound],
    RoundPupils: ['school_checker', inRound],
    RoundPupil: ['school_checker', () => ({ id: world().pupil })],
    PupilNotices: ['school_checker', inRound],
    ClassPack: ['school_checker', () => ({ roundId: world().round, classId: world().schoolClass })],
    GateScans: ['school_checker', () => ({ id: world().schoolCheck })],
    CheckRecords: ['school_checker', nothing],
    CheckRecord: ['school_checker', () => ({ id: world().pupil })],
    CheckRecordClasses: ['school_checker', summary],
    CheckRecordsFile: ['school_checker', nothing],
    CheckReports: ['school_checker', summary],
    CheckSheets: ['school_checker', summary],
    SchoolSummary: ['demo.education', summary],
    SchoolSummaryExport: ['demo.education', summary],
    SchoolSummaryRounds: ['demo.education', nothing],
    SchoolsAround: ['demo.education', nothing],
    DeskSchoolRounds: ['cdc', nothing],
    DeskRoundClasses: ['cdc', inRound],

    CertificateStatistics: ['cdc', () => ({ ...report(), by: 'division' })],
    CertificateStatisticsExport: ['cdc', () => ({ ...report(), by: 'day' })],
    CertificateStatisticsItems: ['cdc', () => ({ ...report(), measure: 'generated' })],
    VaccinationStatistics: ['cdc', () => ({ report: 'caught_up', division: world().county, by: 'division' })],
    VaccinationStatisticsExport: [
      'cdc',
      () => ({ report: 'household_share', division: world().county, by: 'division' }),
    ],
    VaccinationRecipients: ['cdc', () => ({ report: 'by_birth_year', division: world().county, column: '2024' })],
    AefiFigures: ['cdc', () => ({ division: world().county, period: 'year', by: 'division' })],
    AefiFiguresExport: ['cdc', () => ({ division: world().county, period: 'year', by: 'vaccine' })],
    Seals: ['demo.province', nothing],
    SealOf: ['cdc', () => ({ id: world().seal })],
    SealStaff: ['cdc', () => ({ issuerId: world().clinic })],
    SealingLog: ['demo.province', nothing],
    SubmissionOf: ['cdc', () => ({ receipt: world().receipt })],
    BatchProgress: ['vaccinator', () => ({ documentIds: [newId()] })],
    SealIssuers: ['cdc', () => ({ division: world().county })],
    SealStatistics: ['demo.province', () => ({ division: world().county, ...month() })],
    Organisations: ['system_admin', () => ({ division: world().county })],
    OrganisationOf: ['system_admin', () => ({ id: world().clinic })],
    SigningKeys: ['security_admin', nothing],
    LotRecalls: ['cdc', nothing],
    LotRecallState: ['cdc', () => ({ id: world().recall })],
    LotUse: ['demo.province', () => ({ text: '20' })],
    RecalledDoses: ['cdc', () => ({ recallId: world().recall, division: world().county })],
    RecalledDosesFile: ['cdc', () => ({ recallId: world().recall, division: world().county })],

    LicenceTypes: ['demo.province', nothing],
    Employees: ['employer', nothing],
    LicenceSearchKey: ['system_admin', () => ({ type: LISTED_TYPE, purpose: '预算' })],
    SearchLicences: ['system_admin', () => ({ key: world().searchKey })],
    VerifiableTypes: ['school_checker', nothing],
    VerifyLicence: [
      'school_checker',
      () => ({
        type: LISTED_TYPE,
        purpose: '预算',
        holderCode: '630121199003071230',
        given: [{ field: 'certificateCode', value: 'X' }],
      }),
    ],
    LicenceTypeOf: ['demo.province', () => ({ slug: LISTED_TYPE })],
    LicenceTypeVersions: ['demo.province', ofType],
    LicenceTypeLog: ['demo.province', ofType],
    LicenceMigrationState: ['demo.province', ofType],
    LicenceMisfits: ['demo.province', () => ({ migrationId: world().migration })],
    Licences: ['cdc', () => ({ type: LISTED_TYPE, filters: [] })],
    LicenceOf: ['cdc', () => ({ id: world().licence })],
    LicenceApplications: ['cdc', nothing],
    LicenceApplicationOf: ['cdc', () => ({ id: world().licenceApplication })],
    LicenceCounts: ['cdc', nothing],
    LicenceGrowth: ['cdc', month],
    LicenceGrowthFile: ['cdc', month],
    LicencesOfHolder: ['cdc', () => ({ holder: '630121201901010018' })],
    LicenceLog: ['cdc', nothing],
    LicenceLogFile: ['cdc', nothing],

    CollectableTypes: ['system_admin', nothing],
    CollectionBatches: ['system_admin', nothing],
    CollectionBatchState: ['system_admin', batch],
    CollectionFindings: ['system_admin', batch],
    CollectionFindingsFiles: ['cdc', batch],
    CollectionGrants: ['security_admin', nothing],
    CollectionChecks: ['security_admin', nothing],
    GrantSubjects: ['security_admin', nothing],
    QualityProblems: ['system_admin', nothing],
    QualityReport: ['system_admin', month],
    QualityReportFile: ['system_admin', month],
    ShowingBlocks: ['security_admin', nothing],
    ShowingFigures: ['security_admin', nothing],
    ShowingRights: ['security_admin', nothing],
    PublicServiceSettings: ['security_admin', nothing],
    ServiceSubscriptions: ['security_admin', nothing],
    PartnerSubscriptions: ['partner', nothing],
    TryShowLicence: [
      'partner',
      () => ({ type: LISTED_TYPE, purpose: '从业人员核验', by: { number: world().licenceNumber } }),
    ],
    ShowingTraceFile: ['security_admin', nothing],
    ShowingTraces: ['security_admin', nothing],
  };
};
