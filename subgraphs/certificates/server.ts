import {
  type RunningSubgraph,
  type Services,
  type SubgraphConfig,
  type SubgraphDefinition,
  startSubgraph,
} from '@miaoben/kernel';
import { subscriptions } from './events.ts';
import { keepLicences } from './jobs/licence-upkeep.ts';
import { type CertificatesCtx, type Loaders, loaders } from './loaders.ts';
import { CertificatesTables } from './migrations/20261121100000-certificates-tables.ts';
import { TravelCards } from './migrations/20261129074500-travel-cards.ts';
import { LicenceTypes } from './migrations/20261129230800-licence-types.ts';
import { CertificateLife } from './migrations/20261129231000-certificate-life.ts';
import { Presentations } from './migrations/20261129231000-presentations.ts';
import { CollectionTables } from './migrations/20261129231500-collection-tables.ts';
import { Applications } from './migrations/20261129232000-applications.ts';
import { OwnChecks } from './migrations/20261129232300-own-checks.ts';
import { SchoolRounds } from './migrations/20261129232500-school-rounds.ts';
import { FetchLimits } from './migrations/20261129233000-fetch-limits.ts';
import { LicenceUpgrades } from './migrations/20261129233000-licence-upgrades.ts';
import { SealedFiles } from './migrations/20261129233000-sealed-files.ts';
import { ShowingTables } from './migrations/20261129233000-showing-tables.ts';
import { KeyOperations } from './migrations/20261129234800-key-operations.ts';
import { Employees } from './migrations/20261129235800-employees.ts';
import { GateScans } from './migrations/20261129235900-gate-scans.ts';
import { CheckRecords } from './migrations/20261130005700-check-records.ts';
import { PupilsOfMergedFiles } from './migrations/20261130040000-pupils-of-merged-files.ts';
import { ClassListKeys } from './migrations/20261130064800-class-list-keys.ts';
import { ClosedOrganisations } from './migrations/20261130090000-closed-organisations.ts';
import { LicenceEnds } from './migrations/20261130121500-licence-ends.ts';
import { PublicServices } from './migrations/20261130123000-public-services.ts';
import { LicenceFiles } from './migrations/20261130131500-licence-files.ts';
import { LicenceFigures } from './migrations/20261130141000-licence-figures.ts';
import { ServiceSubscriptions } from './migrations/20261130141500-service-subscriptions.ts';
import { FailedFiles } from './migrations/20261130160000-failed-files.ts';
import { LicenceApplications } from './migrations/20261130160000-licence-applications.ts';
import { PlatformStates } from './migrations/20261130161500-platform-states.ts';
import { ServiceAnswers } from './migrations/20261130170000-service-answers.ts';
import { LicenceOffers } from './migrations/20261130171500-licence-offers.ts';
import { EndedGrants } from './migrations/20261130180000-ended-grants.ts';
import { FormatOfService } from './migrations/20261130190000-format-of-service.ts';
import { DocumentHandovers } from './migrations/20261130191000-document-handovers.ts';
import { HandoversOfMergedFiles } from './migrations/20261130194500-handovers-of-merged-files.ts';
import { RoundsOfJoinedDivisions } from './migrations/20261208010000-rounds-of-joined-divisions.ts';
import { FirstOpenings } from './migrations/20261208020000-first-openings.ts';
import { AccessCodeResolver } from './modules/access-code/access-code.resolver.ts';
import { ApplicationResolver } from './modules/application/application.resolver.ts';
import { CertificateResolver, PersonResolver } from './modules/certificate/certificate.resolver.ts';
import { serveCheckRecords } from './modules/check-record/check-record.files.ts';
import { CheckRecordResolver } from './modules/check-record/check-record.resolver.ts';
import { serveCheckReports } from './modules/check-sheet/check-report.service.ts';
import { CheckSheetResolver } from './modules/check-sheet/check-sheet.resolver.ts';
import { serveCheckSheets } from './modules/check-sheet/check-sheet.service.ts';
import { CollectionBatchResolver } from './modules/collection/batch.resolver.ts';
import { CollectableTypeResolver } from './modules/collection/collectable.resolver.ts';
import { serveCollection } from './modules/collection/collection.files.ts';
import { CollectionGrantResolver } from './modules/collection/grant.resolver.ts';
import { QualityReportResolver } from './modules/collection/report.resolver.ts';
import { CollectLicenceResolver } from './modules/collection/single.resolver.ts';
import { startSealing } from './modules/document/document.background.ts';
import { DocumentResolver } from './modules/document/document.resolver.ts';
import { EmployeeResolver } from './modules/employee/employee.resolver.ts';
import { ExchangeRecordResolver } from './modules/exchange-record/exchange-record.resolver.ts';
import { serveBundles } from './modules/exchange-record/exchange-record.service.ts';
import { FetchResolver } from './modules/fetch/fetch.resolver.ts';
import { GateScanResolver } from './modules/gate-scan/gate-scan.resolver.ts';
import { HandoverResolver } from './modules/handover/handover.resolver.ts';
import { HoldingResolver } from './modules/holding/holding.resolver.ts';
import { KeyResolver } from './modules/key/key.resolver.ts';
import { LicenceResolver } from './modules/licence/licence.resolver.ts';
import { serveLicenceLog } from './modules/licence/licence-log.service.ts';
import { LicenceApplicationResolver } from './modules/licence-application/licence-application.resolver.ts';
import { LicenceFileResolver } from './modules/licence-file/licence-file.resolver.ts';
import { serveLicenceFiles } from './modules/licence-file/licence-file.service.ts';
import { startLicenceFiles } from './modules/licence-file/licence-file.worker.ts';
import { LicenceGrowthResolver } from './modules/licence-growth/licence-growth.resolver.ts';
import { serveLicenceGrowth } from './modules/licence-growth/licence-growth.service.ts';
import { LicenceTypeResolver } from './modules/licence-type/licence-type.resolver.ts';
import { serveLists } from './modules/listing/list-exports.ts';
import { serveOwnChecks } from './modules/own-check/own-check.files.ts';
import { OwnCheckResolver } from './modules/own-check/own-check.resolver.ts';
import { readOwnCheck } from './modules/own-check/own-check.service.ts';
import { PresentationResolver } from './modules/presentation/presentation.resolver.ts';
import { PublicServiceResolver } from './modules/public-service/public-service.resolver.ts';
import { SubscriptionResolver } from './modules/public-service/subscription.resolver.ts';
import { followRevokedKeys } from './modules/reissue/reissue.service.ts';
import { startReminders } from './modules/reminder/reminder.schedule.ts';
import { serveRosters } from './modules/school-check/school-check.files.ts';
import { SchoolCheckResolver } from './modules/school-check/school-check.resolver.ts';
import { watchDeadlines } from './modules/school-pupil/pupil-overdue.ts';
import { serveProofs } from './modules/school-pupil/pupil-proof.files.ts';
import { PupilWorkResolver } from './modules/school-pupil/pupil-work.resolver.ts';
import { PupilPersonResolver, SchoolPupilResolver } from './modules/school-pupil/school-pupil.resolver.ts';
import { SchoolClassResolver, SchoolRoundResolver } from './modules/school-round/school-round.resolver.ts';
import { SealResolver } from './modules/seal/seal.resolver.ts';
import { SettingResolver } from './modules/setting/setting.resolver.ts';
import { ShortCodeResolver } from './modules/short-code/short-code.resolver.ts';
import { ShowingRightResolver } from './modules/showing/right.resolver.ts';
import { serveTraces } from './modules/showing/showing.files.ts';
import { ShowingResolver } from './modules/showing/showing.resolver.ts';
import { tellUses } from './modules/showing/showing.teller.ts';
import { servePlatformKnock } from './modules/submission/platform.http.ts';
import { SubmissionResolver } from './modules/submission/submission.query.resolver.ts';
import {
  DocumentSubmissionResolver,
  SealingSubmissionResolver,
  SealSubmissionResolver,
} from './modules/submission/submission.resolver.ts';
import { serveTravelKeys } from './modules/travel-card/travel-card.http.ts';
import { TravelCardResolver } from './modules/travel-card/travel-card.resolver.ts';
import { serveTravelFiles } from './modules/travel-card/travel-card.service.ts';
import { serveTrust } from './modules/trust/trust.http.ts';
import { startRenewal } from './modules/trust/trust.renewal.ts';

