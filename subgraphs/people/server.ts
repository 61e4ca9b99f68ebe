import { type RunningSubgraph, type SubgraphConfig, type SubgraphDefinition, startSubgraph } from '@miaoben/kernel';
import { watchDeadlines } from './jobs/deadlines.ts';
import { type Loaders, loaders, type PeopleCtx } from './loaders.ts';
import { masks } from './masks.ts';
import { PeopleTables } from './migrations/20261121100000-people-tables.ts';
import { ChangesForPacks } from './migrations/20261128231500-changes-for-packs.ts';
import { PersonLinkTable } from './migrations/20261129235500-person-link.ts';
import { Moves } from './migrations/20261130013000-moves.ts';
import { Births } from './migrations/20261130014000-births.ts';
import { BindingLimit } from './migrations/20261130020000-binding-limit.ts';
import { MergedFiles } from './migrations/20261130040000-merged-files.ts';
import { PhoneIndex } from './migrations/20261130050000-phone-index.ts';
import { Deaths } from './migrations/20261130090000-deaths.ts';
import { MovesAbroad } from './migrations/20261130120000-moves-abroad.ts';
import { IdentityCodes } from './migrations/20261201010000-identity-code.ts';
import { FileEndings } from './migrations/20261201020000-file-endings.ts';
import { Quality } from './migrations/20261201030000-quality.ts';
import { QualityRepairs } from './migrations/20261201031000-quality-repairs.ts';
import { PersonDetailColumns } from './migrations/20261201032000-person-details.ts';
import { DuplicatePairs } from './migrations/20261201040000-duplicate-pairs.ts';
import { Households } from './migrations/20261202010000-households.ts';
import { CombinedQuery } from './migrations/20261202020000-combined-query.ts';
import { HealthHistory } from './migrations/20261202030000-health-history.ts';
import { DivisionFollow } from './migrations/20261202040000-division-follow.ts';
import { HealthRecordLinks } from './migrations/20261202040000-health-record-links.ts';
import { DoseExpiry } from './migrations/20261202050000-dose-expiry.ts';
import { SampleFindings } from './migrations/20261202060000-sample-findings.ts';
import { DeathAttachments } from './migrations/20261203010000-death-attachments.ts';
import { PaperReadings } from './migrations/20261203060000-paper-readings.ts';
import { Newborns } from './migrations/20261204010000-newborns.ts';
import { VisitorCases } from './migrations/20261206010000-visitor-cases.ts';
import { PinyinInCounty } from './migrations/20261207010000-pinyin-in-a-county.ts';
import { BindingRestsOn } from './migrations/20261208010000-binding-rests-on.ts';
import { MergedHealthRecord } from './migrations/20261208020000-merged-health-record.ts';
import { FindingsTakenBack } from './migrations/20261208030000-findings-taken-back.ts';
import { PaperReadingLog } from './migrations/20261208040000-paper-reading-log.ts';
import { BindingBars } from './migrations/20261209010000-binding-bars.ts';
import { VisitorDoses } from './migrations/20261209040000-visitor-doses.ts';
import { BindingEntity } from './modules/binding/binding.entity.ts';
import { BindingResolver } from './modules/binding/binding.resolver.ts';
import { serveBirths } from './modules/birth/birth.files.ts';
import { BirthResolver } from './modules/birth/birth.resolver.ts';
import { doseSubscription } from './modules/combined-query/dose-copy.ts';
import { serveQueries } from './modules/combined-query/query.files.ts';
import { CombinedQueryResolver } from './modules/combined-query/query.resolver.ts';
import { ContactResolver } from './modules/contact/contact.resolver.ts';
import { serveDeaths } from './modules/death/death.files.ts';
import { DeathResolver } from './modules/death/death.resolver.ts';
import { DeathAttachmentResolver } from './modules/death-attachment/death-attachment.resolver.ts';
import { serveDeathAttachments } from './modules/death-attachment/death-attachment.service.ts';
import { deathDesk } from './modules/death-import/death.import.ts';
import { DeathImportResolver } from './modules/death-import/death-import.resolver.ts';
import { DetailsResolver } from './modules/details/details.resolver.ts';
import { DivisionFollowResolver } from './modules/division-follow/follow.resolver.ts';
import { divisionSubscription, watchDivisions } from './modules/division-follow/follow.worker.ts';
import { DuplicatePairResolver } from './modules/duplicate/pairs.resolver.ts';
import { FileStateResolver } from './modules/file-state/file-state.resolver.ts';
import { GuardianResolver, ParentResolver } from './modules/guardian/guardian.resolver.ts';
import { HealthHistoryResolver } from './modules/health-history/health-history.resolver.ts';
import { HealthRecordResolver } from './modules/health-record/health-record.resolver.ts';
import { HistoryResolver } from './modules/history/history.resolver.ts';
import { HouseholdResolver } from './modules/household/household.resolver.ts';
import { MergeResolver } from './modules/merge/merge.resolver.ts';
import { startExchanging } from './modules/move/move.abroad.ts';
import { serveMoves } from './modules/move/move.files.ts';
import { MoveResolver } from './modules/move/move.resolver.ts';
import { MoveRecordResolver } from './modules/move/move-record.ts';
import { NewbornResolver } from './modules/newborn/newborn.resolver.ts';
import { OperationLogResolver } from './modules/operation-log/operation-log.resolver.ts';
import { PackResolver } from './modules/pack/pack.resolver.ts';
import { LocalRecogniser } from './modules/paper-reading/local-recogniser.ts';
import { PaperReadingResolver } from './modules/paper-reading/paper-reading.resolver.ts';
import { readPapers } from './modules/paper-reading/paper-reading.service.ts';
import { ReadingLogResolver } from './modules/paper-reading/reading-log.resolver.ts';
import { loadPerson, PersonResolver } from './modules/person/person.resolver.ts';
import { organisationSubscription } from './modules/place/places.ts';
import { serveQuality } from './modules/quality/quality.files.ts';
import { QualityResolver } from './modules/quality/quality.resolver.ts';
import { watchQuality } from './modules/quality/quality.worker.ts';
import { RepairResolver } from './modules/quality/repair.resolver.ts';
import { recipientDesk } from './modules/recipient-import/recipient.import.ts';
import { RecipientImportResolver } from './modules/recipient-import/recipient-import.resolver.ts';
import { serveSamples } from './modules/sample/sample.files.ts';
import { SampleResolver } from './modules/sample/sample.resolver.ts';
import { SettingResolver } from './modules/setting/setting.resolver.ts';
import { startTelling } from './modules/visitor/tell-home.ts';
import { VisitorResolver, VisitorSourceResolver } from './modules/visitor/visitor.resolver.ts';

