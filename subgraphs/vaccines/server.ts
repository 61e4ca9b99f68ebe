import {
  type BackgroundWork,
  type RunningSubgraph,
  type Services,
  type SubgraphConfig,
  type SubgraphDefinition,
  startSubgraph,
} from '@miaoben/kernel';
import { discardVials } from './jobs/discard-vials.ts';
import { followRecalls } from './jobs/follow-recalls.ts';
import { keepExposure } from './jobs/keep-exposure.ts';
import { refreshForecasts } from './jobs/refresh-forecasts.ts';
import { rejudge } from './jobs/rejudge.ts';
import { remindOfAefi } from './jobs/remind-aefi.ts';
import { type Loaders, loaders, type VaccinesCtx } from './loaders.ts';
import { maskBookletNumber, maskPersonName, nothing } from './masks.ts';
import { VaccinesTables } from './migrations/20261121100000-vaccines-tables.ts';
import { CoverageVersion } from './migrations/20261121120000-coverage-version.ts';
import { EngineInTheRecord } from './migrations/20261121130000-engine-in-the-record.ts';
import { ChangesForPacks } from './migrations/20261128231600-changes-for-packs.ts';
import { LotRecallTables } from './migrations/20261129232500-lot-recall.ts';
import { PersonLinks } from './migrations/20261129235600-person-link.ts';
import { MergedEntries } from './migrations/20261130040000-merged-entries.ts';
import { PaperPrintings } from './migrations/20261130050000-paper-printings.ts';
import { Visits } from './migrations/20261130060000-visits.ts';
import { AdverseEvents } from './migrations/20261130150000-adverse-events.ts';
import { Consents } from './migrations/20261130160000-consents.ts';
import { AdverseEventSignals } from './migrations/20261130170000-adverse-event-signals.ts';
import { OpenVials } from './migrations/20261130180000-open-vials.ts';
import { VaccinationPoints } from './migrations/20261130190000-vaccination-points.ts';
import { DoseNotes } from './migrations/20261202030000-dose-notes.ts';
import { ImportedDoses } from './migrations/20261202050000-imported-doses.ts';
import { SpecialGroups } from './migrations/20261202060000-special-groups.ts';
import { LateMarks } from './migrations/20261202110000-late-marks.ts';
import { VaccinationSessions } from './migrations/20261202120000-vaccination-sessions.ts';
import { VisitPhotos } from './migrations/20261202121000-visit-photos.ts';
import { AdverseEventReferral } from './migrations/20261202130000-adverse-event-referral.ts';
import { PointLists } from './migrations/20261203100000-point-lists.ts';
import { AdverseEventByCdc } from './migrations/20261203120000-adverse-event-by-cdc.ts';
import { AdverseEventWay } from './migrations/20261204020000-adverse-event-way.ts';
import { AdverseEventTold } from './migrations/20261204090000-adverse-event-told.ts';
import { GroupDeclarations } from './migrations/20261205010000-group-declarations.ts';
import { VialIds } from './migrations/20261205110000-vial-ids.ts';
import { Fingerprints } from './migrations/20261205120000-fingerprints.ts';
import { VialDoubts } from './migrations/20261209010000-vial-doubts.ts';
import { VialNumbers } from './migrations/20261209020000-vial-numbers.ts';
import { aefiDivisions } from './modules/aefi/aefi.divisions.ts';
import { aefiRegister } from './modules/aefi/aefi.export.ts';
import { AefiResolver } from './modules/aefi/aefi.resolver.ts';
import { ClaimPersonResolver, ClaimResolver } from './modules/aefi-claim/claim.resolver.ts';
import { AefiFileResolver } from './modules/aefi-file/aefi-file.resolver.ts';
import { serveAefiFiles } from './modules/aefi-file/aefi-file.ts';
import { SignalResolver } from './modules/aefi-signal/signal.resolver.ts';
import { CatalogueResolver } from './modules/catalogue/catalogue.resolver.ts';
import { shapeLot, shapeVaccine } from './modules/catalogue/catalogue.shape.ts';
import { catalogueOn, watchCatalogue } from './modules/catalogue/catalogue.ts';
import { nonConformingRegister } from './modules/conformity/non-conforming.export.ts';
import { NonConformingResolver } from './modules/conformity/non-conforming.resolver.ts';
import { ConsentResolver } from './modules/consent/consent.resolver.ts';
import { DoseResolver, loadDose } from './modules/dose/dose.resolver.ts';
import { DoseNoteResolver } from './modules/dose-note/dose-note.resolver.ts';
import { dueRegister } from './modules/due/due.export.ts';
import { DueResolver } from './modules/due/due.resolver.ts';
import { EntryResolver } from './modules/entry/entry.resolver.ts';
import { FingerprintResolver } from './modules/fingerprint/fingerprint.resolver.ts';
import { removeDeletedFingerprints, serveFingerprints } from './modules/fingerprint/fingerprint.ts';
import { GroupDeclarationResolver } from './modules/group-declaration/group-declaration.resolver.ts';
import { HealthFactResolver } from './modules/health/health-fact.resolver.ts';
import { DoseImportResolver } from './modules/import/dose-import.resolver.ts';
import { doseDesk } from './modules/import/dose-import.ts';
import { recallRegister } from './modules/lot-recall/lot-recall.export.ts';
import { LotRecallResolver } from './modules/lot-recall/lot-recall.resolver.ts';
import { MergePersonResolver } from './modules/merge/merge.resolver.ts';
import { NotGivenResolver } from './modules/not-given/not-given.resolver.ts';
import { ClinicSetting, Observation } from './modules/observation/observation.entity.ts';
import { ObservationResolver } from './modules/observation/observation.resolver.ts';
import { organisationSubscription } from './modules/organisation/organisation.events.ts';
import { PackResolver } from './modules/pack/pack.resolver.ts';
import { PaperResolver } from './modules/paper/paper.resolver.ts';
import { peopleSubscription } from './modules/person/person.events.ts';
import { loadPerson, PersonResolver } from './modules/person/person.resolver.ts';
import { PlanResolver, SeriesForecastResolver } from './modules/plan/plan.resolver.ts';
import { PointResolver } from './modules/point/point.resolver.ts';
import { serveRegister } from './modules/register/register.ts';
import { readProposals } from './modules/schedule/schedule.proposal.ts';
import { ScheduleResolver } from './modules/schedule/schedule.resolver.ts';
import { serveSchedule } from './modules/schedule/schedule.service.ts';
import { SessionResolver } from './modules/session/session.resolver.ts';
import { specialRegister } from './modules/special-group/special-group.export.ts';
import { SpecialGroupResolver } from './modules/special-group/special-group.resolver.ts';
import { VialResolver } from './modules/vial/vial.resolver.ts';
import { VisitPersonResolver, VisitResolver } from './modules/visit/visit.resolver.ts';
import { VisitPhotoResolver } from './modules/visit-photo/visit-photo.resolver.ts';
import { serveVisitPhotos } from './modules/visit-photo/visit-photo.ts';

