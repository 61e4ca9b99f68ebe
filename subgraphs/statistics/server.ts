import {
  type Ctx,
  type RunningSubgraph,
  type SubgraphConfig,
  type SubgraphDefinition,
  startSubgraph,
} from '@miaoben/kernel';
import { CertificateStatisticsTables } from './migrations/20261129073000-certificate-statistics.ts';
import { SchoolSummaryTables } from './migrations/20261129230800-school-summary.ts';
import { VaccinationTables } from './migrations/20261203060000-vaccinations.ts';
import { AdverseEventTables } from './migrations/20261204091000-adverse-events.ts';
import { CoverageTables } from './migrations/coverage.ts';
import { DosesVersion } from './migrations/doses-version.ts';
import { ScheduleCopy } from './migrations/schedule.ts';
import { serveAdverseEvents } from './modules/adverse-events/adverse-event.export.ts';
import { adverseEventSubscription } from './modules/adverse-events/adverse-event.ingest.ts';
import { AdverseEventResolver } from './modules/adverse-events/adverse-event.resolver.ts';
import { serveCertificateStatistics } from './modules/certificate-statistics/certificate-statistics.export.ts';
import { certificateSubscription } from './modules/certificate-statistics/certificate-statistics.ingest.ts';
import { CertificateStatisticsResolver } from './modules/certificate-statistics/certificate-statistics.resolver.ts';
import { reportById } from './modules/certificate-statistics/certificate-statistics.service.ts';
import { serveExports } from './modules/coverage/coverage.export.ts';
import { takeOver } from './modules/coverage/coverage.ingest.ts';
import { coverageReportLoader } from './modules/coverage/coverage.loader.ts';
import { startMerging } from './modules/coverage/coverage.merge.ts';
import { type CoverageLoaders, CoverageResolver } from './modules/coverage/coverage.resolver.ts';
import { followSchedule, scheduleSubscription } from './modules/coverage/coverage.schedule.ts';
import { Person } from './modules/coverage/coverage.type.ts';
import { serveSummaries } from './modules/school-summary/summary.export.ts';
import { summarySubscriptions } from './modules/school-summary/summary.ingest.ts';
import { schoolSummaryLoader } from './modules/school-summary/summary.loader.ts';
import { SchoolSummaryResolver } from './modules/school-summary/summary.resolver.ts';
import { serveVaccinationStatistics } from './modules/vaccinations/vaccination.export.ts';
import { vaccinationSubscriptions } from './modules/vaccinations/vaccination.ingest.ts';
import { VaccinationResolver } from './modules/vaccinations/vaccination.resolver.ts';

type Loaders = CoverageLoaders & { schoolSummary: ReturnType<typeof schoolSummaryLoader> };

/** Coverage figures, fed by the events of people and vaccines; the summary of entry checks, fed by those of certificates. */
export const definition: SubgraphDefinition<Loaders> = {
  name: 'statistics',
  schema: {
    resolvers: [
      CoverageResolver,
      SchoolSummaryResolver,
      CertificateStatisticsResolver,
      VaccinationResolver,
      AdverseEventResolver,
    ],
    orphanedTypes: [Person],
    references: {
      CoverageReport: ({ id }: { id: string }, ctx: Ctx<Loaders>) => ctx.loaders.report.load(id),
      SchoolSummary: ({ id }: { id: string }, ctx: Ctx<Loaders>) => ctx.loaders.schoolSummary.load(id),
      CertificateStatistics: ({ id }: { id: string }, ctx: Ctx<Loaders>) => reportById(ctx, id),
    },
  },
  database: {
    entities: [],
    migrations: [
      CoverageTables,
      DosesVersion,
      ScheduleCopy,
      SchoolSummaryTables,
      CertificateStatisticsTables,
      VaccinationTables,
      AdverseEventTables,
    ],
  },
  masks: {},
  loaders: (ctx) => ({ report: coverageReportLoader(ctx), schoolSummary: schoolSummaryLoader(ctx) }),
  subscriptions: () => [
    { source: 'people', types: ['person.changed'], handle: takeOver },
    { source: 'vaccines', types: ['coverage.changed'], handle: takeOver },
    scheduleSubscription,
    ...summarySubscriptions,
    certificateSubscription,
    ...vaccinationSubscriptions,
    adverseEventSubscription,
  ],
  background: async (services) => {
    serveExports(services);
    serveSummaries(services);
    serveCertificateStatistics(services);
    serveVaccinationStatistics(services);
    serveAdverseEvents(services);
    const works = [startMerging(services.orm, services.log), await followSchedule(services)];
    return {
      async stop() {
        for (const work of works) await work.stop();
      },
    };
  },
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