interface Reference {
  id: string;
}

async function background(services: Services) {
  serveLicenceLog(services);
  serveLicenceGrowth(services);
  const licences = keepLicences(services);
  serveLicenceFiles(services);
  const licenceFiles = startLicenceFiles(services);
  const renewal = await startRenewal(services);
  const sealing = startSealing(services);
  const reissues = followRevokedKeys(services);
  const reminders = startReminders(services);
  serveLists(services);
  const rosters = await serveRosters(services);
  serveProofs(services);
  serveCheckRecords(services);
  serveCheckSheets(services);
  serveCheckReports(services);
  serveOwnChecks(services);
  const deadlines = watchDeadlines(services);
  const collection = await serveCollection(services);
  serveTraces(services);
  const uses = tellUses(services);
  serveBundles(services);
  serveTravelFiles(services);
  return {
    async stop() {
      await licences.stop();
      await Promise.all([
        renewal.stop(),
        sealing.stop(),
        reminders.stop(),
        reissues.stop(),
        rosters.stop(),
        deadlines.stop(),
        collection.stop(),
        uses.stop(),
        licenceFiles.stop(),
      ]);
    },
  };
}

/** Certificates with their keys and lists, and the school's entry check. */
export const definition: SubgraphDefinition<Loaders> = {
  name: 'certificates',
  schema: {
    resolvers: [
      CertificateResolver,
      DocumentResolver,
      HandoverResolver,
      SealResolver,
      DocumentSubmissionResolver,
      SubmissionResolver,
      SealSubmissionResolver,
      SealingSubmissionResolver,
      ApplicationResolver,
      SettingResolver,
      HoldingResolver,
      FetchResolver,
      PersonResolver,
      ShortCodeResolver,
      PublicServiceResolver,
      SubscriptionResolver,
      LicenceFileResolver,
      LicenceApplicationResolver,
      SchoolCheckResolver,
      PresentationResolver,
      AccessCodeResolver,
      KeyResolver,
      CollectableTypeResolver,
      CollectionGrantResolver,
      CollectionBatchResolver,
      CollectLicenceResolver,
      QualityReportResolver,
      SchoolRoundResolver,
      SchoolClassResolver,
      SchoolPupilResolver,
      PupilPersonResolver,
      PupilWorkResolver,
      OwnCheckResolver,
      LicenceTypeResolver,
      LicenceResolver,
      LicenceGrowthResolver,
      ExchangeRecordResolver,
      TravelCardResolver,
      EmployeeResolver,
      GateScanResolver,
      CheckRecordResolver,
      CheckSheetResolver,
      ShowingResolver,
      ShowingRightResolver,
    ],
    orphanedTypes: [],
    references: {
      Person: ({ id }: Reference) => ({ id }),
      Certificate: ({ id }: Reference, ctx: CertificatesCtx) => ctx.loaders.certificate.load(id),
      OwnCheck: ({ id }: Reference, ctx: CertificatesCtx) => readOwnCheck(ctx, id),
      SchoolCheck: ({ id }: Reference, ctx: CertificatesCtx) => ctx.loaders.schoolCheck.load(id),
      SchoolRound: ({ id }: Reference, ctx: CertificatesCtx) => ctx.loaders.schoolRound.load(id),
      SchoolPupil: ({ id }: Reference, ctx: CertificatesCtx) => ctx.loaders.schoolPupil.load(id),
    },
  },
  database: {
    entities: [],
    migrations: [
      CertificatesTables,
      SealedFiles,
      Presentations,
      LicenceTypes,
      CollectionTables,
      CertificateLife,
      SchoolRounds,
      OwnChecks,
      LicenceUpgrades,
      TravelCards,
      KeyOperations,
      Employees,
      GateScans,
      Applications,
      FetchLimits,
      ShowingTables,
      CheckRecords,
      ClassListKeys,
      ClosedOrganisations,
      LicenceEnds,
      PupilsOfMergedFiles,
      PublicServices,
      LicenceFiles,
      LicenceFigures,
      ServiceSubscriptions,
      LicenceApplications,
      FailedFiles,
      PlatformStates,
      ServiceAnswers,
      LicenceOffers,
      EndedGrants,
      FormatOfService,
      DocumentHandovers,
      HandoversOfMergedFiles,
      RoundsOfJoinedDivisions,
      FirstOpenings,
    ],
  },
  masks: {},
  loaders,
  subscriptions,
  http: async (...call) =>
    (await serveTravelKeys(...call)) || (await servePlatformKnock(...call)) || serveTrust(...call),
  background,
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