/** Files of persons, guardians, bindings of families, the recipients' part of the off-line pack, the import of recipients. */
export const definition: SubgraphDefinition<Loaders> = {
  name: 'people',
  schema: {
    resolvers: [
      PersonResolver,
      BindingResolver,
      PackResolver,
      RecipientImportResolver,
      MergeResolver,
      GuardianResolver,
      ParentResolver,
      ContactResolver,
      HealthRecordResolver,
      HealthHistoryResolver,
      MoveRecordResolver,
      OperationLogResolver,
      HouseholdResolver,
      HistoryResolver,
      DetailsResolver,
      FileStateResolver,
      MoveResolver,
      BirthResolver,
      NewbornResolver,
      DeathResolver,
      DeathAttachmentResolver,
      DeathImportResolver,
      SettingResolver,
      SampleResolver,
      QualityResolver,
      RepairResolver,
      DuplicatePairResolver,
      CombinedQueryResolver,
      DivisionFollowResolver,
      PaperReadingResolver,
      ReadingLogResolver,
      VisitorResolver,
      VisitorSourceResolver,
    ],
    references: { Person: ({ id }: { id: string }, ctx: PeopleCtx) => loadPerson(ctx, id) },
  },
  database: {
    entities: [BindingEntity],
    migrations: [
      PeopleTables,
      ChangesForPacks,
      PersonLinkTable,
      Moves,
      Births,
      BindingLimit,
      MergedFiles,
      PhoneIndex,
      Deaths,
      MovesAbroad,
      IdentityCodes,
      FileEndings,
      Quality,
      QualityRepairs,
      PersonDetailColumns,
      DuplicatePairs,
      Households,
      CombinedQuery,
      HealthHistory,
      DivisionFollow,
      HealthRecordLinks,
      DoseExpiry,
      SampleFindings,
      DeathAttachments,
      PaperReadings,
      Newborns,
      VisitorCases,
      PinyinInCounty,
      BindingRestsOn,
      MergedHealthRecord,
      FindingsTakenBack,
      PaperReadingLog,
      BindingBars,
      VisitorDoses,
    ],
  },
  masks,
  loaders,
  subscriptions: (services) => [organisationSubscription, doseSubscription(services), divisionSubscription(services)],
  background: async (services) => {
    serveBirths(services);
    serveMoves(services);
    serveDeaths(services);
    serveDeathAttachments(services);
    serveSamples(services);
    serveQuality(services);
    serveQueries(services);
    const work = [
      await recipientDesk.attach(services),
      await deathDesk.attach(services),
      watchDeadlines(services),
      startExchanging(services),
      startTelling(services),
      watchQuality(services),
      watchDivisions(services),
      await readPapers(services, new LocalRecogniser()),
    ];
    return {
      async stop() {
        for (const w of work) await w.stop();
      },
    };
  },
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