interface Reference {
  id: string;
}

async function loadVaccine({ code }: { code: string }, ctx: VaccinesCtx) {
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return catalogue.vaccines.has(code) ? shapeVaccine(catalogue, code) : null;
}

async function loadLot({ id }: Reference, ctx: VaccinesCtx) {
  const row = await ctx.loaders.lot.load(id);
  return row && shapeLot(await catalogueOn(ctx.orm, ctx.clock.today()), row);
}

async function background(services: Services): Promise<BackgroundWork> {
  serveSchedule(services);
  serveRegister(services, nonConformingRegister);
  serveRegister(services, dueRegister);
  serveRegister(services, recallRegister);
  serveRegister(services, aefiRegister);
  serveRegister(services, specialRegister);
  serveAefiFiles(services);
  serveVisitPhotos(services);
  serveFingerprints(services);
  await removeDeletedFingerprints(services);
  await readProposals(services);
  const works = [
    await doseDesk.attach(services),
    watchCatalogue(services),
    await refreshForecasts(services),
    rejudge(services),
    followRecalls(services),
    discardVials(services),
    remindOfAefi(services),
    keepExposure(services),
  ];
  return {
    async stop() {
      for (const work of works) await work.stop();
    },
  };
}

export const definition: SubgraphDefinition<Loaders> = {
  name: 'vaccines',
  schema: {
    resolvers: [
      CatalogueResolver,
      PersonResolver,
      DoseResolver,
      DoseNoteResolver,
      GroupDeclarationResolver,
      SpecialGroupResolver,
      DueResolver,
      ObservationResolver,
      PointResolver,
      EntryResolver,
      PackResolver,
      DoseImportResolver,
      HealthFactResolver,
      NotGivenResolver,
      PlanResolver,
      SeriesForecastResolver,
      NonConformingResolver,
      ScheduleResolver,
      LotRecallResolver,
      PaperResolver,
      SessionResolver,
      VisitPhotoResolver,
      FingerprintResolver,
      VisitResolver,
      MergePersonResolver,
      VisitPersonResolver,
      AefiResolver,
      ConsentResolver,
      AefiFileResolver,
      SignalResolver,
      ClaimResolver,
      ClaimPersonResolver,
      VialResolver,
    ],
    references: {
      Person: ({ id }: Reference, ctx: VaccinesCtx) => loadPerson(ctx, id),
      Dose: ({ id }: Reference, ctx: VaccinesCtx) => loadDose(ctx, id),
      Vaccine: loadVaccine,
      Lot: loadLot,
    },
  },
  database: {
    entities: [ClinicSetting, Observation],
    migrations: [
      VaccinesTables,
      CoverageVersion,
      EngineInTheRecord,
      ChangesForPacks,
      LotRecallTables,
      PersonLinks,
      MergedEntries,
      PaperPrintings,
      Visits,
      AdverseEvents,
      Consents,
      AdverseEventSignals,
      OpenVials,
      VaccinationPoints,
      ImportedDoses,
      DoseNotes,
      LateMarks,
      SpecialGroups,
      VaccinationSessions,
      VisitPhotos,
      AdverseEventReferral,
      PointLists,
      AdverseEventByCdc,
      AdverseEventWay,
      AdverseEventTold,
      GroupDeclarations,
      VialIds,
      Fingerprints,
      VialDoubts,
      VialNumbers,
    ],
  },
  masks: {
    'Dose.vaccinatorName': maskPersonName,
    'AdverseEvent.personName': maskPersonName,
    'CompensationClaim.personName': maskPersonName,
    'Dose.voidReason': nothing,
    'Dose.overrideReason': nothing,
    'NotGiven.note': nothing,
    'Visit.brokenNote': nothing,
    'Screening.note': nothing,
    'PaperCopy.number': maskBookletNumber,
    'Consent.signerName': maskPersonName,
  },
  loaders,
  subscriptions: (services) => [peopleSubscription(services), organisationSubscription, aefiDivisions],
  background,
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
